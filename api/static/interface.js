// Starts the interactive description of the programming interface.
const place = document.getElementById("swagger-ui");
const token = document.querySelector('meta[name="csrf-token"]')?.content;
window.SwaggerUIBundle({
  url: place.dataset.openapi,
  dom_id: "#swagger-ui",
  validatorUrl: null,
  deepLinking: true,
  requestInterceptor(request) {
    if (token && request.method !== "GET") request.headers["X-CSRF-Token"] = token;
    return request;
  },
});

// Starts the interactive description of the programming interface.
const place = document.getElementById("swagger-ui");
window.SwaggerUIBundle({ url: place.dataset.openapi, dom_id: "#swagger-ui", validatorUrl: null, deepLinking: true });

// Many files at once, by drag and drop, each with its progress.
// Must stay true: without this file the form still uploads one file and leads to the page of its job.
const texts = JSON.parse(document.getElementById("texts").textContent);
const form = document.getElementById("upload");
const input = document.getElementById("file");
const drop = document.getElementById("drop");
const list = document.getElementById("jobs");
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const WAIT_MS = 700;

input.multiple = true;
input.classList.add("sr"); // its own words are in the browser's language; the label stands for it
input.addEventListener("change", showChosen);

function showChosen() {
  document.getElementById("chosen").textContent = [...input.files].map((file) => file.name).join(" · ");
}

function row(name) {
  list.querySelector("[data-placeholder]")?.remove();
  const item = document.createElement("li");
  item.className = "job";
  const [title, state, bar] = ["span", "span", "progress"].map((tag) => document.createElement(tag));
  title.textContent = name;
  state.className = "state";
  bar.setAttribute("aria-label", name);
  item.append(title, state, bar);
  list.prepend(item);
  return { item, title, state, bar };
}

function show(shown, state, message) {
  shown.item.dataset.state = state;
  shown.state.textContent = { waiting: texts.waiting, running: texts.reading, done: texts.done, failed: texts.failed }[state];
  if (state !== "done" && state !== "failed") return;
  shown.bar.remove();
  const line = document.createElement("span");
  line.className = "meta";
  line.textContent = message;
  shown.item.append(line);
}

async function send(file) {
  const shown = row(file.name);
  if (file.size > Number(form.dataset.limit) * 1024 * 1024) return show(shown, "failed", texts.tooLarge);
  shown.state.textContent = texts.uploading;
  const data = new FormData(form);
  data.delete("file");
  data.append("file", file);
  try {
    const answer = await fetch("/api/v1/documents", { method: "POST", headers: { "X-CSRF-Token": token }, body: data });
    const body = await answer.json();
    if (!answer.ok) return show(shown, "failed", [body.detail, ...(body.errors ?? []).map((e) => e.message)].join(" "));
    return await follow(shown, body);
  } catch {
    return show(shown, "failed", texts.loadFailed);
  }
}

async function follow(shown, job) {
  while (job.state === "waiting" || job.state === "running") {
    show(shown, job.state, "");
    if (job.total > 1) shown.bar.value = job.done / job.total;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    const answer = await fetch(`/api/v1/jobs/${encodeURIComponent(job.id)}`);
    if (!answer.ok) throw new Error(answer.statusText);
    job = await answer.json();
  }
  show(shown, job.state, document.documentElement.lang.startsWith("zh") ? job.zh : job.en);
  if (job.state === "done" && job.documents.length) {
    const link = document.createElement("a");
    link.href = `/documents/${encodeURIComponent(job.documents[0])}`;
    link.textContent = texts.open;
    shown.item.append(link);
  }
}

async function sendAll(files) {
  if (!form.elements.date.reportValidity()) return;
  for (const file of files) await send(file);
  input.value = "";
  showChosen();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...input.files]);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop") sendAll([...event.dataTransfer.files]);
  });
}

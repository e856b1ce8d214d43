// What every page gains from scripts: evidence that unfolds in place, words that light up with what was read from them.
// Must stay true: without this file every link still leads to the same content.
const texts = JSON.parse(document.getElementById("texts").textContent);

function unfoldable(link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.setAttribute("aria-expanded", "false");
  const address = link.getAttribute("href");
  link.replaceWith(button);
  let box;
  button.addEventListener("click", async () => {
    if (!box) {
      box = document.createElement("div");
      box.className = "evidence";
      box.id = `evidence-${address.split("/").pop()}`;
      button.closest(".fact").append(box);
      button.setAttribute("aria-controls", box.id);
      await load(box, `${address}/evidence`);
      button.setAttribute("aria-expanded", "true");
      return;
    }
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
  });
}

async function load(box, address) {
  box.replaceChildren(note("loading", texts.loading));
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    if (answer.redirected) return window.location.reload(); // the session has ended: the page leads to the login
    box.innerHTML = await answer.text(); // made by our own templates, which escape every name
  } catch {
    const again = document.createElement("button");
    again.className = "quiet small";
    again.textContent = texts.retry;
    again.addEventListener("click", () => load(box, address));
    box.replaceChildren(note("meta", texts.loadFailed), again);
  }
}

function note(kind, text) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  return line;
}

function lightUp(finding, on) {
  finding.classList.toggle("active", on);
  const spans = finding.dataset.marks.trim().split(" ").map((mark) => mark.split("-").map(Number));
  for (const mention of finding.closest(".passage").querySelectorAll(".mention")) {
    const [start, end] = [Number(mention.dataset.start), Number(mention.dataset.end)];
    if (spans.some((span) => span[0] < end && start < span[1])) mention.classList.toggle("active", on);
  }
}

function relatedFindings(mention) {
  const [start, end] = [Number(mention.dataset.start), Number(mention.dataset.end)];
  return [...mention.closest(".passage").querySelectorAll("[data-marks]")].filter((finding) =>
    finding.dataset.marks.trim().split(" ").some((mark) => {
      const [from, to] = mark.split("-").map(Number);
      return from < end && start < to;
    }),
  );
}

// What is folded away shows its active findings for as long as the mention that they are about has attention.
function peek(folded, on) {
  if (!folded || (folded.open && !folded.classList.contains("peeking"))) return;
  folded.classList.toggle("peeking", on);
  folded.open = on;
}

function onAttention(element, act) {
  for (const [begin, end] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
    element.addEventListener(begin, () => act(true));
    element.addEventListener(end, () => act(false));
  }
}

document.querySelectorAll("a[data-evidence]").forEach(unfoldable);
document.querySelectorAll("[data-marks]").forEach((finding) => onAttention(finding, (on) => lightUp(finding, on)));
document.querySelectorAll(".reader .mention").forEach((mention) =>
  onAttention(mention, (on) =>
    relatedFindings(mention).forEach((finding) => {
      finding.classList.toggle("active", on);
      peek(finding.closest("details"), on);
    }),
  ),
);
document.querySelectorAll("form[data-confirm]").forEach((form) =>
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm || texts.confirmDelete)) event.preventDefault();
  }),
);

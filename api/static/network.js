// The network view: draws the seed of its page and lets the reader select, expand, filter, find and take away.
// Must stay true: names are only ever set as text; canvas, counts and table show the same things; an entity that has a
// place keeps it.
const data = (id) => JSON.parse(document.getElementById(id).textContent);
const seed = data("network-seed");
const texts = data("network-texts");
const at = (id) => document.getElementById(`net-${id}`);

const STEP = 50; // neighbours that one expansion adds at most
const SLOW_FROM = 1000;
const MOST = 5000;
const ROWS = 100;
const FACTS_IN_PANEL = 30;
const EDGE_LABELS_UP_TO = 45;
const USUAL_FONT = 14;
const READABLE = 13; // pixels on the screen
const LEAST_LABEL = seed.options.nodes.scaling.label.drawThreshold - 1; // the same, below which none is drawn
const [CLOSEST, FARTHEST] = [1.3, 0.02]; // scales at which all is shown
const ROOM = { side: 16, top: 16, bottom: 36 }; // pixels that stay free around all; the hint stands at the bottom
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const motion = calm ? false : { duration: 350, easingFunction: "easeInOutQuad" };

const nodes = new Map();
const lines = new Map();
const off = { types: new Set(), relations: new Set() };
const undo = [];
const drawn = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
const table = { kind: "nodes", column: 2, down: true, rows: ROWS };
const selected = { node: null, line: null };
let hidden = seed.hidden;
let limit = seed.nodes.length - 1;
let visible = { nodes: [], facts: [] };
let found = { words: "", ids: [], index: -1 };

const legends = {
  types: new Map(seed.legend.types.map((entry) => [entry.kind, entry])),
  relations: new Map(seed.legend.relations.map((entry) => [entry.kind, entry])),
  lines: new Map(seed.legend.lines.map((entry) => [entry.line, entry])),
};
const magnified = seed.magnified;
const collator = new Intl.Collator(seed.language === "zh" ? "zh-Hans" : "en", { numeric: true });

const say = (name, values = {}) => texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function drawing(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The name with the mark of what only the invented sample names, where a mark cannot be set apart.
const called = (node) => node.name + node.mark;

const entityAddress = (id) => `/entities/${encodeURIComponent(id)}`;
const networkAddress = (id) => `/network?entity=${encodeURIComponent(id)}`;
const factAddress = (id) => `/facts/${encodeURIComponent(id)}`;

// ---- what is known, and what of it is visible

const factsOf = (line) => line.facts.filter((fact) => !off.relations.has(fact.kind));
const nodeVisible = (node) => !off.types.has(node.kind);
const linesAt = (id) => [...lines.values()].filter((line) => line.from === id || line.to === id);
const otherEnd = (line, id) => (line.from === id ? line.to : line.from);
const missing = (node) => Math.max(0, node.links - linesAt(node.id).reduce((sum, line) => sum + line.facts.length, 0));

function lineLook(line) {
  const facts = factsOf(line);
  const style = legends.lines.get(facts[0].line);
  const arrows = new Set(facts.filter((fact) => fact.directed).map((fact) => (fact.from === line.from ? "to" : "from")));
  const label = facts.length === 1 ? facts[0].short : say("several", { number: facts.length });
  return {
    ...line,
    facts: undefined,
    title: facts.map((fact) => fact.title).join("\n"),
    label: lines.size <= EDGE_LABELS_UP_TO ? label : undefined,
    width: style.width * magnified,
    dashes: style.dashes,
    color: { ...line.color, color: style.colour, ...(facts[0].line && { highlight: style.colour, hover: style.colour }) },
    arrows: line.arrows === "" ? "" : [...arrows].join(", "),
  };
}

function refresh() {
  const keptNodes = [...nodes.values()].filter(nodeVisible);
  const ids = new Set(keptNodes.map((node) => node.id));
  const keptLines = [...lines.values()].filter((line) => ids.has(line.from) && ids.has(line.to) && factsOf(line).length);
  visible = { nodes: keptNodes, facts: keptLines.flatMap(factsOf) };
  replace(drawn.edges, keptLines.map(lineLook));
  replace(drawn.nodes, keptNodes);
  at("blank").hidden = keptNodes.length > 0;
  if (selected.node && !ids.has(selected.node)) select({});
  renderLegend();
  renderPanel();
  renderTable();
}

function replace(set, items) {
  const wanted = new Map(items.map((item) => [item.id, item]));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(items.filter((item) => changed(set.get(item.id), item)));
}

const changed = (old, item) => !old || old.title !== item.title || old.label !== item.label || old.x !== item.x || old.y !== item.y;

// Large labels are for seeing the whole; closer by they shrink to the size of the others.
const fontAt = (node, scale) => Math.round(Math.min(Math.max(READABLE / scale, USUAL_FONT), node.font.size));

let zooming;
function sizeLabels() {
  const scale = view.getScale();
  const sized = visible.nodes.filter((node) => node.font.size > USUAL_FONT).map((node) => ({
    id: node.id,
    font: { size: fontAt(node, scale) },
  }));
  drawn.nodes.update(sized.filter(({ id, font }) => drawn.nodes.get(id).font.size !== font.size));
}

// ---- fitting

const pen = document.createElement("canvas").getContext("2d");
pen.font = `100px ${seed.options.nodes.font.face}`;
const widths = new Map();

function labelWidth(label) {
  if (!widths.has(label)) widths.set(label, Math.max(...label.split("\n").map((line) => pen.measureText(line).width)) / 100);
  return widths.get(label);
}

// What a node and its label take up on the screen at this scale, from the middle of the network.
function screenBox(node, scale) {
  const font = fontAt(node, scale) * scale;
  const shown = font >= LEAST_LABEL;
  const half = Math.max(node.size * scale, shown ? (labelWidth(node.label) * font) / 2 : 0);
  const below = node.size * scale + (shown ? font * (node.label.split("\n").length + 0.5) : 0);
  const [x, y] = [node.x * scale, node.y * scale];
  return { left: x - half, right: x + half, top: y - node.size * scale, bottom: y + below };
}

function frameOf(items, scale) {
  const all = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const node of items) {
    const box = screenBox(node, scale);
    all.left = Math.min(all.left, box.left);
    all.right = Math.max(all.right, box.right);
    all.top = Math.min(all.top, box.top);
    all.bottom = Math.max(all.bottom, box.bottom);
  }
  return all;
}

// All that is visible, with the labels as they will be then: vis-network's own fit goes by their present size.
function fit(animation) {
  const { clientWidth, clientHeight } = at("canvas");
  const [across, down] = [clientWidth - 2 * ROOM.side, clientHeight - ROOM.top - ROOM.bottom];
  if (!visible.nodes.length || across <= 0 || down <= 0) return;
  let scale = CLOSEST;
  let frame = frameOf(visible.nodes, scale);
  while (scale > FARTHEST && (frame.right - frame.left > across || frame.bottom - frame.top > down)) {
    scale *= 0.97;
    frame = frameOf(visible.nodes, scale);
  }
  const position = {
    x: (frame.left + frame.right) / 2 / scale,
    y: (frame.top + frame.bottom + ROOM.bottom - ROOM.top) / 2 / scale,
  };
  view.moveTo({ position, scale, animation });
}

// ---- growing and shrinking

function take(part) {
  const step = { nodes: [], lines: new Map(), hidden, limit };
  for (const node of part.nodes) {
    if (nodes.has(node.id)) continue;
    nodes.set(node.id, node);
    step.nodes.push(node.id);
  }
  for (const line of part.edges) {
    const known = lines.get(line.id);
    const news = line.facts.filter((fact) => !known?.facts.some((old) => old.id === fact.id));
    if (!news.length) continue;
    step.lines.set(line.id, known);
    const facts = [...(known?.facts ?? []), ...news].sort((one, other) => other.rank - one.rank || other.count - one.count);
    lines.set(line.id, { ...line, facts });
  }
  return step;
}

function giveBack(step) {
  for (const id of step.nodes) nodes.delete(id);
  for (const [id, line] of step.lines) line ? lines.set(id, line) : lines.delete(id);
  hidden = step.hidden;
  limit = step.limit;
}

async function expand(id, type = "") {
  if (nodes.size >= MOST) return tell(say("tooMany", { number: MOST }), true);
  const neighbours = new Set(linesAt(id).map((line) => otherEnd(line, id)));
  const shown = [...neighbours].filter((each) => !type || nodes.get(each)?.kind === type).length;
  const wanted = id === seed.centre && !type ? Math.max(limit, shown) + STEP : shown + STEP;
  tell(say("loading"));
  at("canvas").setAttribute("aria-busy", "true");
  try {
    grow(id, type, wanted, await ask({
      entity: id,
      types: type ? [type] : [],
      limit: Math.min(wanted, MOST),
      nodes: [...nodes.values()].map((node) => ({ id: node.id, x: node.x, y: node.y })),
    }));
  } catch (error) {
    tell(error.message || say("failed"), true);
  } finally {
    at("canvas").removeAttribute("aria-busy");
  }
}

async function ask(question) {
  const answer = await fetch("/network/expand", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRF-Token": document.querySelector('meta[name="csrf-token"]')?.content ?? "",
    },
    body: JSON.stringify(question),
  }).catch(() => {
    throw new Error(say("failed"));
  });
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? say("failed"));
}

function grow(id, type, wanted, part) {
  const before = visible.facts.length;
  const step = take(part);
  if (id === seed.centre && !type) [hidden, limit] = [part.hidden, wanted];
  if (!step.nodes.length && !step.lines.size) {
    renderPanel();
    return tell(say("nothingNew"));
  }
  undo.push(step);
  at("undo").disabled = false;
  refresh();
  sizeLabels();
  const message = `${say("entities")} +${step.nodes.length} · ${say("relations")} +${visible.facts.length - before}`;
  tell(nodes.size > SLOW_FROM ? `${message} · ${say("many")}` : message);
  if (step.nodes.some(outOfSight)) fit(motion);
}

function outOfSight(id) {
  const middle = view.canvasToDOM({ x: 0, y: 0 });
  const box = screenBox(nodes.get(id), view.getScale());
  const { clientWidth, clientHeight } = at("canvas");
  return box.left + middle.x < 0 || box.top + middle.y < 0 || box.right + middle.x > clientWidth || box.bottom + middle.y > clientHeight;
}

function undoLast() {
  const step = undo.pop();
  if (!step) return;
  giveBack(step);
  at("undo").disabled = undo.length === 0;
  select({});
  refresh();
  sizeLabels();
  tell(say("undone"));
}

let quiet;
function tell(message, bad = false) {
  clearTimeout(quiet);
  at("status").textContent = message;
  at("status").classList.toggle("bad", bad);
  quiet = setTimeout(() => (at("status").textContent = ""), bad ? 8000 : 3500);
}

// ---- selecting

function select({ node = null, line = null, focus = false }) {
  Object.assign(selected, { node, line });
  if (node && drawn.nodes.get(node)) view.selectNodes([node]);
  else if (line && drawn.edges.get(line)) view.setSelection({ nodes: [], edges: [line] }, { highlightEdges: false });
  else view.unselectAll();
  if (focus && node) {
    view.focus(node, { scale: Math.max(view.getScale(), 0.9), animation: motion });
    at("canvas").scrollIntoView({ block: "nearest" });
  }
  renderPanel();
  markRows();
}

// ---- panel

function renderPanel() {
  const node = nodes.get(selected.node);
  const line = lines.get(selected.line);
  const parts = node ? nodePanel(node) : line ? linePanel(line) : emptyPanel();
  at("panel").replaceChildren(...parts, total());
}

function emptyPanel() {
  return [make("h2", { textContent: say("nothing") }), make("p", { className: "meta", textContent: say("hint") })];
}

function total() {
  const counts = say("counts", { nodes: visible.nodes.length, relations: visible.facts.length });
  const box = make("div", { className: "net-total" }, make("p", { textContent: counts }));
  if (hidden > 0 && seed.centre) {
    box.append(make("p", { textContent: say("hidden", { number: hidden, name: nodes.has(seed.centre) ? called(nodes.get(seed.centre)) : "" }) }));
    box.append(button("showMore", "quiet small", () => expand(seed.centre)));
  }
  return box;
}

function button(text, className, action) {
  const made = make("button", { type: "button", className, textContent: say(text) });
  made.addEventListener("click", action);
  return made;
}

function nodePanel(node) {
  const actions = make("div", { className: "net-actions" },
    make("a", { className: "button", href: entityAddress(node.id), textContent: say("openPage") }));
  if (node.id !== seed.centre) {
    actions.append(make("a", { className: "button quiet", href: networkAddress(node.id), textContent: say("centreHere") }));
  }
  const more = missing(node);
  const state = more ? `${say("drawn")} ${node.links - more} · ${say("notDrawn")} ${more}` : say("complete");
  const facts = linesAt(node.id).flatMap(factsOf).filter((fact) => nodeVisible(nodes.get(fact.from)) && nodeVisible(nodes.get(fact.to)));
  return [
    make("h2", {}, node.name, ...madeUp(node)),
    make("p", {}, chip(node)),
    actions,
    make("p", { className: "meta", textContent: state }),
    growForm(node),
    make("h3", { textContent: say("inPicture") }),
    factList(facts, node.id),
  ];
}

const madeUp = (node) => (node.mark ? [make("small", { className: "made-up", textContent: node.mark })] : []);

const chip = (node) => make("span", { className: `kind type-${node.kind}`, textContent: node.kindLabel });

function growForm(node) {
  const choice = make("select", { ariaLabel: say("expandType") }, make("option", { value: "", textContent: say("allTypes") }));
  for (const entry of legends.types.values()) choice.append(make("option", { value: entry.kind, textContent: entry.label }));
  return make("div", { className: "net-grow" }, choice, button("expand", "quiet", () => expand(node.id, choice.value)));
}

function linePanel(line) {
  return [
    make("h2", {}, nameButton(line.from), " – ", nameButton(line.to)),
    make("h3", { textContent: say("inPicture") }),
    factList(factsOf(line), null),
  ];
}

function factList(facts, around) {
  const list = make("ul", { className: "net-facts" });
  for (const fact of facts.slice(0, FACTS_IN_PANEL)) list.append(factItem(fact, around));
  const rest = facts.length - FACTS_IN_PANEL;
  if (rest > 0) list.append(make("li", { className: "meta", textContent: say("andMore", { number: rest }) }));
  return list;
}

function factItem(fact, around) {
  const name = fact.stage ? `${fact.label} · ${fact.stage}` : fact.label;
  const ends = around
    ? [fact.directed && fact.to === around ? "← " : fact.directed ? "→ " : "", nameButton(fact.from === around ? fact.to : fact.from)]
    : [nameButton(fact.from), fact.directed ? " → " : " – ", nameButton(fact.to)];
  return make("li", {}, make("p", {}, ...ends), make("p", { className: "net-line" }, make("span", { textContent: name }), proof(fact)));
}

const proof = (fact) => make("a", { href: factAddress(fact.id), textContent: fact.proof });

function nameButton(id) {
  const node = nodes.get(id);
  const made = make("button", { type: "button", className: `net-name type-${node.kind}` }, node.name, ...madeUp(node));
  made.addEventListener("click", () => select({ node: id, focus: true }));
  return made;
}

// ---- legend

function renderLegend() {
  const types = count([...nodes.values()].map((node) => node.kind));
  const relations = count([...lines.values()].flatMap((line) => line.facts.map((fact) => fact.kind)));
  fill("types", types, off.types, (entry) => [swatch(entry)]);
  fill("relations", relations, off.relations, () => []);
}

function count(kinds) {
  const found = new Map();
  for (const kind of kinds) found.set(kind, (found.get(kind) ?? 0) + 1);
  return found;
}

function fill(name, counts, hiddenKinds, marks) {
  const box = at(name);
  const focused = box.contains(document.activeElement) ? document.activeElement.value : null;
  const shown = [...legends[name].values()].filter((entry) => counts.has(entry.kind));
  box.replaceChildren(...shown.map((entry) => filterRow(entry, counts.get(entry.kind), hiddenKinds, marks(entry))));
  if (focused) [...box.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
}

function filterRow(entry, number, hiddenKinds, marks) {
  const input = make("input", { type: "checkbox", value: entry.kind, checked: !hiddenKinds.has(entry.kind) });
  input.addEventListener("change", () => {
    input.checked ? hiddenKinds.delete(entry.kind) : hiddenKinds.add(entry.kind);
    refresh();
  });
  return make("label", {}, input, ...marks, make("span", { textContent: entry.label }), make("span", { className: "count", textContent: number }));
}

function swatch(entry) {
  const shape = entry.corners
    ? drawing("polygon", { points: entry.corners, fill: entry.colour })
    : drawing("circle", { r: 6, fill: entry.colour });
  return drawing("svg", { viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" }, shape);
}

function renderLines() {
  at("lines").replaceChildren(...seed.legend.lines.map((entry) => {
    const dash = entry.dashes ? entry.dashes.join(" ") : "none";
    const stroke = drawing("line", { x1: 0, x2: 30, y1: 5, y2: 5, stroke: entry.colour, "stroke-width": entry.width, "stroke-dasharray": dash });
    const picture = drawing("svg", { viewBox: "0 0 30 10", width: 30, height: 10, "aria-hidden": "true" }, stroke);
    return make("li", {}, picture, make("span", { textContent: entry.label }));
  }));
}

// ---- table twin

const columns = {
  nodes: [
    { title: "name", value: called, cell: (node) => nameButton(node.id) },
    { title: "type", value: (node) => node.kindLabel },
    { title: "drawn", value: (node) => node.links - missing(node), number: true },
    { title: "notDrawn", value: missing, number: true },
  ],
  facts: [
    { title: "from", value: (fact) => called(nodes.get(fact.from)), cell: (fact) => nameButton(fact.from) },
    { title: "relation", value: (fact) => fact.label },
    { title: "stage", value: (fact) => fact.stage },
    { title: "to", value: (fact) => called(nodes.get(fact.to)), cell: (fact) => nameButton(fact.to) },
    { title: "proof", value: (fact) => fact.count, number: true, cell: proof },
  ],
};

function sortedRows() {
  const { value, number } = columns[table.kind][table.column];
  const keyed = visible[table.kind].map((row) => [value(row), row]);
  keyed.sort(number ? ([one], [other]) => one - other : ([one], [other]) => collator.compare(one, other));
  if (table.down) keyed.reverse();
  return keyed.map(([, row]) => row);
}

function renderTable() {
  const rows = sortedRows();
  const head = make("thead", {}, make("tr", {}, ...columns[table.kind].map(headCell)));
  const body = make("tbody", {}, ...rows.slice(0, table.rows).map(tableRow));
  const focused = document.activeElement?.dataset?.column;
  at("table").replaceChildren(head, body);
  if (focused) head.querySelector(`[data-column="${focused}"]`)?.focus();
  const rest = rows.length - table.rows;
  at("rows-more").hidden = rest <= 0;
  at("rows-more").textContent = say("rowsMore", { number: Math.min(rest, ROWS * 5) });
  at("show-nodes").textContent = `${say("entities")} ${visible.nodes.length}`;
  at("show-facts").textContent = `${say("relations")} ${visible.facts.length}`;
  markRows();
}

function headCell(column, index) {
  const sort = make("button", { type: "button", className: "net-sort", textContent: say(column.title) });
  sort.dataset.column = String(index);
  sort.addEventListener("click", () => {
    Object.assign(table, { column: index, down: table.column === index ? !table.down : Boolean(column.number) });
    renderTable();
  });
  const cell = make("th", { scope: "col", className: column.number ? "n" : "" }, sort);
  if (table.column === index) cell.setAttribute("aria-sort", table.down ? "descending" : "ascending");
  return cell;
}

function tableRow(item) {
  const row = make("tr", {}, ...columns[table.kind].map((column) =>
    make("td", { className: column.number ? "n" : "" }, column.cell ? column.cell(item) : String(column.value(item)))));
  row.dataset.thing = item.id;
  return row;
}

function markRows() {
  const chosen = new Set(selected.line ? lines.get(selected.line)?.facts.map((fact) => fact.id) : [selected.node]);
  for (const row of at("table").tBodies[0]?.rows ?? []) row.classList.toggle("chosen", chosen.has(row.dataset.thing));
}

function show(kind) {
  Object.assign(table, kind === "nodes" ? { column: 2, down: true } : { column: 4, down: true }, { kind, rows: ROWS });
  at("show-nodes").setAttribute("aria-pressed", String(kind === "nodes"));
  at("show-facts").setAttribute("aria-pressed", String(kind === "facts"));
  renderTable();
}

function csv() {
  // A spreadsheet would run a cell that begins like a formula.
  const quoted = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
  const cells = (row) => columns[table.kind].map((column) => (column.number ? column.value(row) : quoted(column.value(row))));
  const head = columns[table.kind].map((column) => quoted(say(column.title)));
  return `\uFEFF${[head, ...sortedRows().map(cells)].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

function download() {
  const address = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
  const name = say(table.kind === "nodes" ? "entitiesFile" : "relationsFile");
  const link = make("a", { href: address, download: `${nodes.get(seed.centre)?.name ?? "tieline"}-${name}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// ---- finding

function find(words) {
  const wanted = words.trim().toLowerCase();
  const ids = wanted ? visible.nodes.filter((node) => node.name.toLowerCase().includes(wanted)).map((node) => node.id) : [];
  found = { words: wanted, ids, index: -1 };
  at("found").textContent = !wanted ? "" : ids.length || say("notFound");
}

function findNext() {
  if (!found.ids.length) return;
  found.index = (found.index + 1) % found.ids.length;
  at("found").textContent = say("found", { at: found.index + 1, number: found.ids.length });
  select({ node: found.ids[found.index], focus: true });
}

function clear() {
  at("find").value = "";
  find("");
  select({});
}

// ---- starting

take(seed);
refresh();
const view = new vis.Network(at("canvas"), drawn, seed.options);
const frame = at("canvas").querySelector(".vis-network");
frame.tabIndex = 0;
frame.setAttribute("role", "application");
frame.setAttribute("aria-label", say("canvas"));

view.on("click", ({ nodes: [node], edges: [line] }) => select({ node: node ?? null, line: node === undefined ? (line ?? null) : null }));
view.on("doubleClick", ({ nodes: [node] }) => node !== undefined && expand(node));
view.on("dragEnd", ({ nodes: ids }) => {
  for (const [id, place] of Object.entries(view.getPositions(ids))) Object.assign(nodes.get(id), place);
});
for (const [begin, end] of [["hoverNode", "blurNode"], ["hoverEdge", "blurEdge"]]) {
  view.on(begin, () => at("canvas").classList.add("on-thing"));
  view.on(end, () => at("canvas").classList.remove("on-thing"));
}
const zoom = (factor) => view.moveTo({ scale: view.getScale() * factor, animation: motion });
at("fit").addEventListener("click", () => fit(motion));
at("in").addEventListener("click", () => zoom(1.4));
at("out").addEventListener("click", () => zoom(1 / 1.4));
at("undo").addEventListener("click", undoLast);
at("find").addEventListener("input", ({ target }) => find(target.value));
at("find").addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), findNext()));
at("show-nodes").addEventListener("click", () => show("nodes"));
at("show-facts").addEventListener("click", () => show("facts"));
at("rows-more").addEventListener("click", () => ((table.rows += ROWS * 5), renderTable()));
at("csv").addEventListener("click", download);
at("legend").addEventListener("submit", (event) => event.preventDefault());
at("unfilter").addEventListener("click", () => (off.types.clear(), refresh()));
document.addEventListener("keydown", (event) => event.key === "Escape" && clear());

view.on("zoom", () => {
  clearTimeout(zooming);
  zooming = setTimeout(sizeLabels, 80);
});
view.on("animationFinished", sizeLabels);
view.once("afterDrawing", () => {
  fit(false);
  sizeLabels();
  at("canvas").dataset.ready = "true";
  performance.mark("network-ready");
});
renderLines();

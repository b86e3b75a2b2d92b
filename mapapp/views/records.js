/**
 * A table of records, a page at a time, each record about an incident.
 *
 * Data from Python: {caption, selected, bring (whether to scroll to it), and either url, params, names and fingerprint, or an answer}. An answer is
 * {columns: [{name, label, kind, group, sortable}], rows: [{id, start, end, at, cells}], numberMatched}; a cell is text,
 * or {text, url} or {text, absent}. It hears what is pointed at elsewhere ("mapapp:hover") and, while the playing rests, the days that were played ("mapapp:days"),
 * and tells Python which incident was chosen.
 */

const PAGE = 100;
const RETRY = 5000; // ms
const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const state = stateOf(parentElement);
  const asked = JSON.stringify([data.url, data.params]);
  if (asked !== state.asked) Object.assign(state, { asked, offset: 0 });
  state.data = data;
  if (data.bring) parentElement.querySelector(".records").scrollIntoView({ block: "start" });
  state.choose = (id) => setTriggerValue("incident", id);
  state.refresh();
  return () => state.stop();
}

function stateOf(parent) {
  if (!states.has(parent)) states.set(parent, newState(parent));
  const state = states.get(parent);
  state.start();
  return state;
}

function newState(parent) {
  const root = parent.querySelector(".records");
  const state = { data: {}, pointed: {}, offset: 0, sortby: "date", days: null, pending: null };
  const onHover = ({ detail }) => mark(root, (state.pointed = detail || {}));
  const onDays = ({ detail }) => {
    if (detail?.playing) return; // each day would be a page of records
    Object.assign(state, { days: detail && detail.days, offset: 0 });
    if (state.data.url) state.refresh();
  };
  state.start = () => {
    addEventListener("mapapp:hover", onHover);
    addEventListener("mapapp:days", onDays);
  };
  state.stop = () => {
    clearTimeout(state.again);
    state.pending?.abort();
    removeEventListener("mapapp:hover", onHover);
    removeEventListener("mapapp:days", onDays);
  };
  state.refresh = () => (state.data.answer ? draw(root, state, state.data.answer) : ask(root, state));
  const turn = (pages) => () => {
    root.querySelector(".records-scroll").scrollTop = 0;
    turnTo(state, state.offset + pages * PAGE);
  };
  root.querySelector(".records-back").addEventListener("click", turn(-1));
  root.querySelector(".records-on").addEventListener("click", turn(1));
  return state;
}

async function ask(root, state) {
  clearTimeout(state.again);
  state.pending?.abort();
  const request = (state.pending = new AbortController());
  root.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address(state), { signal: request.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    draw(root, state, await answer.json());
  } catch {
    if (request.signal.aborted) return;
    say(root, "The table could not be loaded. It will be asked for again.");
    state.again = setTimeout(state.refresh, RETRY);
  }
}

function address({ data, days, offset, sortby }) {
  const params = new URLSearchParams(data.params);
  if (data.names) params.set("names", data.names);
  if (days) params.set("datetime", days.join("/"));
  params.set("sortby", sortby);
  params.set("offset", offset);
  params.set("limit", PAGE);
  const path = location.pathname;
  return `${path.endsWith("/") ? path : `${path}/`}${data.url}?${params}`;
}

function draw(root, state, answer) {
  const { columns, rows, numberMatched } = answer;
  if (!rows.length && state.offset) return turnTo(state, 0);
  const active = root.getRootNode().activeElement;
  root.setAttribute("aria-busy", "false");
  root.querySelector("caption").textContent = state.data.caption;
  root.querySelector(".records-scroll").setAttribute("aria-label", state.data.caption);
  root.classList.toggle("records-paired", columns.some(({ group }) => group));
  root.querySelector("thead").replaceChildren(...headings(state, columns));
  root.querySelector("tbody").replaceChildren(...rows.map((row, i) => record(state, columns, row, i)));
  mark(root, state.pointed);
  const last = state.offset + rows.length;
  const isWhole = rows.length === numberMatched;
  const number = (n) => n.toLocaleString("en");
  say(root, !rows.length ? "No rows." : isWhole ? "" : `Rows ${number(state.offset + 1)} to ${number(last)} of ${number(numberMatched)}`);
  root.querySelector(".records-foot").hidden = Boolean(rows.length) && isWhole;
  const [back, on] = root.querySelectorAll(".records-foot button");
  back.hidden = on.hidden = isWhole;
  back.disabled = state.offset === 0;
  on.disabled = last >= numberMatched;
  keepFocus(root, active, [back, on]);
}

/** Where the focus was, it stays; from a button that can turn no further it goes to the other one. */
function keepFocus(root, active, [back, on]) {
  const key = active?.dataset?.key;
  if (key) root.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  else if (active === back && back.disabled) on.focus();
  else if (active === on && on.disabled) back.focus();
}

function turnTo(state, offset) {
  state.offset = offset;
  state.refresh();
}

function say(root, sentence) {
  root.querySelector(".records-foot").hidden = false;
  root.querySelector(".records-foot p").textContent = sentence;
}

/** The head: the columns, which sort; those of a group stand in a second row, under its name. */
function headings(state, columns) {
  const [row, below] = [element("tr"), element("tr")];
  for (const [i, column] of columns.entries()) {
    if (opensGroup(columns, i)) row.append(groupHeading(columns, column.group));
    (column.group ? below : row).append(heading(state, columns, i));
  }
  if (!below.children.length) return [row];
  for (const cell of row.querySelectorAll("[scope=col]")) cell.rowSpan = 2;
  return [row, below];
}

const opensGroup = (columns, i) => Boolean(columns[i].group) && columns[i].group !== columns[i - 1]?.group;

function groupHeading(columns, group) {
  const cell = Object.assign(element("th", group), { scope: "colgroup", className: "records-group" });
  cell.colSpan = columns.filter((column) => column.group === group).length;
  return cell;
}

const classes = (columns, i) => [columns[i].kind && `records-${columns[i].kind}`, opensGroup(columns, i) && "records-group"].filter(Boolean).join(" ");

function heading(state, columns, i) {
  const { name, label, kind, sortable } = columns[i];
  const cell = Object.assign(element("th", sortable ? "" : label), { scope: "col", className: classes(columns, i) });
  if (!sortable) return cell;
  const [down, by] = [state.sortby.startsWith("-"), state.sortby.replace(/^-/, "")];
  if (by === name) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
  const button = Object.assign(element("button", label), { type: "button" });
  button.dataset.key = `sort ${name}`;
  button.addEventListener("click", () => {
    const first = kind === "number" ? `-${name}` : name;
    Object.assign(state, { sortby: by !== name ? first : down ? name : `-${name}`, offset: 0 });
    state.refresh();
  });
  cell.append(button);
  return cell;
}

function record(state, columns, { id, start, end, at, cells }, place) {
  const row = element("tr");
  Object.assign(row.dataset, { id, start, end });
  if (id === state.data.selected) row.setAttribute("aria-current", "true");
  row.append(...columns.map(({ kind, group }, i) => {
    const cell = field(kind, cells[i], `${id} ${place}`);
    cell.className = classes(columns, i);
    if (group) cell.dataset.group = group;
    return cell;
  }));
  row.addEventListener("click", (event) => event.target.closest("a, button") || state.choose(id));
  row.querySelector("button")?.addEventListener("click", () => state.choose(id));
  const pointed = { id, days: [start, end], at };
  for (const [type, detail] of [["mouseenter", pointed], ["focusin", pointed], ["mouseleave", {}], ["focusout", {}]]) {
    row.addEventListener(type, () => dispatchEvent(new CustomEvent("mapapp:hover", { detail })));
  }
  return row;
}

function field(kind, content, key) {
  const cell = element(kind === "title" ? "th" : "td");
  const { text, url, absent } = typeof content === "string" ? { text: content } : content;
  if (!text || absent) {
    cell.append(...(text ? [quiet(text)] : blank()));
    return cell;
  }
  const inside = element(kind === "title" ? "button" : url ? "a" : "bdi", kind === "title" || url ? "" : text);
  if (kind === "title" || url) inside.append(element("bdi", text));
  if (kind === "title") {
    cell.scope = "row";
    inside.type = "button";
    inside.dataset.key = key;
  }
  if (url) Object.assign(inside, { href: url, target: "_blank", rel: "noopener noreferrer nofollow" });
  cell.append(inside);
  return cell;
}

const quiet = (text) => Object.assign(element("span", text), { className: "records-quiet" });

/** A value that is not stated, which is not zero: a dash to see, words to hear. */
function blank() {
  const dash = quiet("–");
  dash.ariaHidden = "true";
  return [dash, Object.assign(element("span", "not stated"), { className: "records-heard" })];
}

function element(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** Marks the rows of the incident that is pointed at elsewhere, or of the days that are. */
function mark(root, { id = null, days = null }) {
  for (const row of root.querySelectorAll("tr[data-id]")) {
    const { id: own, start, end } = row.dataset;
    row.classList.toggle("marked", id === null ? Boolean(days) && start <= days[1] && end >= days[0] : own === id);
  }
}

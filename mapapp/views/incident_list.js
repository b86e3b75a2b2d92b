/**
 * The list of incidents that the map shows just now, in the order of the exports.
 *
 * Data from Python: {params, names, fingerprint, colours, otherColour}. It asks the same routes as the
 * map, hears the map's moves ("mapapp:view" on window) and the days that are being played ("mapapp:days"),
 * and tells Python which incident was chosen.
 */

const LIMIT = 200;
const RETRY = 5000; // ms
const SPEAK_AFTER = 900; // ms without a further move; a live region that changes with each would chatter
const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const state = stateOf(parentElement);
  state.data = data;
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
  const root = parent.querySelector(".incident-list");
  const state = { data: {}, pointed: {}, view: lastView(), pending: null };
  const onView = (event) => { state.view = event.detail; state.refresh(); };
  const onHover = (event) => {
    mark(root, (state.pointed = event.detail || {}));
    if (state.pointed.source === "map") bringIntoView(root);
  };
  const onDays = ({ detail }) => {
    state.days = detail && detail.days;
    state.playing = Boolean(detail?.playing);
    const shown = state.refresh();
    detail?.waitFor?.(shown);
  };
  state.start = () => {
    addEventListener("mapapp:view", onView);
    addEventListener("mapapp:hover", onHover);
    addEventListener("mapapp:days", onDays);
  };
  state.stop = () => {
    clearTimeout(state.again);
    state.pending?.abort();
    removeEventListener("mapapp:view", onView);
    removeEventListener("mapapp:hover", onHover);
    removeEventListener("mapapp:days", onDays);
  };
  state.refresh = () => refresh(root, state);
  return state;
}

function lastView() {
  return window.mapappView || null;
}

/** Asks for what is to be listed, unless that is what was asked for last. */
function refresh(root, state) {
  const wanted = `${state.data.fingerprint} ${address(state)}`;
  if (wanted !== state.wanted) state.asking = ask(root, Object.assign(state, { wanted }));
  return state.asking;
}

async function ask(root, state) {
  clearTimeout(state.again);
  if (state.pending) state.pending.abort();
  state.pending = new AbortController();
  try {
    const answer = await fetch(address(state), { signal: state.pending.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    draw(root, state, await answer.json());
  } catch (error) {
    if (error.name === "AbortError") return;
    state.wanted = null;
    speak(root, state, "The list could not be loaded. It will be asked for again.");
    state.again = setTimeout(state.refresh, RETRY);
  }
}

function address({ data, view, days }) {
  const params = new URLSearchParams(data.params);
  if (data.names) params.set("names", data.names);
  if (days) params.set("datetime", days.join("/"));
  params.set("limit", LIMIT);
  if (view) params.set("view", view.bounds.join(","));
  return `${appRoot()}api/collections/incidents/list?${params}`;
}

function appRoot() {
  const path = location.pathname;
  return path.endsWith("/") ? path : `${path}/`;
}

function draw(root, state, answer) {
  const focused = root.getRootNode().activeElement?.dataset?.id;
  root.querySelector("h2").textContent = state.view ? "Incidents on this part of the map" : "Incidents";
  const list = root.querySelector("ol");
  list.replaceChildren(...answer.incidents.map((incident) => entry(incident, state)));
  mark(root, state.pointed);
  root.querySelector(".incident-list-more").textContent = more(answer);
  speak(root, state, answer.summary);
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

const counted = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

function more({ numberMatched, numberSummaries, numberUnlocated, incidents }) {
  const located = incidents.filter((incident) => incident.located).length;
  const parts = [];
  if (located < numberMatched) parts.push(`The first ${located} of ${numberMatched.toLocaleString("en")} are listed; zoom in or filter for the others.`);
  if (numberSummaries) parts.push(`${counted(numberSummaries, "summary entry", "summary entries")}, not counted.`);
  if (numberUnlocated) parts.push(`${counted(numberUnlocated, "incident", "incidents")} without a location.`);
  return parts.join(" ");
}

function entry(incident, state) {
  const button = document.createElement("button");
  button.type = "button";
  Object.assign(button.dataset, { id: incident.id, start: incident.start, end: incident.end });
  button.append(
    dot(state.data.colours[incident.actor] || state.data.otherColour, incident),
    text("span", "incident-list-title", incident.title),
    text("span", "incident-list-harm", [incident.killed, incident.injured].filter(Boolean).map(unbroken).join(", ")),
    text("span", "incident-list-when", [incident.when, incident.located ? incident.place : "no location known"].filter(Boolean).join(" · ")),
  );
  button.addEventListener("click", () => state.choose(incident.id));
  const pointed = { id: incident.id, days: [incident.start, incident.end], at: incident.at };
  for (const [type, detail] of [["mouseenter", pointed], ["focus", pointed], ["mouseleave", {}], ["blur", {}]]) {
    button.addEventListener(type, () => dispatchEvent(new CustomEvent("mapapp:hover", { detail })));
  }
  const item = document.createElement("li");
  item.append(button);
  return item;
}

const unbroken = (words) => words.replaceAll(" ", "\u00a0");

function dot(colour, incident) {
  const mark = document.createElement("i");
  mark.style.setProperty("--colour", colour);
  mark.className = `incident-list-dot ${incident.aggregate ? "aggregate" : ""} ${incident.harm_status || "unstated"}`;
  return mark;
}

function text(tag, className, content) {
  const element = document.createElement(tag);
  const isolated = document.createElement("bdi");
  element.className = className;
  isolated.textContent = content;
  element.append(isolated);
  return element;
}

/** Marks the incident that is pointed at elsewhere, or all of the days that are. */
function mark(root, { id = null, days = null }) {
  for (const button of root.querySelectorAll("button[data-id]")) {
    const { id: own, start, end } = button.dataset;
    button.classList.toggle("marked", id === null ? Boolean(days) && start <= days[1] && end >= days[0] : own === id);
  }
}

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Scrolls the list, and nothing around it, to the marked entry; not while a reader is in the list. */
function bringIntoView(root) {
  const marked = root.querySelector("button.marked");
  if (!marked || root.matches(":hover, :focus-within")) return;
  const list = root.querySelector("ol");
  const [box, entry] = [list, marked].map((node) => node.getBoundingClientRect());
  const top = Math.min(0, entry.top - box.top) || Math.max(0, entry.bottom - box.bottom);
  list.scrollBy({ top, behavior: reducedMotion.matches ? "instant" : "smooth" });
}

/** Writes the summary: at once while days are played, which is not read out; else when the view has come to rest. */
function speak(root, state, sentence) {
  const region = root.querySelector(".incident-list-summary");
  region.setAttribute("aria-live", state.playing ? "off" : "polite");
  clearTimeout(state.speaking);
  if (region.textContent === sentence) return;
  state.speaking = setTimeout(() => { region.textContent = sentence; }, region.textContent && !state.playing ? SPEAK_AFTER : 0);
}

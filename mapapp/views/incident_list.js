/**
 * The list of incidents that the map shows just now, in the order of the exports.
 *
 * Data from Python: {params, fingerprint, colours, root, selected}. It asks the same routes as the
 * map, hears the map's moves ("mapapp:view" on window), and tells Python which incident was chosen.
 */

const LIMIT = 200;
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
  const state = { data: {}, view: lastView(), pending: null };
  const onView = (event) => { state.view = event.detail; state.refresh(); };
  const onHover = (event) => mark(root, event.detail && event.detail.id);
  state.start = () => {
    addEventListener("mapapp:view", onView);
    addEventListener("mapapp:hover", onHover);
  };
  state.stop = () => {
    removeEventListener("mapapp:view", onView);
    removeEventListener("mapapp:hover", onHover);
  };
  state.refresh = () => refresh(root, state);
  return state;
}

function lastView() {
  return window.mapappView || null;
}

async function refresh(root, state) {
  if (state.pending) state.pending.abort();
  state.pending = new AbortController();
  try {
    const answer = await fetch(address(state), { signal: state.pending.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    draw(root, state, await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") say(root, "The list could not be loaded. It will be asked for again.");
  }
}

function address({ data, view }) {
  const params = new URLSearchParams(data.params);
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
  root.querySelector("h2").textContent = heading(answer, state.view);
  const list = root.querySelector("ol");
  list.replaceChildren(...answer.incidents.map((incident) => entry(incident, state)));
  root.querySelector(".incident-list-more").textContent = more(answer);
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function heading({ numberMatched }, view) {
  const noun = numberMatched === 1 ? "incident" : "incidents";
  return `${numberMatched.toLocaleString("en")} ${noun}${view ? " on this part of the map" : ""}`;
}

function more({ numberMatched, numberUnlocated, incidents }) {
  const located = incidents.filter((incident) => incident.located).length;
  const parts = [];
  if (located < numberMatched) parts.push(`The first ${located} of ${numberMatched.toLocaleString("en")} are listed; zoom in or filter for the others.`);
  if (numberUnlocated) parts.push(`${numberUnlocated} ${numberUnlocated === 1 ? "incident" : "incidents"} without a location.`);
  return parts.join(" ");
}

function entry(incident, state) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = incident.id;
  button.append(
    dot(state.data.colours[incident.actor] || state.data.otherColour, incident),
    text("span", "incident-list-title", incident.title),
    text("span", "incident-list-harm", [incident.killed, incident.injured].filter(Boolean).join(", ")),
    text("span", "incident-list-when", [incident.when, incident.located ? incident.place : "no location known"].filter(Boolean).join(" · ")),
  );
  button.addEventListener("click", () => state.choose(incident.id));
  for (const [type, id] of [["mouseenter", incident.id], ["focus", incident.id], ["mouseleave", null], ["blur", null]]) {
    button.addEventListener(type, () => dispatchEvent(new CustomEvent("mapapp:hover", { detail: { id } })));
  }
  const item = document.createElement("li");
  item.append(button);
  return item;
}

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

function mark(root, id) {
  for (const button of root.querySelectorAll("button[data-id]")) button.classList.toggle("marked", button.dataset.id === id);
}

function say(root, message) {
  root.querySelector(".incident-list-more").textContent = message;
}

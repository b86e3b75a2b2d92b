/** An incident to choose: a link to its dossier, and a button that shows it on the map. */

import { element, svg } from "./dom.js";
import { emit } from "./page.js";

const PIN =
  "M10 18c3-4 5.5-6.7 5.5-10a5.5 5.5 0 0 0-11 0c0 3.3 2.5 6 5.5 10ZM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z";

/**
 * A link to an incident's dossier in the current view, which opens in place unless the reader asks for a new tab or
 * window.
 * @param {string} id
 * @param {(id: string) => void} choose
 */
export function dossierLink(id, choose) {
  const link = element("a");
  link.href = urlOf(id);
  const update = () => {
    link.href = urlOf(id);
  };
  for (const type of ["pointerenter", "focus"]) link.addEventListener(type, update); // the map may have moved since
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(id);
  });
  return link;
}

/** @param {string} id */
function urlOf(id) {
  const params = new URLSearchParams(location.search);
  params.set("incident", id);
  return `?${params}`;
}

/**
 * A button that moves the map to an incident and rings its mark; pressed by keyboard, the mark gets the focus.
 * @param {string} label
 * @param {string} title
 * @param {{id: string, at: [number, number]}} incident
 */
export function showOnMap(label, title, { id, at }) {
  const button = element("button", "show-on-map");
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", `${label}: ${title}`);
  button.append(svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: PIN })));
  button.addEventListener("click", ({ detail }) =>
    emit(window, "mapapp:show", { id, at, byKeyboard: detail === 0 }),
  );
  return button;
}

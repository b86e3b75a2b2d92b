/** An incident as something to choose: the address of its dossier, and a button that shows it on the map. */

import { element, svg } from "./dom.js";
import { tell } from "./page.js";

const PIN =
  "M10 18c3-4 5.5-6.7 5.5-10a5.5 5.5 0 0 0-11 0c0 3.3 2.5 6 5.5 10ZM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z";

/**
 * A link to an incident's dossier in the present view, which opens it in place unless a tab or a window of its own
 * is asked for.
 * @param {string} id
 * @param {(id: string) => void} choose
 */
export function dossierLink(id, choose) {
  const link = element("a");
  link.href = addressOf(id);
  const follow = () => {
    link.href = addressOf(id);
  };
  for (const type of ["pointerenter", "focus"]) link.addEventListener(type, follow); // the map may have moved since
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(id);
  });
  return link;
}

/** @param {string} id */
function addressOf(id) {
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
    tell(window, "mapapp:show", { id, at, byKeyboard: detail === 0 }),
  );
  return button;
}

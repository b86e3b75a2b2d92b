/** Buttons and panels in the corners of the map. */

import L from "leaflet";
import { element, svg } from "../common/dom.js";

/**
 * Puts an element into one of the map's corners.
 * @param {L.Map} map
 * @param {L.ControlPosition} position
 * @param {HTMLElement} node
 */
export function addControl(map, position, node) {
  L.DomEvent.disableClickPropagation(node).disableScrollPropagation(node);
  const control = new L.Control({ position });
  control.onAdd = () => node;
  control.addTo(map);
}

/**
 * Adds a pane to the map that takes no clicks.
 * @param {L.Map} map
 * @param {string} name
 * @param {number} zIndex
 */
export function addPane(map, name, zIndex) {
  const pane = map.createPane(name);
  Object.assign(pane.style, { zIndex, pointerEvents: "none" });
  return pane;
}

/**
 * @param {string} name
 * @param {string} shape The path of its icon, 20 by 20.
 * @param {() => void} act
 */
export function iconButton(name, shape, act) {
  const button = element("button");
  button.type = "button";
  entitle(button, name);
  button.addEventListener("click", act);
  button.append(icon(shape));
  return button;
}

/**
 * @param {HTMLElement} node
 * @param {string} name
 */
export function entitle(node, name) {
  node.title = name;
  node.setAttribute("aria-label", name);
}

/** @param {string} path */
export const icon = (path) =>
  svg("svg", { class: "mapapp-icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: path }));

/**
 * A short line as the map draws it.
 * @param {string} className
 */
export const lineSwatch = (className) =>
  svg(
    "svg",
    { class: "mapapp-swatch", viewBox: "0 0 24 8", "aria-hidden": "true" },
    svg("path", { class: className, d: "M0 4H24" }),
  );

/**
 * @param {Bounds} bounds
 */
export const latLngBounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

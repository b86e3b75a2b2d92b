/** A mark on the map, which can be pointed at, clicked, and reached and used by keyboard. */

import L from "leaflet";
import { svg } from "../common/dom.js";
import { FlatMarker } from "./leaflet_private.js";
import { nameOfCell, nameOfIncident, words } from "./mark_words.js";
import { hasNoKnownPlace } from "./place_precision.js";
import { cellSymbol, incidentSymbol } from "./symbols.js";

/** @typedef {{activate(mark: Mark, byKeyboard: boolean): void, point(mark: Mark, byKeyboard: boolean): void, leave(mark: Mark): void}} Actions */

export class Mark {
  /** Whether it is spread around an open cell. */
  isSpread = false;

  /** @type {SVGElement} */
  #hit;

  /**
   * @param {Feature} feature
   * @param {Legend} legend
   * @param {L.LayerGroup} group
   * @param {Actions} actions What to do when it is used.
   */
  constructor({ geometry, properties }, legend, group, actions) {
    const { picture, radius } =
      properties.kind === "cell" ? cellSymbol(properties, legend) : incidentSymbol(properties, legend);
    this.#hit = svg("circle", { class: "mapapp-hit", r: radius });
    picture.append(this.#hit);
    const size = Number(picture.getAttribute("width"));
    const [lng, lat] = geometry.coordinates;
    const html = /** @type {HTMLElement} */ (/** @type {unknown} */ (picture));
    this.properties = properties;
    this.radius = radius;
    this.id = properties.kind === "cell" ? null : properties.id;
    /** Its location; it may be drawn elsewhere. */
    this.at = L.latLng(lat, lng);
    this.marker = new FlatMarker(this.at, {
      icon: L.divIcon({ html, className: "mapapp-mark", iconSize: [size, size] }),
      keyboard: false,
      autoPanOnFocus: false,
      riseOnHover: true,
      zIndexOffset: Math.round(-8 * radius),
    });
    this.marker.on("click", () => actions.activate(this, false));
    this.marker.on("mouseover", () => actions.point(this, false)).on("mouseout", () => actions.leave(this));
    this.marker.addTo(group);
    this.#reachBy(actions);
  }

  /** @returns {HTMLElement} */
  get node() {
    return /** @type {HTMLElement} */ (this.marker.getElement());
  }

  /** Where it is drawn. */
  get drawnAt() {
    return this.marker.getLatLng();
  }

  get isVague() {
    return hasNoKnownPlace(this.properties);
  }

  /** The cell that it represents; null if it is an incident. */
  get cell() {
    return this.properties.kind === "cell" ? this.properties : null;
  }

  /**
   * Lets it be pointed at within this distance, in pixels.
   * @param {number} radius
   */
  reachTo(radius) {
    this.#hit.setAttribute("r", String(radius));
  }

  /** @param {L.LatLng} latlng */
  moveTo(latlng) {
    if (!this.drawnAt.equals(latlng)) this.marker.setLatLng(latlng);
  }

  /**
   * Shows its states.
   * @param {{isSelected: boolean, isMarked: boolean, isOpen: boolean}} states
   */
  showStates({ isSelected, isMarked, isOpen }) {
    const { classList } = this.node;
    classList.toggle("mapapp-selected", isSelected);
    classList.toggle("mapapp-marked", isMarked);
    classList.toggle("mapapp-open", isOpen);
    if (this.id !== null) this.node.setAttribute("aria-pressed", String(isSelected));
    this.marker.setZIndexOffset(isSelected ? 5000 : this.isSpread ? 4000 : Math.round(-8 * this.radius));
  }

  /** @param {Actions} actions */
  #reachBy(actions) {
    const { node } = this;
    node.tabIndex = -1; // only one of all marks is a stop of the Tab key, see roving.js
    node.setAttribute("role", "button");
    node.addEventListener("focus", () => actions.point(this, node.matches(":focus-visible")));
    node.addEventListener("blur", () => actions.leave(this));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      actions.activate(this, true);
    });
  }
}

/**
 * Gives every mark its accessible name; incidents that would share a name add their titles.
 * @param {Mark[]} marks
 * @param {(latlng: L.LatLng) => string} near The name of the nearest town, or "".
 */
export function nameAll(marks, near) {
  const names = marks.map(({ properties, drawnAt }) =>
    properties.kind === "cell" ? nameOfCell(properties, near(drawnAt)) : nameOfIncident(properties),
  );
  const uses = Map.groupBy(names, (name) => name);
  for (const [i, { node, properties }] of marks.entries()) {
    const isAmbiguous = properties.kind === "incident" && (uses.get(names[i])?.length ?? 0) > 1;
    const full = isAmbiguous ? `${names[i]}: ${words(properties.title)}` : names[i];
    if (node.getAttribute("aria-label") !== full) node.setAttribute("aria-label", full);
  }
}

/** One mark on the map, which can be pointed at, clicked, and reached and used by keyboard. */

import L from "leaflet";
import { svg } from "../common/dom.js";
import { FlatMarker } from "./leaflet_private.js";
import { nameOfCell, nameOfIncident, words } from "./mark_words.js";
import { hasNoKnownPlace } from "./place_precision.js";
import { cellSymbol, incidentSymbol } from "./symbols.js";

/** @typedef {{activate(mark: Mark, byKeyboard: boolean): void, point(mark: Mark, byKeyboard: boolean): void, leave(mark: Mark): void}} Hands */

export class Mark {
  /** Whether it is one of those around a cell that was opened. */
  isSpread = false;

  /** @type {SVGElement} */
  #hit;

  /**
   * @param {Feature} feature
   * @param {Legend} legend
   * @param {L.LayerGroup} group
   * @param {Hands} hands What to do when it is used.
   */
  constructor({ geometry, properties }, legend, group, hands) {
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
    /** Where it belongs; it may stand aside. */
    this.at = L.latLng(lat, lng);
    this.marker = new FlatMarker(this.at, {
      icon: L.divIcon({ html, className: "mapapp-mark", iconSize: [size, size] }),
      keyboard: false,
      autoPanOnFocus: false,
      riseOnHover: true,
      zIndexOffset: Math.round(-8 * radius),
    });
    this.marker.on("click", () => hands.activate(this, false));
    this.marker.on("mouseover", () => hands.point(this, false)).on("mouseout", () => hands.leave(this));
    this.marker.addTo(group);
    this.#reachBy(hands);
  }

  /** @returns {HTMLElement} */
  get node() {
    return /** @type {HTMLElement} */ (this.marker.getElement());
  }

  /** Where it is drawn. */
  get place() {
    return this.marker.getLatLng();
  }

  get isVague() {
    return hasNoKnownPlace(this.properties);
  }

  /** The cell that it stands for; null if it is one incident. */
  get cell() {
    return this.properties.kind === "cell" ? this.properties : null;
  }

  /**
   * Can be pointed at within this distance, in pixels.
   * @param {number} radius
   */
  reachTo(radius) {
    this.#hit.setAttribute("r", String(radius));
  }

  /** @param {L.LatLng} place */
  moveTo(place) {
    if (!this.place.equals(place)) this.marker.setLatLng(place);
  }

  /**
   * Shows in which states it is; those not named are left as they are.
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

  /** @param {Hands} hands */
  #reachBy(hands) {
    const { node } = this;
    node.tabIndex = -1; // one of all marks is a stop of the Tab key, see roving.js
    node.setAttribute("role", "button");
    node.addEventListener("focus", () => hands.point(this, node.matches(":focus-visible")));
    node.addEventListener("blur", () => hands.leave(this));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      hands.activate(this, true);
    });
  }
}

/**
 * Gives every mark its accessible name; incidents that would have the same one add their titles.
 * @param {Mark[]} marks
 * @param {(place: L.LatLng) => string} near The name of the nearest town, or "".
 */
export function nameAll(marks, near) {
  const names = marks.map(({ properties, place }) =>
    properties.kind === "cell" ? nameOfCell(properties, near(place)) : nameOfIncident(properties),
  );
  const uses = Map.groupBy(names, (name) => name);
  for (const [i, { node, properties }] of marks.entries()) {
    const isAmbiguous = properties.kind === "incident" && (uses.get(names[i])?.length ?? 0) > 1;
    const full = isAmbiguous ? `${names[i]}: ${words(properties.title)}` : names[i];
    if (node.getAttribute("aria-label") !== full) node.setAttribute("aria-label", full);
  }
}

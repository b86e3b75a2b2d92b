/** The incidents at a location, spread around their cell with legs; the first 60 if there are more. */

import L from "leaflet";
import { term } from "../common/terms.js";
import { isVisible } from "./apart.js";
import { spread } from "./geometry.js";
import { groundOf } from "./ground.js";
import { Mark } from "./mark.js";
import { LEGS } from "./mark_layer.js";
import { belongs, isLocated } from "./place_precision.js";

const MOST = 60;

export class Spread {
  /** @type {Mark | null} The cell that is open. */
  cell = null;

  /** @type {Mark[]} */
  marks = [];

  /** How far it reaches around its cell, in pixels. */
  reach = 0;

  #group = L.layerGroup();
  #wasByKeyboard = false;

  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
  }

  /**
   * Draws a cell's incidents around it; returns a sentence on how many had no room.
   * @param {Mark} cell
   * @param {Feature[]} features
   * @param {Legend} legend
   * @param {import("./mark.js").Actions} actions
   * @param {boolean} byKeyboard
   */
  open(cell, features, legend, actions, byKeyboard) {
    const { properties } = cell;
    if (properties.kind !== "cell") return "";
    const own = features
      .filter(isLocated)
      .filter((feature) => feature.properties.kind === "incident" && belongs(feature.properties, properties));
    this.cell = cell;
    this.#wasByKeyboard = byKeyboard;
    this.#group = L.layerGroup().addTo(this.map);
    this.marks = own.slice(0, MOST).map((feature) => new Mark(feature, legend, this.#group, actions));
    this.#arrange(cell);
    const more = properties.count + (properties.aggregates ?? 0) - this.marks.length;
    return more > 0 ? term("spread-rest", { shown: this.marks.length, count: more }) : "";
  }

  /** Removes the incidents; returns whether a cell was open. */
  fold() {
    const { cell, marks } = this;
    if (!cell) return false;
    const hadFocus = marks.some(({ node }) => node === document.activeElement);
    this.cell = null;
    this.marks = [];
    this.reach = 0;
    this.#group.remove();
    if (this.#wasByKeyboard && hadFocus) cell.node?.focus();
    return true;
  }

  /** @param {Mark} cell */
  #arrange(cell) {
    const center = this.map.latLngToLayerPoint(cell.drawnAt);
    const radii = this.marks.map(({ radius }) => radius);
    const ground = groundOf(this.map);
    const isFree = (/** @type {import("./geometry.js").XY} */ { x, y }, /** @type {number} */ radius) =>
      isVisible({ x: center.x + x, y: center.y + y, radius }, ground);
    this.reach = cell.radius;
    for (const [i, { x, y }] of spread(radii, cell.radius, isFree).entries()) {
      const mark = this.marks[i];
      const drawnAt = this.map.layerPointToLatLng(center.add([x, y]));
      this.reach = Math.max(this.reach, Math.hypot(x, y) + mark.radius);
      mark.isSpread = true;
      mark.moveTo(drawnAt);
      const leg = { pane: LEGS, className: "mapapp-leg", interactive: false };
      L.polyline([cell.drawnAt, drawnAt], leg).addTo(this.#group);
    }
  }
}

/** The tooltip of the mark that is pointed at. */

import L from "leaflet";
import { tooltip } from "./tooltip.js";

const HALF = 140; // px, half of the widest tooltip
const HEIGHT = 100; // px
const GAP = 3; // px

/** @type {Record<"top" | "bottom" | "left" | "right", L.PointTuple>} */
const AWAY = { top: [0, -1], bottom: [0, 1], left: [-1, 0], right: [1, 0] };

/** @typedef {import("./mark.js").Mark} Mark */

export class Tip {
  /** @type {Mark | null} */
  owner = null;

  #layer = L.tooltip({ className: "mapapp-tip", opacity: 1, direction: "top" });

  /** @param {L.Map} map */
  constructor(map) {
    this.map = map;
  }

  /** @param {Mark} mark */
  show(mark) {
    const { options } = this.#layer;
    const side = this.#roomiestSide(this.map.latLngToContainerPoint(mark.drawnAt));
    this.owner = mark;
    options.direction = side;
    options.offset = L.point(AWAY[side]).multiplyBy(mark.radius + GAP);
    this.#layer.setContent(tooltip(mark.properties)).setLatLng(mark.drawnAt).openOn(this.map);
  }

  hide() {
    this.owner = null;
    this.#layer.remove();
  }

  /**
   * The side of a point on which a tooltip is not cut by the map's edge.
   * @param {L.Point} point
   */
  #roomiestSide({ x, y }) {
    if (x + HALF > this.map.getSize().x) return "left";
    if (x < HALF) return "right";
    return y < HEIGHT ? "bottom" : "top";
  }
}

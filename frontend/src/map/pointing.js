/** What is pointed at elsewhere on the page: an incident, or days; and which marks contain it. */

import { isPointedAt } from "../common/days.js";
import { latLngBounds } from "./controls.js";
import { edgesOf, inWorldAround } from "./date_line.js";
import { isLocated } from "./place_precision.js";

const REST = 120; // ms that the pointer stays on a day before its incidents are requested

/** @typedef {import("./mark.js").Mark} Mark */

export class Pointing {
  /** @type {Pointed} */
  #pointed = {};

  /** Locations in the cells to mark. @type {[latitude: number, longitude: number][]} */
  #locations = [];

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #resting;

  #finding = new AbortController();

  /**
   * @param {import("leaflet").Map} map
   * @param {() => Mark[]} marks
   * @param {() => void} changed
   */
  constructor(map, marks, changed) {
    this.map = map;
    this.marks = marks;
    this.changed = changed;
  }

  /**
   * @param {Pointed} pointed
   * @param {Source | undefined} source
   */
  follow(pointed, source) {
    const { id = null, at = null } = pointed;
    this.#pointed = pointed;
    this.#locations = id !== null && at ? this.#locationsInCells([incidentAt(id, at)]) : [];
    this.changed();
    clearTimeout(this.#resting);
    this.#finding.abort();
    const { days } = pointed;
    if (id === null && days && source?.onDays)
      this.#resting = setTimeout(() => this.#find(days, source), REST);
  }

  /** @param {Mark} mark */
  isMarked({ cell, properties }) {
    if (cell && this.#locations.some((latlng) => latLngBounds(cell.bounds).contains(latlng))) return true;
    if (properties.kind === "incident") return isPointedAt(properties, this.#pointed);
    return false;
  }

  /**
   * Finds the incidents of the marked days, in smaller cells, which are within those drawn.
   * @param {Days} days
   * @param {Source} source
   */
  async #find(days, source) {
    this.#finding = new AbortController();
    const { signal } = this.#finding;
    const bounds = edgesOf(this.map.getBounds());
    const answer = await source
      .onDays?.(days, bounds, Math.floor(this.map.getZoom()), signal)
      .catch(() => null);
    if (!answer || signal.aborted) return;
    this.#locations = this.#locationsInCells(answer.features.filter(isLocated));
    this.changed();
  }

  /**
   * A location for each feature without its own mark; for a cell a corner, which is in the mark that contains it.
   * @param {Feature[]} features
   * @returns {[latitude: number, longitude: number][]}
   */
  #locationsInCells(features) {
    const drawn = new Set(this.marks().map(({ id }) => id));
    return features
      .filter(({ properties }) => properties.kind === "cell" || !drawn.has(properties.id))
      .map((feature) => {
        const { geometry, properties } = inWorldAround(feature, this.map.getCenter().lng);
        const [lng, lat] = properties.kind === "cell" ? properties.bounds : geometry.coordinates;
        return [lat, lng];
      });
  }
}

/**
 * @param {string} id
 * @param {[number, number]} coordinates
 * @returns {IncidentFeature}
 */
const incidentAt = (id, coordinates) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates },
  properties: { kind: "incident", id },
});

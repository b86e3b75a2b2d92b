/** The chosen incident, and the marks that represent it. */

import L from "leaflet";
import { latLngBounds } from "./controls.js";
import { isAllVague, isVague } from "./place_precision.js";

/** @typedef {import("./mark.js").Mark} Mark */

export class Selection {
  /** @type {string | null} */
  id = null;

  /** Where it is, if that is known. @type {L.LatLng | null} */
  at = null;

  #isVague = false;

  /** @param {string | null} id */
  choose(id) {
    this.id = id;
    this.at = null;
    this.#isVague = false;
  }

  /** @param {IncidentFeature} feature */
  locate({ geometry, properties }) {
    const [lng, lat] = geometry.coordinates;
    this.at = L.latLng(lat, lng);
    this.#isVague = isVague(properties);
  }

  /** @param {Mark} mark */
  locateAt({ at, isVague: isVagueMark }) {
    this.at = at;
    this.#isVague = isVagueMark;
  }

  /**
   * The marks that represent it: its own, or else the cells that may contain it.
   * @param {Mark[]} marks
   * @returns {Set<Mark>}
   */
  ringed(marks) {
    if (this.id === null) return new Set();
    const own = marks.filter(({ id }) => id === this.id);
    return new Set(own.length ? own : marks.filter(({ cell }) => cell && this.#mayBeIn(cell)));
  }

  /** @param {Cell} cell */
  #mayBeIn(cell) {
    const isOther = this.#isVague ? !cell.vague : isAllVague(cell);
    return !isOther && this.at !== null && latLngBounds(cell.bounds).contains(this.at);
  }
}

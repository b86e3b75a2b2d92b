/** A source of features that are already loaded: clusters them as the app's map route would. Pure. */

import { overlaps } from "../common/days.js";
import { boundsOf, clustered, MOST_SINGLE } from "./clusters.js";
import { isLocated } from "./place_precision.js";

const TINY = 1e-9;

export class InlineSource {
  /** @type {Days | null} */
  days = null;

  /** @param {{features?: Feature[]}} collection */
  constructor({ features: all = [] }) {
    /** @type {IncidentFeature[]} */
    this.located = all.filter(isLocated).map((feature) => ({
      ...feature,
      properties: /** @type {Incident} */ ({ ...feature.properties, kind: "incident" }),
    }));
    this.numberUnlocated = all.length - this.located.length;
  }

  /** @type {NonNullable<Source["during"]>} */
  during(days) {
    this.days = days;
  }

  /**
   * @param {Bounds} bounds
   * @param {number} zoom
   */
  async view(bounds, zoom) {
    const within = this.within(bounds);
    const beyond = outside(this.shown(), within, bounds);
    const shown = within.length <= MOST_SINGLE ? within : clustered(within, zoom);
    return { ...this.answer(shown, within), beyond };
  }

  /** @param {Bounds} bounds */
  async members(bounds) {
    const within = this.within(bounds);
    return this.answer(within, within);
  }

  /** @param {string} id */
  async incident(id) {
    const features = this.located.filter(({ properties }) => properties.id === id);
    return this.answer(features, features);
  }

  /** The located features of the days that are shown. */
  shown() {
    const { days, located } = this;
    return days ? located.filter(({ properties: { start, end } }) => overlaps(start, end, days)) : located;
  }

  /**
   * The features within bounds that may cross the date line.
   * @param {Bounds} bounds
   */
  within([west, south, east, north]) {
    const reach = east - west + 2 * TINY;
    const isAround = (/** @type {number} */ x) => (((x - west + TINY) % 360) + 360) % 360 <= reach;
    return this.shown().filter(({ geometry }) => {
      const [x, y] = geometry.coordinates;
      return isAround(x) && y >= south && y <= north;
    });
  }

  /**
   * @param {Feature[]} features
   * @param {IncidentFeature[]} all The incidents in them.
   * @returns {Answer}
   */
  answer(features, all) {
    return {
      type: "FeatureCollection",
      features,
      numberMatched: all.length,
      numberSummaries: all.filter(({ properties }) => properties.aggregate === true).length,
      numberUnlocated: this.numberUnlocated,
    };
  }
}

/**
 * What is outside a view, by side; what is off a corner is north or south, as in engine/questions/map_grid.py.
 * @param {IncidentFeature[]} all
 * @param {IncidentFeature[]} within
 * @param {Bounds} view
 * @returns {Beyond[]}
 */
function outside(all, within, [west, south, , north]) {
  const inside = new Set(within);
  const sideOf = (/** @type {IncidentFeature} */ { geometry: { coordinates } }) => {
    const [x, y] = coordinates;
    if (y > north) return "north";
    if (y < south) return "south";
    return x < west ? "west" : "east";
  };
  const sides = Map.groupBy(
    all.filter((feature) => !inside.has(feature)),
    sideOf,
  );
  return [...sides].map(([side, members]) => ({ side, count: members.length, bounds: boundsOf(members) }));
}

/** Where incidents come from: the app's map route, or features that are already loaded. */

import { fetchJson } from "../common/question.js";
import { InlineSource } from "./inline_source.js";

const POINT_MARGIN = 1e-6;
const FINER = 3; // zoom levels
export const CLOSEST = 22; // the largest zoom that the route takes

/** @param {Bounds} bounds */
const asText = (bounds) => bounds.map((degree) => +degree.toFixed(7)).join(",");

/**
 * @param {SourceOptions} source
 * @param {URL | string} root
 * @returns {Source}
 */
export const incidentSource = (source, root) =>
  source.features ? new InlineSource(source.features) : new UrlSource(source, root);

/** Asks the app's map route. Bounds may cross the date line. */
class UrlSource {
  /** @type {Days | null} */
  days = null;

  /**
   * @param {SourceOptions} source
   * @param {URL | string} root
   */
  constructor({ url = "", params = "" }, root) {
    this.address = new URL(url, root);
    this.params = params;
  }

  /**
   * Shows only some of the parameters' days; null: all of them.
   * @param {Days | null} days
   */
  during(days) {
    this.days = days;
  }

  /** @type {Source["view"]} */
  view(bounds, zoom, signal) {
    return this.ask({ view: asText(bounds), zoom, single: 1 }, signal);
  }

  /**
   * What the view has on some days, in smaller cells.
   * @type {NonNullable<Source["onDays"]>}
   */
  onDays(days, bounds, zoom, signal) {
    const finer = Math.min(CLOSEST, zoom + FINER);
    return this.ask({ datetime: days.join("/"), view: asText(bounds), zoom: finer }, signal);
  }

  /** @type {Source["members"]} */
  members([west, south, east, north], zoom) {
    const around = [west - POINT_MARGIN, south - POINT_MARGIN, east + POINT_MARGIN, north + POINT_MARGIN];
    return this.ask({ view: around.map((degree) => degree.toFixed(7)).join(","), zoom, expand: 1 });
  }

  /**
   * An incident by its identifier, whatever is currently filtered.
   * @type {Source["incident"]}
   */
  incident(id, zoom) {
    const everything = new URLSearchParams();
    return this.fetch(everything, { incident_id: id, view: "-180,-90,180,90", zoom });
  }

  /**
   * @param {Record<string, string | number>} more
   * @param {AbortSignal} [signal]
   */
  ask(more, signal) {
    const query = new URLSearchParams(this.params);
    if (this.days) query.set("datetime", this.days.join("/"));
    return this.fetch(query, more, signal);
  }

  /**
   * @param {URLSearchParams} query
   * @param {Record<string, string | number>} more
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer>}
   */
  fetch(query, more, signal) {
    for (const [name, value] of Object.entries(more)) query.set(name, String(value));
    return fetchJson(`${this.address}?${query}`, { signal, headers: { Accept: "application/geo+json" } });
  }
}

/** Where incidents come from: the app's map route, or features that are all here. */

import { fetched } from "../common/question.js";
import { InlineSource } from "./inline_source.js";

const POINT_MARGIN = 1e-6;
const FINER = 3; // zoom levels
export const CLOSEST = 22; // the largest zoom that the route takes

/** @param {Bounds} bounds */
const written = (bounds) => bounds.map((degree) => +degree.toFixed(7)).join(",");

/**
 * @param {SourceOptions} source
 * @param {URL | string} root
 * @returns {Source}
 */
export const incidentSource = (source, root) =>
  source.features ? new InlineSource(source.features) : new UrlSource(source, root);

/** Asks the app's map route. Bounds may reach over the date line. */
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
   * Shows only some days of what the parameters mean; null: all of them.
   * @param {Days | null} days
   */
  during(days) {
    this.days = days;
  }

  /** @type {Source["view"]} */
  view(bounds, zoom, signal) {
    return this.ask({ view: written(bounds), zoom, single: 1 }, signal);
  }

  /**
   * What the view has of some days, in smaller cells.
   * @type {NonNullable<Source["onDays"]>}
   */
  onDays(days, bounds, zoom, signal) {
    const finer = Math.min(CLOSEST, zoom + FINER);
    return this.ask({ datetime: days.join("/"), view: written(bounds), zoom: finer }, signal);
  }

  /** @type {Source["members"]} */
  members([west, south, east, north], zoom) {
    const around = [west - POINT_MARGIN, south - POINT_MARGIN, east + POINT_MARGIN, north + POINT_MARGIN];
    return this.ask({ view: around.map((degree) => degree.toFixed(7)).join(","), zoom, expand: 1 });
  }

  /**
   * One incident by its identifier; whatever is filtered just now.
   * @type {Source["one"]}
   */
  one(id, zoom) {
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
    return fetched(`${this.address}?${query}`, { signal, headers: { Accept: "application/geo+json" } });
  }
}

/** Answers list and timeline from the features of a file, as the API would. Pure. */

import { overlaps } from "../common/days.js";
import { incidents } from "../common/numbers.js";
import { InlineSource } from "../map/inline_source.js";
import { isLocated } from "../map/place_precision.js";

const LIMIT = 200;

/** @typedef {import("./offline.js").OfflineFeature} OfflineFeature */

/**
 * Answers the list: what is within bounds, in order, then what has no location.
 * @param {OfflineFeature[]} features
 */
export function find(features) {
  const source = new InlineSource({ features });
  const unlocated = features.filter((feature) => !isLocated(feature));
  return async (/** @type {Bounds | null} */ bounds, /** @type {Days | null} */ days) => {
    source.during(days);
    const within = /** @type {OfflineFeature[]} */ (bounds ? source.within(bounds) : source.shown());
    const elsewhere = unlocated.filter(
      ({ properties }) => !days || overlaps(properties.start, properties.end, days),
    );
    const single = within.filter(({ properties }) => !properties.aggregate);
    return {
      incidents: [...within.slice(0, LIMIT), ...elsewhere].slice(0, LIMIT).map(entry),
      summary: `${incidents(single.length)}.`,
      numberMatched: within.length,
      numberSummaries: within.length - single.length,
      numberUnlocated: elsewhere.length,
    };
  };
}

/** @param {OfflineFeature} feature */
function entry({ geometry, properties }) {
  const at = geometry?.coordinates ?? null;
  return { ...properties, kind: /** @type {const} */ ("incident"), located: at !== null, at };
}

/**
 * A row of the timeline; none for an entry that sums up others.
 * @param {OfflineFeature} feature
 */
export function rowOf({ properties: { start, end, actor, aggregate, killed_low: low, killed_high: high } }) {
  /** @type {[number | null, number | null]} */
  const killed = [low, high];
  return aggregate ? [] : [{ start, end, actor, n: 1, killed, stated: Number(typeof low === "number") }];
}

/** The filter of a file: days, an actor, words. Pure. */

import { overlaps } from "../common/days.js";
import { folded, searchWords } from "../common/text_search.js";

/** @typedef {{days: Days | null, actor: string | null, words: string}} Filter As an actor, "" is one who is not stated, null anyone. */

/** @type {Filter} */
export const EVERYTHING = { days: null, actor: null, words: "" };

/**
 * The features that match, each with all words of the search.
 * @param {import("./offline.js").OfflineFeature[]} features
 * @param {Filter} filter
 */
export function matching(features, { days, actor, words }) {
  const wanted = searchWords(folded(words));
  return features.filter(
    ({ properties: { start, end, actor: own, search } }) =>
      (!days || overlaps(start, end, days)) &&
      (actor === null || own === actor) &&
      wanted.every((word) => search.includes(word)),
  );
}

/**
 * The filter as parameters, by which map and list recognise that they show the same.
 * @param {Filter} filter
 * @returns {[string, string][]}
 */
export function parameters({ days, actor, words }) {
  /** @type {[string, string | null][]} */
  const all = [
    ["datetime", days?.join("/") ?? null],
    ["actor", actor],
    ["q", words || null],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/** What a reader of the file asks for: days, an actor, words. Pure. */

import { overlaps } from "../common/days.js";
import { folded, searchWords } from "../common/text_search.js";

/** @typedef {{days: Days | null, actor: string | null, words: string}} Asked "" is an actor who is not stated, null anyone. */

/** @type {Asked} */
export const EVERYTHING = { days: null, actor: null, words: "" };

/**
 * The features that match, with all words of a search in each.
 * @param {import("./offline.js").Kept[]} features
 * @param {Asked} asked
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
 * The same as parameters, so that map and list know that they show the same.
 * @param {Asked} asked
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

/** The words of the map, which the page's catalogue has; Python hands them over with the base map. */

/** @type {Record<string, string>} */
let catalogue = {};

/** @param {Record<string, string>} words */
export function learnTerms(words) {
  catalogue = words;
}

/**
 * The words of an identifier of `views/map_words.py`.
 * @param {string} identifier
 */
export function term(identifier) {
  const words = catalogue[identifier];
  if (words === undefined) throw new Error(`There are no words for ${identifier}.`);
  return words;
}

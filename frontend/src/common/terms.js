/** The words that a script shows; Python passes them from the page's catalogue. */

import { LANGUAGE, number } from "./language.js";

/** @typedef {string | Part[]} Pattern As `messages/patterns.py` writes a message of the catalogue. */
/** @typedef {string | [argument: string] | {of: string, forms: Record<string, Pattern>, other: string}} Part */

const plurals = new Intl.PluralRules(LANGUAGE);

/** @type {Record<string, Pattern>} */
let catalogue = {};

/** @param {Record<string, Pattern>} words */
export function learnTerms(words) {
  catalogue = { ...catalogue, ...words };
}

/**
 * The words of an identifier of `views/script_words.py`, with its arguments filled in.
 * @param {string} identifier
 * @param {Record<string, string | number>} [values]
 */
export function term(identifier, values = {}) {
  const pattern = catalogue[identifier];
  if (pattern === undefined) throw new Error(`There are no words for ${identifier}.`);
  return filledIn(pattern, values);
}

/**
 * @param {Pattern} pattern
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
function filledIn(pattern, values) {
  if (typeof pattern === "string") return pattern;
  const parts = pattern.map((part) => {
    if (typeof part === "string") return part;
    if (Array.isArray(part)) return argument(values[part[0]]);
    return filledIn(part.forms[formOf(values[part.of], part.forms)] ?? part.forms[part.other], values);
  });
  return parts.join("");
}

/** @param {string | number} value */
const argument = (value) => (typeof value === "number" ? number(value) : value);

/**
 * The form for a value: its own, such as "0", or that of its plural.
 * @param {string | number} value
 * @param {Record<string, Pattern>} forms
 */
function formOf(value, forms) {
  return String(value) in forms || typeof value === "string" ? value : plurals.select(value);
}

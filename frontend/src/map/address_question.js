/** What the page's URL asks of the map: its Query, and whose place names come first. Pure. */

const NOT_ASKED = new Set(["incident", "data", "map"]);

/**
 * The URL's parameters as Python passes them to the map.
 * @param {string} search
 */
export const questionIn = (search) =>
  search
    .slice(1)
    .split("&")
    .filter((part) => part && !NOT_ASKED.has(nameOf(part)))
    .join("&");

/**
 * Whether two maps are compared: only Python knows what both show.
 * @param {string} question
 */
export const isComparison = (question) => question.split("&").some((part) => nameOf(part) === "compare");

/** @param {string} part */
const nameOf = (part) => part.split("=", 1)[0];

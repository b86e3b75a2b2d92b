/** The question that the page's address asks of the map: its Query, and whose place names stand first. Pure. */

const BESIDE = new Set(["incident", "data", "map"]);

/**
 * The address's parameters as Python gives them to the map.
 * @param {string} search
 */
export const questionIn = (search) =>
  search
    .slice(1)
    .split("&")
    .filter((part) => part && !BESIDE.has(nameOf(part)))
    .join("&");

/**
 * Whether two maps are compared: what both show is known to Python only.
 * @param {string} question
 */
export const isComparison = (question) => question.split("&").some((part) => nameOf(part) === "compare");

/** @param {string} part */
const nameOf = (part) => part.split("=", 1)[0];

/** Numbers in words, as words.py writes them; tests/golden/words.json holds both together. */

/** @param {number} n */
export const number = (n) => n.toLocaleString("en");

/**
 * A number with its noun: "1 incident", "12 incidents".
 * @param {number} n
 * @param {string} one
 */
export const counted = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** @param {number} n */
export const incidents = (n) => counted(n, "incident");

/** @param {number} n */
export const summaries = (n) => counted(n, "combined entry", "combined entries");

/**
 * A range of people: "20 to 21", "at least 50", "none", "0 or more"; "" if none is given.
 * @param {number | null} low
 * @param {number | null} high
 */
export function figure(low, high) {
  if (low === null) return high === null ? "" : `up to ${number(high)}`;
  if (low === 0 && !high) return high === 0 ? "none" : "0 or more";
  if (high === null || high < low) return `at least ${number(low)}`;
  return low === high ? number(low) : `${number(low)} to ${number(high)}`;
}

/**
 * The sum of what is stated; null if nothing is, for blank is not zero.
 * @param {(number | null | undefined)[]} values
 * @returns {number | null}
 */
export function sumOfStated(values) {
  const stated = values.filter((value) => typeof value === "number");
  return stated.length ? stated.reduce((total, value) => total + value, 0) : null;
}

/**
 * The sum of ranges of people, each with its lowest and its highest figure; it has no upper end if one of them has none.
 * @param {[number | null | undefined, number | null | undefined][]} ranges
 * @returns {[number | null, number | null]}
 */
export function sumOfRanges(ranges) {
  const isOpen = ranges.some(([low, high]) => typeof low === "number" && typeof high !== "number");
  return [
    sumOfStated(ranges.map(([low]) => low)),
    isOpen ? null : sumOfStated(ranges.map(([, high]) => high)),
  ];
}

/** Numbers in words, as `mapapp/words` writes them; tests/golden/words.json keeps both the same. */

import { number } from "./language.js";
import { term } from "./terms.js";

export { number };

/** @param {number} count */
export const incidents = (count) => term("count-incidents", { count });

/** @param {number} count */
export const summaries = (count) => term("count-combined", { count });

/**
 * A range of people: "20 to 21", "at least 50", "none", "0 or more"; "" if none is given.
 * @param {number | null} low
 * @param {number | null} high
 */
export function figure(low, high) {
  if (low === null) return high === null ? "" : term("figure-up-to", { high });
  if (low === 0 && !high) return term(high === 0 ? "figure-none" : "figure-open-from-zero");
  if (high === null || high < low) return term("figure-at-least", { low });
  return low === high ? number(low) : term("figure-range", { low, high });
}

/**
 * Whether a sum of figures is zero although some of the incidents have no figure.
 * @param {[low: number | null, high: number | null]} sum
 * @param {number} stated How many of them have a figure.
 * @param {number} count
 */
export const isNoneOfSome = ([low, high], stated, count) => low === 0 && high === 0 && stated < count;

/**
 * The sum of ranges of people; if it is zero, in how many incidents: "none in 3, not stated in 8".
 * @param {[low: number | null, high: number | null]} sum
 * @param {number} stated How many of them have a figure.
 * @param {number} count
 */
export const summed = (sum, stated, count) =>
  isNoneOfSome(sum, stated, count)
    ? term("figure-none-in", { stated, blank: count - stated })
    : figure(...sum);

/**
 * The sum of the stated values; null if there are none, for blank is not zero.
 * @param {(number | null | undefined)[]} values
 * @returns {number | null}
 */
export function sumOfStated(values) {
  const stated = values.filter((value) => typeof value === "number");
  return stated.length ? stated.reduce((total, value) => total + value, 0) : null;
}

/**
 * The sum of ranges of people from a lowest to a highest figure; it has no upper end if one of them has none.
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

/** The days that the data set marks: a numbered line for each, and a list of what happened. */

import { inWords, toDay } from "../../common/days.js";
import { element } from "../../common/dom.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {{first: string, last: string, words: string, url: string}} MarkedDay Both days inclusive. */

/**
 * @param {MarkedDay[]} marked
 * @param {Scale} scale
 */
export const lines = (marked, scale) =>
  marked.map(({ first, last }, i) => {
    const [from, to] = [scale.binOf(first), scale.binOf(last)];
    const line = element("div", "timeline-mark");
    line.append(element("b", "", String(i + 1)));
    line.style.left = `${(from / scale.bins) * 100}%`;
    line.style.width = `${((to - from + 1) / scale.bins) * 100}%`;
    return line;
  });

/** @param {MarkedDay[]} marked */
export const entries = (marked) =>
  marked.map(({ first, last, words, url }) => {
    const entry = element("li");
    const label = element(/^https?:/.test(url) ? "a" : "span", "", words);
    if (label instanceof HTMLAnchorElement)
      Object.assign(label, { href: url, target: "_blank", rel: "noopener noreferrer" });
    entry.append(`${inWords(toDay(first), toDay(last))}: `, label);
    return entry;
  });

/**
 * The labels of the marked days that fall on a bin.
 * @param {MarkedDay[]} marked
 * @param {Scale} scale
 * @param {number} bin
 */
export const onBin = (marked, scale, bin) =>
  marked
    .filter(({ first, last }) => scale.binOf(first) <= bin && scale.binOf(last) >= bin)
    .map(({ words }) => words);

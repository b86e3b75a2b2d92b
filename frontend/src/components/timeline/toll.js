/** Cumulative deaths, as a band from the lowest to the highest figures that are stated. */

import { element, svg } from "../../common/dom.js";
import { number } from "../../common/numbers.js";
import { term } from "../../common/terms.js";
import { BIN, cumulative, levels, toll } from "./scale.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {import("./scale.js").Row} Row */

const MARGIN = 2; // above the band, in the drawing's units

/**
 * The band, in a drawing as wide as its bins; nothing if no figure is stated.
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {number} height
 */
export function band(rows, scale, height) {
  const sums = cumulative(rows, scale);
  const most = sums[sums.length - 1]?.[1];
  if (!most) return [];
  const path = (/** @type {number[]} */ values, back = false) => {
    const steps = values.map((value, bin) => {
      const y = height - (value / most) * (height - MARGIN);
      const [left, right] = [`L${bin * BIN} ${y}`, `L${(bin + 1) * BIN} ${y}`];
      return back ? right + left : left + right;
    });
    return (back ? steps.reverse() : steps).join("");
  };
  const [low, high] = [0, 1].map((end) => sums.map((sum) => sum[end]));
  const area = `M0 ${height}${path(low)}${path(high, true)}Z`;
  const edge = (/** @type {number[]} */ values) =>
    svg("path", { class: "toll-edge", d: `M0 ${height}${path(values)}` });
  return [svg("path", { class: "toll", d: area }), edge(low), edge(high)];
}

/**
 * The total in words.
 * @param {Row[]} rows
 */
export function tollWords(rows) {
  const all = toll(rows);
  return all ? term("timeline-toll-sum", { figure: all }) : term("timeline-toll-none");
}

/**
 * The band's own axis, next to its end: numbers of people on the band's scale.
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {number} height
 */
export function tollAxis(rows, scale, height) {
  const axis = element("div", "timeline-toll-axis");
  axis.ariaHidden = "true";
  const most = cumulative(rows, scale).pop()?.[1] ?? 0;
  const values = most ? levels(most) : [];
  axis.dataset.widest = values.length ? number(values[values.length - 1]) : "";
  for (const value of values) {
    const label = element("span", "", number(value));
    label.style.top = `${100 * (1 - (value / most) * (1 - MARGIN / height))}%`;
    axis.append(label);
  }
  return axis;
}

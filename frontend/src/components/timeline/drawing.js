/** The timeline's bars, axis and handles. */

import { inWords, toDay } from "../../common/days.js";
import { element, svg } from "../../common/dom.js";
import { incidents, number } from "../../common/numbers.js";
import { term } from "../../common/terms.js";
import { BIN, levels, ranges, stacks, sum, ticks } from "./scale.js";

export const HEIGHT = 100;
const RANGES = 22; // of the height, for what lasts longer than a bin
const BARS = HEIGHT - RANGES - 2; // of the height, for the highest bar
const [MARGIN, WIDTH] = [0.08, 0.84]; // of a bin
const TICK_WIDTH = 90; // px

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {import("./scale.js").Row} Row */
/** @typedef {import("./scale.js").Bins} Bins */
/** @typedef {{rows: Row[], actors: string[], colours: Record<string, string>, otherColour: string}} Incidents */

/**
 * @param {SVGSVGElement} drawing
 * @param {Incidents} data
 * @param {Scale} scale
 * @param {Bins | null} chosen
 * @param {boolean} isElsewhere Whether none of the chosen days are drawn.
 */
export function drawBars(drawing, data, scale, chosen, isElsewhere) {
  const isOutside = (/** @type {number} */ from, /** @type {number} */ to) =>
    chosen ? to < chosen[0] || from > chosen[1] : isElsewhere;
  const band = chosen ? [rect(chosen[0], 0, chosen[1] - chosen[0] + 1, HEIGHT, { class: "chosen" })] : [];
  drawing.setAttribute("viewBox", `0 0 ${scale.bins * BIN} ${HEIGHT}`);
  drawing.replaceChildren(...band, ...dayBars(data, scale, isOutside), ...rangeBars(data, scale, isOutside));
}

/**
 * @param {Incidents} data
 * @param {Scale} scale
 * @param {(from: number, to: number) => boolean} isOutside
 */
function dayBars(data, scale, isOutside) {
  const bins = stacks(data.rows, scale);
  const top = Math.max(1, ...bins.map(sum));
  return bins.flatMap((counts, bin) => {
    let y = HEIGHT - RANGES;
    const others = [...counts.keys()].filter((actor) => !data.actors.includes(actor));
    return [...data.actors.filter((actor) => counts.has(actor)), ...others].map((actor) => {
      const n = counts.get(actor) ?? 0;
      const height = (n / top) * BARS;
      y -= height;
      const className = isOutside(bin, bin) ? "outside" : "";
      const bar = rect(bin + MARGIN, y, WIDTH, height, { class: className, fill: colourOf(data, actor) });
      return described(bar, bin, bin, `${scale.words(bin)}: ${named(n, actor)}`);
    });
  });
}

/**
 * @param {Incidents} data
 * @param {Scale} scale
 * @param {(from: number, to: number) => boolean} isOutside
 */
function rangeBars(data, scale, isOutside) {
  const all = ranges(data.rows, scale);
  const lanes = Math.max(0, ...all.map(({ lane }) => lane + 1));
  const height = Math.min(4, (RANGES - 4) / Math.max(1, lanes));
  return all.map(({ row, from, to, lane }) => {
    const y = HEIGHT - RANGES + 4 + lane * height;
    const className = `range ${isOutside(from, to) ? "outside" : ""}`;
    const bar = rect(from + MARGIN, y, to - from + WIDTH, height * 0.75, {
      class: className,
      fill: colourOf(data, row.actor),
    });
    return described(
      bar,
      from,
      to,
      `${inWords(toDay(row.start), toDay(row.end))}: ${named(row.n, row.actor)}`,
    );
  });
}

/** @type {(n: number, actor: string) => string} */
const named = (n, actor) => `${incidents(n)}, ${actor || term("timeline-actor-unknown")}`;

/** @type {(data: Incidents, actor: string) => string} */
const colourOf = ({ colours, otherColour }, actor) => colours[actor] || otherColour;

/** @type {(from: number, y: number, bins: number, height: number, attributes: Record<string, string>) => SVGRectElement} */
const rect = (from, y, bins, height, attributes) =>
  svg("rect", { x: from * BIN, y, width: bins * BIN, height, ...attributes });

/**
 * @param {SVGRectElement} bar
 * @param {number} from
 * @param {number} to
 * @param {string} words
 */
function described(bar, from, to, words) {
  Object.assign(bar.dataset, { from, to });
  bar.append(svg("desc", {}, words)); // no title: the browser would show it next to our own
  return bar;
}

/**
 * The lines of the axis of counts, and their numbers next to the drawing.
 * @param {HTMLElement} axis
 * @param {Incidents} data
 * @param {Scale} scale
 */
export function drawLevels(axis, { rows }, scale) {
  const top = Math.max(0, ...stacks(rows, scale).map(sum));
  const at = (/** @type {number} */ n) => HEIGHT - RANGES - (n / Math.max(1, top)) * BARS;
  const numbers = (top ? [0, ...levels(top)] : []).map((n) => {
    const label = element("span", "", number(n));
    label.style.top = `${at(n)}%`;
    return label;
  });
  axis.replaceChildren(...numbers);
  return levels(top).map((n) => svg("path", { class: "level", d: `M0 ${at(n)}H${scale.bins * BIN}` }));
}

/**
 * @param {HTMLElement} axis
 * @param {Scale} scale
 */
export function drawAxis(axis, scale) {
  const wanted = Math.max(2, Math.min(scale.bins, Math.floor(axis.clientWidth / TICK_WIDTH) || 6));
  const labels = ticks(scale, wanted).map(({ at, words }) => {
    const side = at < 0.04 ? "first" : at > 0.95 ? "last" : "";
    const label = element("span", side, words);
    label.style.left = `${at * 100}%`;
    return label;
  });
  const lines = labels.map((label) => {
    const line = element("i");
    line.style.left = label.style.left;
    return line;
  });
  axis.replaceChildren(...lines, ...labels);
}

/**
 * @param {HTMLElement} handle
 * @param {Scale} scale
 * @param {number} bin
 * @param {boolean} isLast
 */
export function drawHandle(handle, scale, bin, isLast) {
  handle.style.left = `${((bin + (isLast ? 1 : 0)) / scale.bins) * 100}%`;
  handle.setAttribute("aria-valuemin", "0");
  handle.setAttribute("aria-valuemax", String(scale.bins - 1));
  handle.setAttribute("aria-valuenow", String(bin));
  handle.setAttribute("aria-valuetext", inWords(isLast ? scale.lastDay(bin) : scale.firstDay(bin)));
}

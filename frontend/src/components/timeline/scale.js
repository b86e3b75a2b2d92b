/** Days grouped into equal bins, and what the timeline says of them. Pure. */

import { inWords, overlaps, toDay, toIso } from "../../common/days.js";
import { figure, incidents, number, sumOfRanges } from "../../common/numbers.js";

/** The most bars of a timeline, as in engine/store.py. */
export const MOST_BINS = 120;

/** @typedef {{start: string, end: string, actor: string, n: number, killed: [number | null, number | null]}} Row Incidents of one actor with the same days; `killed` is the lowest and highest figure. */
/** @typedef {[from: number, to: number]} Bins Inclusive. */

export class Scale {
  /**
   * @param {string} first
   * @param {string} last
   */
  constructor(first, last) {
    this.start = toDay(first);
    this.days = toDay(last) - this.start + 1;
    this.size = Math.ceil(this.days / MOST_BINS);
    this.bins = Math.ceil(this.days / this.size);
  }

  /** @param {number} bin */
  within(bin) {
    return Math.min(this.bins - 1, Math.max(0, bin));
  }

  /** @param {string} iso */
  binOf(iso) {
    return this.within(Math.floor((toDay(iso) - this.start) / this.size));
  }

  /** @param {number} bin */
  firstDay(bin) {
    return this.start + bin * this.size;
  }

  /** @param {number} bin */
  lastDay(bin) {
    return Math.min(this.start + this.days, this.start + (bin + 1) * this.size) - 1;
  }

  /** @param {number} from */
  words(from, to = from) {
    return inWords(this.firstDay(from), this.lastDay(to));
  }

  /**
   * The days of some bins.
   * @param {Bins} bins
   * @returns {Days}
   */
  daysOf([from, to]) {
    return [toIso(this.firstDay(from)), toIso(this.lastDay(to))];
  }

  /** @param {Bins} bins */
  isWhole([from, to]) {
    return from === 0 && to === this.bins - 1;
  }
}

/**
 * How many incidents each actor has in each bin; those whose days are not known to a bin are left out.
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function stacks(rows, scale) {
  /** @type {Map<string, number>[]} */
  const bins = Array.from({ length: scale.bins }, () => new Map());
  for (const { start, end, actor, n } of rows) {
    const bin = scale.binOf(start);
    if (bin === scale.binOf(end)) bins[bin].set(actor, (bins[bin].get(actor) ?? 0) + n);
  }
  return bins;
}

/** @param {Map<string, number>} counts */
export const sum = (counts) => [...counts.values()].reduce((total, n) => total + n, 0);

/**
 * The lanes of rows that last longer than a bin, so that none lies over another.
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function ranges(rows, scale) {
  /** @type {number[]} The last bin of each lane. */
  const lanes = [];
  return rows
    .map((row) => ({ row, from: scale.binOf(row.start), to: scale.binOf(row.end) }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .map((range) => {
      const free = lanes.findIndex((end) => end < range.from);
      const lane = free < 0 ? lanes.length : free;
      lanes[lane] = range.to;
      return { ...range, lane };
    });
}

/**
 * Counts what the page would for the same days: an incident whose day is not known counts on any of its days.
 * @param {Row[]} rows
 * @param {Days} days
 */
export function tally(rows, days) {
  const shown = rows.filter(({ start, end }) => overlaps(start, end, days));
  const count = shown.reduce((total, { n }) => total + n, 0);
  const killed = figure(...sumOfRanges(shown.map((row) => row.killed)));
  return `Until ${inWords(toDay(days[1]))}: ${incidents(count)}${killed && `; ${killed} reported killed`}`;
}

/**
 * What is said to those who do not see the bars.
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function spoken(rows, scale) {
  const counts = stacks(rows, scale).map(sum);
  const most = counts.indexOf(Math.max(...counts));
  if (!counts[most]) return "Incidents by day. None is known to the day.";
  return `Incidents by day. The most, ${number(counts[most])}, on ${scale.words(most)}.`;
}

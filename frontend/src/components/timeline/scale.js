/** Days grouped into equal bins, and what the timeline says about them. Pure. */

import { shortDay } from "../../common/day_text.js";
import { inWords, overlaps, toDay, toIso } from "../../common/days.js";
import { incidents, isNoneOfSome, number, summed, sumOfRanges } from "../../common/numbers.js";
import { term } from "../../common/terms.js";

/** The most bars of a timeline, as in engine/store.py. */
export const MOST_BINS = 120;

const LONG = 500; // days, beyond which the axis names months or years
const YEAR = 12; // months
const MONTHS_APART = [1, 2, 3, 6, YEAR, 2 * YEAR, 5 * YEAR, 10 * YEAR, 20 * YEAR, 50 * YEAR, 100 * YEAR];

/** The width of a bin in the units of the drawing: with only a few units, a browser would stretch and blur it. */
export const BIN = 1000;

/** @typedef {{start: string, end: string, actor: string, n: number, killed: [number | null, number | null], stated: number}} Row Incidents of one actor with the same days; `killed` is the lowest and highest figure, `stated` how many have one. */
/** @typedef {[from: number, to: number]} Bins Inclusive. */

export class Scale {
  /**
   * @param {string} first
   * @param {string} last
   * @param {number} [size] Days of a bin; by default the fewest that keep to MOST_BINS.
   */
  constructor(first, last, size) {
    this.start = toDay(first);
    this.days = toDay(last) - this.start + 1;
    this.size = size ?? Math.ceil(this.days / MOST_BINS);
    this.bins = Math.ceil(this.days / this.size);
  }

  /** @param {number} bin */
  within(bin) {
    return Math.min(this.bins - 1, Math.max(0, bin));
  }

  /** The bin of a day, or the nearest to it. @param {string} iso */
  binOf(iso) {
    return this.within(this.at(iso));
  }

  /** The bin of a day, even if it is before the first or after the last. @param {string} iso */
  at(iso) {
    return Math.floor((toDay(iso) - this.start) / this.size);
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
 * How many incidents each actor has in each bin, without those whose days span several bins.
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function stacks(rows, scale) {
  /** @type {Map<string, number>[]} */
  const bins = Array.from({ length: scale.bins }, () => new Map());
  for (const { start, end, actor, n } of rows) {
    const bin = scale.at(start);
    if (bin === scale.at(end)) bins[bin].set(actor, (bins[bin].get(actor) ?? 0) + n);
  }
  return bins;
}

/** @param {Map<string, number>} counts */
export const sum = (counts) => [...counts.values()].reduce((total, n) => total + n, 0);

/**
 * The lanes of rows that last longer than a bin, so that none covers another.
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function ranges(rows, scale) {
  /** @type {number[]} The last bin of each lane. */
  const lanes = [];
  return rows
    .filter(({ start, end }) => scale.at(start) !== scale.at(end))
    .map((row) => ({ row, from: scale.binOf(row.start), to: scale.binOf(row.end) }))
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .map((range) => {
      const free = lanes.findIndex((end) => end < range.from);
      const lane = free < 0 ? lanes.length : free;
      lanes[lane] = range.to;
      return { ...range, lane };
    });
}

/** @param {Row[]} rows */
const countOf = (rows) => rows.reduce((total, { n }) => total + n, 0);

/**
 * The people killed, added up; "" without a figure.
 * @param {Row[]} rows
 */
export const toll = (rows) => summed(...figuresOf(rows));

/**
 * The sum of rows, how many incidents have a figure, and how many there are.
 * @param {Row[]} rows
 * @returns {[sum: [number | null, number | null], stated: number, count: number]}
 */
const figuresOf = (rows) => [
  sumOfRanges(rows.map(({ killed }) => killed)),
  rows.reduce((total, { stated }) => total + stated, 0),
  countOf(rows),
];

/**
 * The line that says how many people were killed, if any figure is stated.
 * @param {Row[]} rows
 */
function killedOf(rows) {
  const [sum, stated, count] = figuresOf(rows);
  if (isNoneOfSome(sum, stated, count)) return [term("toll-none-in", { stated, blank: count - stated })];
  const words = toll(rows);
  return words ? [term("timeline-killed", { figure: words })] : [];
}

/**
 * Counts as the page would for the same days: an incident whose day is not known counts on any of its days.
 * @param {Row[]} rows
 * @param {Days} days
 */
export function tally(rows, days) {
  const shown = rows.filter(({ start, end }) => overlaps(start, end, days));
  const count = countOf(shown);
  const counted = term("timeline-until", { day: inWords(toDay(days[1])), incidents: incidents(count) });
  return [counted, ...killedOf(shown)].join("; ");
}

/**
 * The cumulative lowest and highest figures of people killed by the end of each bin; what lasts longer than a bin counts
 * when it ends. A range without a highest figure counts as its lowest in both; a blank adds nothing.
 * @param {Row[]} rows
 * @param {Scale} scale
 * @returns {[low: number, high: number][]}
 */
export function cumulative(rows, scale) {
  const bins = Array.from({ length: scale.bins }, () => /** @type {[number, number]} */ ([0, 0]));
  for (const { end, killed } of rows) {
    const low = killed[0] ?? 0;
    const bin = bins[scale.binOf(end)];
    bin[0] += low;
    bin[1] += Math.max(low, killed[1] ?? low);
  }
  for (const [i, bin] of bins.entries()) {
    bin[0] += bins[i - 1]?.[0] ?? 0;
    bin[1] += bins[i - 1]?.[1] ?? 0;
  }
  return bins;
}

/**
 * What the tooltip says about a bin, line by line: incidents, by whom, people killed, and what may belong there.
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {number} bin
 */
export function binLines(rows, scale, bin) {
  const spans = rows.map((row) => ({ row, from: scale.at(row.start), to: scale.at(row.end) }));
  const own = spans.filter(({ from, to }) => from === bin && to === bin).map(({ row }) => row);
  const longer = spans.filter(({ from, to }) => from !== to && from <= bin && to >= bin);
  const actors = [...(stacks(own, scale)[bin] ?? [])];
  const more = countOf(longer.map(({ row }) => row));
  return [
    `${scale.words(bin)}: ${incidents(countOf(own))}`,
    ...actors.map(([actor, n]) => `${actor || term("timeline-actor-unknown")}: ${number(n)}`),
    ...killedOf(own),
    ...(more ? [term("timeline-more", { count: more })] : []),
  ];
}

/**
 * The numbers at which an axis of counts has lines: all whole, the highest not above the top.
 * @param {number} top
 */
export function levels(top) {
  const step = [1, 2, 5]
    .map((n) => n * 10 ** Math.floor(Math.log10(Math.max(1, top / 3))))
    .find((n) => top / n <= 4);
  const by = step ?? 10 ** Math.ceil(Math.log10(top / 3));
  return Array.from({ length: Math.floor(top / by) }, (_, i) => (i + 1) * by);
}

/** @typedef {{at: number, words: string}} Tick Where on the axis, from 0 to 1, and its label. */

/**
 * At most `most` ticks of the axis of days; over more than a year and a half, at the first days of months or years.
 * @param {Scale} scale
 * @param {number} most
 * @returns {Tick[]}
 */
export const ticks = (scale, most) =>
  scale.bins * scale.size > LONG ? calendarTicks(scale, most) : binTicks(scale, most);

/** @type {typeof ticks} */
function binTicks(scale, most) {
  const step = Math.ceil(scale.bins / most);
  return Array.from({ length: Math.ceil(scale.bins / step) }, (_, i) => i * step).map((bin) => {
    const [day, month] = shortDay(toIso(scale.firstDay(bin))).split(" ");
    return { at: (bin + 0.5) / scale.bins, words: `${day} ${month}` };
  });
}

/** @type {typeof ticks} */
function calendarTicks(scale, most) {
  const [first, last] = [monthOf(scale.start - 1) + 1, monthOf(scale.start + scale.days - 1)];
  const within = (/** @type {number} */ apart) => Math.floor(last / apart) - Math.ceil(first / apart) + 1;
  const apart =
    MONTHS_APART.find((months) => within(months) <= most) ?? MONTHS_APART[MONTHS_APART.length - 1];
  return Array.from({ length: within(apart) }, (_, i) => (Math.ceil(first / apart) + i) * apart).map(
    (month) => {
      const iso = firstDayOf(month);
      const [, name, year] = shortDay(iso).split(" ");
      const at = (toDay(iso) - scale.start) / (scale.bins * scale.size);
      return { at, words: apart < YEAR ? `${name} ${year}` : year };
    },
  );
}

/**
 * The month of a day, counted from the year 0.
 * @param {number} day
 */
function monthOf(day) {
  const [year, month] = toIso(day).split("-").map(Number);
  return year * YEAR + month - 1;
}

/** @param {number} month As `monthOf` counts. */
const firstDayOf = (month) =>
  [String(Math.floor(month / YEAR)).padStart(4, "0"), String((month % YEAR) + 1).padStart(2, "0"), "01"].join(
    "-",
  );

/**
 * The description of the bars for screen readers.
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function spoken(rows, scale) {
  const counts = stacks(rows, scale).map(sum);
  const most = counts.indexOf(Math.max(...counts));
  if (!counts[most]) return term("timeline-spoken-unknown");
  return term("timeline-spoken", { most: counts[most], days: scale.words(most) });
}

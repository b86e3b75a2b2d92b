/** Days as numbers, as ISO dates and in words, as words.py writes them. */

const DAY = 86_400_000; // ms

/** @param {string} iso */
export const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);

/** @param {number} day */
export const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** @param {Intl.DateTimeFormatOptions} parts */
export const format = (parts) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts });

/**
 * @param {number} day
 * @param {Intl.DateTimeFormat} as
 */
export const written = (day, as) => as.format(day * DAY);

const IN_MONTH = format({ day: "numeric" });
const MONTH = format({ month: "long" });
const YEAR = format({ year: "numeric" });
const SHORT = format({ day: "numeric", month: "long" });
const FULL = format({ day: "numeric", month: "long", year: "numeric" });

/**
 * Writes days as short as can be: "28 October 2020", "4 to 17 October 2020".
 * @param {number} first
 */
export function inWords(first, last = first) {
  if (first === last) return written(first, FULL);
  /** @param {Intl.DateTimeFormat} part */
  const differs = (part) => written(first, part) !== written(last, part);
  const start = differs(YEAR) ? FULL : differs(MONTH) ? SHORT : IN_MONTH;
  return `${written(first, start)} to ${written(last, FULL)}`;
}

/**
 * Whether something that lasted from `start` to `end` has one of some days; both ends are inclusive.
 * @param {string | undefined} start
 * @param {string | undefined} end
 * @param {Days} days
 */
export const overlaps = (start, end, [first, last]) =>
  start !== undefined && end !== undefined && start <= last && end >= first;

/**
 * Whether a record is what is pointed at: the incident itself or, if none is, all of the days.
 * @param {{id?: string | null, start?: string, end?: string}} record
 * @param {Pointed} pointed
 */
export function isPointedAt({ id: own, start, end }, { id = null, days = null }) {
  return id === null ? days !== null && overlaps(start, end, days) : own === id;
}

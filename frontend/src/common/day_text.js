/** Days as a reader types them, and as fields show them. Pure. */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAMED = /^(\d{1,2})[\s./-]*([a-z]{3,9})\.?(?:[\s./,-]*(\d{4}))?$/;
const MONTH_FIRST = /^([a-z]{3,9})\.?\s*(\d{1,2})(?:[\s,]+(\d{4}))?$/;
const DAY_FIRST = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/;
const DIGITS = /^(\d{2})(\d{2})(\d{4})$/;
const YEAR_FIRST = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/;

/**
 * Writes an ISO date so that nobody mistakes the day for the month: 27 Sep 2020.
 * @param {string} iso
 */
export function shortDay(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const name = MONTHS[month - 1];
  return `${day} ${name[0].toUpperCase()}${name.slice(1)} ${year}`;
}

/** The first and the last day of the data, as ISO dates. @typedef {{first: string, last: string}} Span */

/**
 * Reads 27 Sep 2020, Sep 27 2020, 27/9/2020, 27092020 (the day first) or 2020-09-27 as an ISO date; null for anything else.
 * Without a year, 27 Sep is the one within the span of the data, if there is only one.
 * @param {string} text
 * @param {Span} span
 */
export function readDay(text, span) {
  const typed = text.trim().toLowerCase();
  const [year, month, day] = parts(typed);
  if (!day) return null;
  const days = (year ? [Number(year)] : yearsOf(span)).flatMap(
    (candidate) =>
      isoDay(candidate, Number(month) || MONTHS.indexOf(month.slice(0, 3)) + 1, Number(day)) ?? [],
  );
  const within = days.filter((iso) => span.first <= iso && iso <= span.last);
  return days.length === 1 ? days[0] : within.length === 1 ? within[0] : null;
}

/**
 * Year, month and day as typed, the year perhaps undefined; all undefined if the text is not a day.
 * @param {string} typed
 */
function parts(typed) {
  const yearFirst = typed.match(YEAR_FIRST);
  const dayFirst = typed.match(NAMED) ?? typed.match(DAY_FIRST) ?? typed.match(DIGITS);
  const [, month, day, year] = typed.match(MONTH_FIRST) ?? [];
  return yearFirst?.slice(1) ?? dayFirst?.slice(1).reverse() ?? [year, month, day];
}

/** @param {Span} span */
function yearsOf({ first, last }) {
  const [from, to] = [first, last].map((day) => Number(day.slice(0, 4)));
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function isoDay(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isSame =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame ? date.toISOString().slice(0, 10) : null;
}

/** Days as a reader types them, and as fields show them. Pure. */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAMED = /^(\d{1,2})[\s./-]*([a-z]{3,9})\.?[\s./,-]*(\d{4})$/;
const DAY_FIRST = /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/;
const DIGITS = /^(\d{2})(\d{2})(\d{4})$/;
const YEAR_FIRST = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/;

/**
 * Writes an ISO date so that nobody takes the day for the month: 27 Sep 2020.
 * @param {string} iso
 */
export function shortDay(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const name = MONTHS[month - 1];
  return `${day} ${name[0].toUpperCase()}${name.slice(1)} ${year}`;
}

/**
 * Reads 27 Sep 2020, 27/9/2020, 27092020 (the day first) or 2020-09-27 as an ISO date; null for anything else.
 * @param {string} text
 */
export function readDay(text) {
  const typed = text.trim().toLowerCase();
  const yearFirst = typed.match(YEAR_FIRST);
  const dayFirst = typed.match(NAMED) ?? typed.match(DAY_FIRST) ?? typed.match(DIGITS);
  const [year, month, day] = yearFirst?.slice(1) ?? dayFirst?.slice(1).reverse() ?? [];
  return year
    ? isoDay(Number(year), Number(month) || MONTHS.indexOf(month.slice(0, 3)) + 1, Number(day))
    : null;
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function isoDay(year, month, day) {
  const found = new Date(Date.UTC(year, month - 1, day));
  const isSame =
    found.getUTCFullYear() === year && found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  return isSame ? found.toISOString().slice(0, 10) : null;
}

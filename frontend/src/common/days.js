/** Days as numbers, as ISO dates and in words, the way `mapapp/words/days.py` writes them. */

const DAY = 86_400_000; // ms

/** @param {string} iso */
export const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);

/** @param {number} day */
export const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/**
 * A function that writes days; its format takes the browser milliseconds to make, so it is made with the first day.
 * @param {Intl.DateTimeFormatOptions} parts
 */
function writer(parts) {
  /** @type {Intl.DateTimeFormat | undefined} */
  let format;
  return (/** @type {number} */ day) => {
    format ??= new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts });
    return format.format(day * DAY);
  };
}

const inMonth = writer({ day: "numeric" });
const month = writer({ month: "long" });
const year = writer({ year: "numeric" });
const short = writer({ day: "numeric", month: "long" });
const full = writer({ day: "numeric", month: "long", year: "numeric" });

/**
 * Writes days as briefly as possible: "28 October 2020", "4 to 17 October 2020".
 * @param {number} first
 */
export function inWords(first, last = first) {
  if (first === last) return full(first);
  const differs = (/** @type {ReturnType<typeof writer>} */ part) => part(first) !== part(last);
  const start = differs(year) ? full : differs(month) ? short : inMonth;
  return `${start(first)} to ${full(last)}`;
}

/**
 * Whether something that lasted from `start` to `end` overlaps some days; both ends are inclusive.
 * @param {string | undefined} start
 * @param {string | undefined} end
 * @param {Days} days
 */
export const overlaps = (start, end, [first, last]) =>
  start !== undefined && end !== undefined && start <= last && end >= first;

/**
 * Whether a record is pointed at: as the incident itself or, if no incident is, as one of the days.
 * @param {{id?: string | null, start?: string, end?: string}} record
 * @param {Pointed} pointed
 */
export function isPointedAt({ id: own, start, end }, { id = null, days = null }) {
  return id === null ? days !== null && overlaps(start, end, days) : own === id;
}

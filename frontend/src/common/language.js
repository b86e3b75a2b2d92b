/** The language of the page. */

export const LANGUAGE = "en";

/**
 * A count as people write it. Below a thousand there is no separator, and a browser's first call of toLocaleString
 * takes 15 ms.
 * @param {number} n
 */
export const number = (n) => (n < 1000 ? String(n) : n.toLocaleString(LANGUAGE));

/** The language of the page. */

export const LANGUAGE = "en";

/**
 * A count as people write it. Below a thousand nothing is set apart, and a browser that has written no other number yet
 * would first take 15 ms to learn how.
 * @param {number} n
 */
export const number = (n) => (n < 1000 ? String(n) : n.toLocaleString(LANGUAGE));

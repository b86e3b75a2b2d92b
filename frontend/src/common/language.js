/** The language of the page. */

export const LANGUAGE = "en";

/** @param {number} n */
export const number = (n) => n.toLocaleString(LANGUAGE);

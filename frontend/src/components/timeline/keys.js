/** How far a key moves a handle: a day, a week, or to the end. Pure. */

/** @type {Record<string, number>} */
const STEPS = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** @param {string} key */
export const steps = (key) => (Object.hasOwn(STEPS, key) ? STEPS[key] : 0);

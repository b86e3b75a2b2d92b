/** Elements of HTML and SVG; text only ever becomes textContent. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an element with a class and plain text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/**
 * Creates an element of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | undefined>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Finds what must be there.
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Found}
 */
export function part(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return /** @type {Found} */ (found);
}

/**
 * The element of a tree, shadow trees included, that has the focus.
 * @param {Node} root
 */
export const activeIn = (root) =>
  /** @type {HTMLElement | null} */ (/** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement);

/**
 * Gives the focus back after entries were drawn anew: to the same entry; if it is gone, to what stands in its place.
 * @param {HTMLElement[]} entries
 * @param {number} place The place of the entry that had the focus; below 0 if none had it.
 * @param {(entry: HTMLElement) => boolean} isSame
 * @param {HTMLElement} otherwise Takes the focus when no entry is left.
 */
export function focusAgain(entries, place, isSame, otherwise) {
  if (place < 0) return;
  const there = entries[Math.min(place, entries.length - 1)] ?? otherwise;
  (isSame(there) ? there : (entries.find(isSame) ?? there)).focus();
}

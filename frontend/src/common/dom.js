/** Elements of HTML and SVG; text is only ever set as textContent. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Creates an element with a class and plain text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 */
export function element(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
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
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * Finds an element that must exist.
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {Found}
 */
export function part(root, selector) {
  const node = root.querySelector(selector);
  if (!node) throw new Error(`There is no ${selector}.`);
  return /** @type {Found} */ (node);
}

/**
 * The element with the focus in a tree, which may be a shadow tree.
 * @param {Node} root
 */
export const activeIn = (root) =>
  /** @type {HTMLElement | null} */ (/** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement);

/**
 * Restores the focus after entries were redrawn: to the same entry or, if it is gone, to the one now in its position.
 * @param {HTMLElement[]} entries
 * @param {number} index Of the entry that had the focus; below 0 if none had it.
 * @param {(entry: HTMLElement) => boolean} isSame
 * @param {HTMLElement} otherwise Takes the focus when no entry is left.
 */
export function focusAgain(entries, index, isSame, otherwise) {
  if (index < 0) return;
  const there = entries[Math.min(index, entries.length - 1)] ?? otherwise;
  (isSame(there) ? there : (entries.find(isSame) ?? there)).focus();
}

/**
 * Positions small elements on the map so that they are drawn together: Leaflet uses `translate3d`, which gives each its
 * own layer in the browser, and hundreds of layers make every frame slow.
 */

/**
 * @param {HTMLElement} node
 * @param {import("leaflet").Point} at
 */
export function positionFlat(node, { x, y }) {
  node.style.transform = `translate(${x}px, ${y}px)`;
}

/**
 * Where small things stand on the map, all drawn together: what Leaflet places, with `translate3d`, gets a layer of its own
 * in the browser, and hundreds of them make each frame dear.
 */

/**
 * @param {HTMLElement} node
 * @param {import("leaflet").Point} at
 */
export function placeFlat(node, { x, y }) {
  node.style.transform = `translate(${x}px, ${y}px)`;
}

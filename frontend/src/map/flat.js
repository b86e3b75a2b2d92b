/**
 * Where small things stand on the map, all drawn together: what Leaflet places, with `translate3d`, gets a layer of its own
 * in the browser, and hundreds of them make each frame dear.
 */

import L from "leaflet";

/**
 * @param {HTMLElement} node
 * @param {L.Point} at
 */
export function placeFlat(node, { x, y }) {
  node.style.transform = `translate(${x}px, ${y}px)`;
}

/** @type {new (at: L.LatLng, options: L.MarkerOptions) => L.Marker} */
export const FlatMarker = L.Marker.extend({
  /** @param {L.Point} at */
  _setPos(at) {
    /** @type {any} */ (L.Marker.prototype)._setPos.call(this, at);
    placeFlat(this.getElement(), at);
  },
});

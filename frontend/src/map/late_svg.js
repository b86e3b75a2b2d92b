/**
 * The renderer of what lies under the incidents. When the map has moved, it puts what it has drawn where that belongs now, and
 * draws anew once the incidents are painted.
 */

import L from "leaflet";
import { oncePainted } from "../common/page.js";

/** @type {any} What Leaflet calls by itself is no part of its types. */
const Svg = L.SVG;

/** @type {new (options: L.RendererOptions) => L.SVG} */
export const LateSvg = Svg.extend({
  /** @param {L.RendererOptions} options */
  initialize(options) {
    Svg.prototype.initialize.call(this, options);
    this._drawAnew = oncePainted(() => this._draw());
  },

  getEvents() {
    const { zoomend, ...others } = Svg.prototype.getEvents.call(this);
    return { ...others, moveend: this._follow, viewreset: this._follow };
  },

  _follow() {
    if (this._map._animatingZoom) return;
    this._onZoom();
    this._drawAnew();
  },

  _draw() {
    if (!this._map || this._map._animatingZoom) return; // it follows when the zoom has come to its end
    this._onZoomEnd();
    this._reset();
  },
});

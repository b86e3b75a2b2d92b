/** Everything that Leaflet offers no public way for. Observed in Leaflet 1.9.4. */

import L from "leaflet";
import { oncePainted } from "../common/page.js";
import { positionFlat } from "./flat.js";

/** @type {any} Methods that only Leaflet calls are not in its types. */
const { Marker, Polygon, Polyline, SVG: Svg } = L;

/**
 * A marker that is positioned flat.
 * @type {new (at: L.LatLng, options: L.MarkerOptions) => L.Marker}
 */
export const FlatMarker = Marker.extend({
  /** @param {L.Point} at */
  _setPos(at) {
    Marker.prototype._setPos.call(this, at);
    positionFlat(this.getElement(), at);
  },
});

/** A line with all its corners at their exact positions: fewer corners on whole pixels would make a circle uneven. */
export const ExactLine = Polyline.extend({
  options: { smoothFactor: 0, noClip: true },

  /** @param {L.LatLng[]} corners @param {L.Point[][]} parts @param {L.Bounds} bounds */
  _projectLatlngs(corners, parts, bounds) {
    const points = corners.map((at) => this._map.project(at).subtract(this._map.getPixelOrigin()));
    for (const point of points) bounds.extend(point);
    parts.push(points);
  },
});

/**
 * The renderer of what is under the incidents. When the map has moved, it shifts its drawing to the new position, and
 * redraws it once the incidents are painted.
 * @type {new (options: L.RendererOptions) => L.SVG}
 */
export const LateSvg = Svg.extend({
  /** @param {L.RendererOptions} options */
  initialize(options) {
    Svg.prototype.initialize.call(this, options);
    this._redrawLater = oncePainted(() => this._draw());
  },

  getEvents() {
    const { zoomend, ...others } = Svg.prototype.getEvents.call(this);
    return { ...others, moveend: this._follow, viewreset: this._follow };
  },

  _follow() {
    if (this._map._animatingZoom) return;
    this._onZoom();
    this._redrawLater();
  },

  _draw() {
    if (!this._map || this._map._animatingZoom) return; // it follows when the zoom has ended
    this._onZoomEnd();
    this._reset();
  },
});

/**
 * Projects and draws only the rings of a shape that are near the view, once for each view. Leaflet would project every
 * point, twice whenever the map moves elsewhere.
 * @param {any} Kind A class whose `_rings` are the points that it draws.
 * @returns {new (latlngs: any[], options: L.PolylineOptions) => L.Path}
 */
const near = (Kind) =>
  Kind.extend({
    /** @param {L.Map} map */
    onAdd(map) {
      this._projectedFor = "";
      return Kind.prototype.onAdd.call(this, map);
    },

    _project() {
      const view = `${this._map.getZoom()} ${this._map.getPixelOrigin()}`;
      if (view === this._projectedFor) return;
      this._projectedFor = view;
      this._drawnFor = "";
      this._projected = new Map();
      if (!this._bounds.isValid()) return;
      this._rawPxBounds = onMap(this._map, this._bounds);
      this._updateBounds();
    },

    _update() {
      if (!this._map) return;
      const { min, max } = this._renderer._bounds;
      if (this._drawnFor === `${min} ${max}`) return;
      this._drawnFor = `${min} ${max}`;
      this._rings = this._nearRings();
      Kind.prototype._update.call(this);
    },

    _nearRings() {
      this._allRings ??= ringsOf(this._latlngs).map((ring) => ({ ring, bounds: L.latLngBounds(ring) }));
      const { min, max } = this._renderer._bounds;
      const drawn = L.bounds(min, max).pad(0.05);
      const isNear = (/** @type {Ring} */ { bounds }) => onMap(this._map, bounds).intersects(drawn);
      return this._allRings.filter(isNear).map((/** @type {Ring} */ ring) => this._pointsOf(ring));
    },

    /** @param {Ring} ring */
    _pointsOf(ring) {
      const points = this._projected.get(ring) ?? ring.ring.map((at) => this._map.latLngToLayerPoint(at));
      this._projected.set(ring, points);
      return points;
    },
  });

/** @typedef {{ring: L.LatLng[], bounds: L.LatLngBounds}} Ring */

/**
 * @param {any} latlngs
 * @returns {L.LatLng[][]}
 */
const ringsOf = (latlngs) => (latlngs[0] instanceof L.LatLng ? [latlngs] : latlngs.flatMap(ringsOf));

/**
 * @param {L.Map} map
 * @param {L.LatLngBounds} bounds
 */
const onMap = (map, bounds) =>
  L.bounds(map.latLngToLayerPoint(bounds.getNorthWest()), map.latLngToLayerPoint(bounds.getSouthEast()));

export const NearArea = near(Polygon);
export const NearLine = near(Polyline);

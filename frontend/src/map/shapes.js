/**
 * The outlines of the base map: of all the world's, only those near the view are projected and drawn, once for each view.
 * Leaflet would project every point of every outline, twice whenever the map is put elsewhere.
 */

import L from "leaflet";

/** @typedef {import("geojson").Geometry} Geometry */

/**
 * The layer of a feature collection, or of a feature.
 * @param {any} data
 * @param {L.PolylineOptions} options
 */
export function shapes(data, options) {
  /** @type {{geometry: Geometry | null}[]} */
  const features = data.features ?? [data];
  return L.featureGroup(features.flatMap(({ geometry }) => (geometry ? [shape(geometry, options)] : [])));
}

/**
 * @param {Geometry} geometry
 * @param {L.PolylineOptions} options
 */
function shape(geometry, options) {
  const { type, coordinates } = /** @type {{type: string, coordinates: any[]}} */ (geometry);
  const isArea = type.endsWith("Polygon");
  const depth = Number(isArea) + Number(type.startsWith("Multi"));
  const places = L.GeoJSON.coordsToLatLngs(coordinates, depth);
  return isArea ? new NearArea(places, options) : new NearLine(places, options);
}

/**
 * @param {any} Kind A class of Leaflet's whose `_rings` are the points that it draws.
 * @returns {new (places: any[], options: L.PolylineOptions) => L.Path}
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
      this._known ??= ringsOf(this._latlngs).map((ring) => ({ ring, bounds: L.latLngBounds(ring) }));
      const { min, max } = this._renderer._bounds;
      const drawn = L.bounds(min, max).pad(0.05);
      const isNear = (/** @type {Ring} */ { bounds }) => onMap(this._map, bounds).intersects(drawn);
      return this._known.filter(isNear).map((/** @type {Ring} */ known) => this._pointsOf(known));
    },

    /** @param {Ring} known */
    _pointsOf(known) {
      const points = this._projected.get(known) ?? known.ring.map((at) => this._map.latLngToLayerPoint(at));
      this._projected.set(known, points);
      return points;
    },
  });

/** @typedef {{ring: L.LatLng[], bounds: L.LatLngBounds}} Ring */

/**
 * @param {any} places
 * @returns {L.LatLng[][]}
 */
const ringsOf = (places) => (places[0] instanceof L.LatLng ? [places] : places.flatMap(ringsOf));

/**
 * @param {L.Map} map
 * @param {L.LatLngBounds} bounds
 */
const onMap = (map, bounds) =>
  L.bounds(map.latLngToLayerPoint(bounds.getNorthWest()), map.latLngToLayerPoint(bounds.getSouthEast()));

const NearArea = near(L.Polygon);
const NearLine = near(L.Polyline);

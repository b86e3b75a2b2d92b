/** The map shows the world more than once; the data have each location once. */

/**
 * West, south, east, north of a view; past 180 if it crosses the date line, the whole world if it contains it.
 * @param {import("leaflet").LatLngBounds} bounds
 * @returns {Bounds}
 */
export function edgesOf(bounds) {
  const clamp = (/** @type {number} */ latitude) => Math.max(-90, Math.min(90, latitude));
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  const [from, to] = east - west >= 360 ? [-180, 180] : [west, east];
  return [from, clamp(bounds.getSouth()), to, clamp(bounds.getNorth())];
}

/**
 * A feature on the copy of the world nearest to a longitude, the middle of the view.
 * @template {Feature} Kind
 * @param {Kind} feature
 * @param {number} middle
 * @returns {Kind}
 */
export function inWorldAround(feature, middle) {
  const [lng, lat] = feature.geometry.coordinates;
  const turn = 360 * Math.round((middle - lng) / 360);
  if (!turn) return feature;
  const geometry = { type: "Point", coordinates: [lng + turn, lat] };
  return { ...feature, geometry, properties: turned(feature.properties, turn) };
}

/**
 * @param {Incident | Cell} properties
 * @param {number} turn
 */
function turned(properties, turn) {
  if (properties.kind !== "cell") return properties;
  const [west, south, east, north] = properties.bounds;
  return { ...properties, bounds: [west + turn, south, east + turn, north] };
}

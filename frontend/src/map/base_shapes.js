/** The outlines of the base map, of which only those near the view are drawn. */

import L from "leaflet";
import { NearArea, NearLine } from "./leaflet_private.js";

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
  const latlngs = L.GeoJSON.coordsToLatLngs(coordinates, depth);
  return isArea ? new NearArea(latlngs, options) : new NearLine(latlngs, options);
}

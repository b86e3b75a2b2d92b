/**
 * Places of the data set's own gazetteer among the towns of the base map, as geo/naming.py does; tests/golden/own_places.json
 * holds both together. Pure.
 */

import { folded } from "../common/text_search.js";

const SMALLEST = 4; // rank
const ONE_TOWN_DEGREES = 0.225; // of latitude: 25 km

/** @typedef {{geometry: GeoJSON.Point, properties: {first: string, names: Record<string, string>}}} OwnPlace */

/**
 * @param {OwnPlace} place
 * @returns {Town}
 */
export function townOf({ geometry, properties: { first, names } }) {
  const [longitude, latitude] = geometry.coordinates;
  const named = Object.entries(names).map(([tradition, name]) => [`name:${tradition}`, name]);
  return { ...Object.fromEntries(named), latitude, longitude, rank: SMALLEST, first };
}

/**
 * Towns as the data set calls them: one near a place of its own that has one of its names is that place; the other places
 * come after them.
 * @param {Town[]} towns
 * @param {Town[]} own
 * @returns {Town[]}
 */
export function asCalled(towns, own) {
  if (!own.length) return towns;
  const byName = Map.groupBy(
    own.flatMap((place) => namesOf(place).map((name) => ({ name, place }))),
    ({ name }) => name,
  );
  const found = new Set();
  const called = towns.map((town) => {
    const alike = namesOf(town).flatMap((name) => byName.get(name) ?? []);
    const same = alike.find(({ place }) => isNear(place, town))?.place;
    if (!same) return town;
    found.add(same);
    const turn = 360 * Math.round((+town.longitude - +same.longitude) / 360);
    return { ...same, rank: town.rank, longitude: +same.longitude + turn };
  });
  return [...called, ...own.filter((place) => !found.has(place))];
}

/** @param {Town} town */
const namesOf = (town) =>
  Object.entries(town).flatMap(([key, value]) =>
    value && (key === "local" || key.startsWith("name")) ? [folded(String(value))] : [],
  );

/**
 * @param {Town} one
 * @param {Town} other
 */
function isNear(one, other) {
  const turned = ((((+one.longitude - +other.longitude + 180) % 360) + 360) % 360) - 180;
  const narrowing = Math.cos((+one.latitude * Math.PI) / 180);
  return Math.hypot(+one.latitude - +other.latitude, turned * narrowing) < ONE_TOWN_DEGREES;
}

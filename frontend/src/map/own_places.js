/**
 * Places of the data set's own gazetteer among the towns of the base map, by the rules of geo/naming.py;
 * tests/golden/own_places.json keeps both the same. Pure.
 */

import { folded } from "../common/text_search.js";

const SMALLEST = 4; // rank
const SAME_TOWN_DEGREES = 0.225; // of latitude: 25 km

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
 * Towns as the data set names them: a town that shares a name with one of the data set's own places nearby is that place;
 * the other places come after the towns.
 * @param {Town[]} towns
 * @param {Town[]} own
 * @returns {Town[]}
 */
export function merged(towns, own) {
  if (!own.length) return towns;
  const byName = Map.groupBy(
    own.flatMap((place) => namesOf(place).map((name) => ({ name, place }))),
    ({ name }) => name,
  );
  const matched = new Set();
  const named = towns.map((town) => {
    const alike = namesOf(town).flatMap((name) => byName.get(name) ?? []);
    const same = alike.find(({ place }) => isNear(place, town))?.place;
    if (!same) return town;
    matched.add(same);
    const turn = 360 * Math.round((+town.longitude - +same.longitude) / 360);
    return { ...same, rank: town.rank, longitude: +same.longitude + turn };
  });
  return [...named, ...own.filter((place) => !matched.has(place))];
}

/** @param {Town} town */
const namesOf = (town) =>
  Object.entries(town).flatMap(([key, value]) =>
    value && (key === "local" || key.startsWith("name")) ? [folded(String(value))] : [],
  );

/**
 * @param {Town} place
 * @param {Town} town
 */
function isNear(place, town) {
  const turned = ((((+place.longitude - +town.longitude + 180) % 360) + 360) % 360) - 180;
  const narrowing = Math.cos((+place.latitude * Math.PI) / 180);
  return Math.hypot(+place.latitude - +town.latitude, turned * narrowing) < SAME_TOWN_DEGREES;
}

/** A map's position as text, "zoom/latitude/longitude", as page/position.py checks it. Pure. */

const [FARTHEST, CLOSEST] = [2, 18];
const MOST_LATITUDE = 85;
const MOST_LONGITUDE = 540;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * @param {{center: {lat: number, lng: number}, zoom: number}} position
 */
export const writePosition = ({ center: { lat, lng }, zoom }) =>
  [zoom, lat.toFixed(4), lng.toFixed(4)].join("/");

/**
 * Reads a position; null if the text is not one.
 * @param {string} text
 */
export function readPosition(text) {
  const numbers = text.split("/").map((part) => (NUMBER.test(part) ? Number(part) : Number.NaN));
  const [zoom, lat, lng] = numbers;
  const isPossible =
    numbers.length === 3 &&
    numbers.every(Number.isFinite) &&
    Math.abs(lat) <= MOST_LATITUDE &&
    Math.abs(lng) <= MOST_LONGITUDE;
  return isPossible ? { zoom: Math.min(CLOSEST, Math.max(FARTHEST, zoom)), center: { lat, lng } } : null;
}

/** @param {string} part */
const isPosition = (part) => part === "map" || part.startsWith("map=");

/** @param {string} search */
const partsOf = (search) => search.slice(1).split("&").filter(Boolean);

/**
 * The position in a query string, or null.
 * @param {string} search
 */
export function positionIn(search) {
  const part = partsOf(search).find(isPosition);
  return part === undefined ? null : part.slice(4).replaceAll(/%2f/gi, "/");
}

/**
 * A query string with another position, or without one; every other parameter stays as it is.
 * @param {string} search
 * @param {string | null} position
 */
export function withPosition(search, position) {
  const others = partsOf(search).filter((part) => !isPosition(part));
  const query = [...others, ...(position ? [`map=${position}`] : [])].join("&");
  return query && `?${query}`;
}

/**
 * Draws marks apart: each at the free spot nearest to its location, the large ones first. Pure.
 *
 * A mark may be anywhere within the distance to which its location is known, or else within REACH; the map draws a line
 * from it to its location. It avoids what covers the map, and stays fully inside the map if its location is inside,
 * unless there is no room elsewhere. Marks without room are reported, to be counted with those around them.
 */

export const REACH = 54; // px
const FURTHEST = 90; // px, however vague the location is
const STEP = 1.5; // px
const GAP = 1; // px
const GOLDEN = 2.4; // radians from one ring of spots to the next

/** @typedef {{x: number, y: number, radius: number}} Circle */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{map: Box, covered: Box[]}} Ground What is visible, and where buttons and words cover it. */
/** @typedef {Circle & {within: number, clear?: Circle[]}} Wanted `within`: how exactly the location is known, in pixels; `clear`: what else to avoid. */

/**
 * The spot of each circle, in the given order; null if there is no room for it.
 * @param {Wanted[]} wanted
 * @param {Ground} [ground]
 * @returns {({x: number, y: number} | null)[]}
 */
export function apart(wanted, ground) {
  /** @type {Circle[]} */
  const placed = [];
  const order = wanted.map((_, i) => i).sort((i, j) => wanted[j].radius - wanted[i].radius || i - j);
  /** @type {({x: number, y: number} | null)[]} */
  const spots = wanted.map(() => null);
  for (const i of order) {
    const spot = freeSpot(wanted[i], placed, ground) ?? freeSpot(wanted[i], placed);
    spots[i] = spot;
    if (spot) placed.push({ ...spot, radius: wanted[i].radius });
  }
  return spots;
}

/**
 * Whether all of a circle is visible: inside the map, and not covered.
 * @param {Circle} circle
 * @param {Ground} ground
 */
export const isVisible = ({ x, y, radius }, { map, covered }) =>
  isInside(x, y, radius, map) && !covered.some((box) => isUnder(x, y, radius + GAP, box));

/**
 * @param {Wanted} circle
 * @param {Circle[]} placed
 * @param {Ground} [ground]
 */
function freeSpot({ x, y, radius, within, clear = [] }, placed, ground) {
  const furthest = Math.min(FURTHEST, Math.max(REACH, within));
  const covers = (ground?.covered ?? []).filter((box) => isUnder(x, y, radius + furthest, box));
  const edges = ground && isInside(x, y, 0, ground.map) ? ground.map : null;
  const inTheWay = [...placed, ...clear].filter((other) => overlaps(x, y, radius + furthest, other));
  /** @type {Circle | undefined} */
  let blocking = inTheWay[0]; // what blocked the last spot most likely blocks the next
  for (const { dx, dy, distance } of SPOTS) {
    if (distance > furthest) return null;
    const spot = { x: x + dx, y: y + dy };
    const isTaken = (/** @type {Circle} */ other) => overlaps(spot.x, spot.y, radius + GAP, other);
    if (blocking && isTaken(blocking)) continue;
    if (covers.some((box) => isUnder(spot.x, spot.y, radius + GAP, box))) continue;
    if (edges && !isInside(spot.x, spot.y, radius + GAP, edges)) continue;
    blocking = inTheWay.find(isTaken);
    if (!blocking) return spot;
  }
  return null;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {Circle} other
 */
export function overlaps(x, y, radius, other) {
  const dx = x - other.x;
  const dy = y - other.y;
  const touching = radius + other.radius;
  return dx * dx + dy * dy < touching * touching;
}

/**
 * Whether a circle reaches under a box.
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {Box} box
 */
function isUnder(x, y, radius, { left, top, right, bottom }) {
  const dx = x - Math.max(left, Math.min(right, x));
  const dy = y - Math.max(top, Math.min(bottom, y));
  return dx * dx + dy * dy < radius * radius;
}

/**
 * Whether a circle is fully inside a box.
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {Box} box
 */
function isInside(x, y, radius, { left, top, right, bottom }) {
  return x - radius >= left && x + radius <= right && y - radius >= top && y + radius <= bottom;
}

/** Spots around a location in rings, the nearest first. */
const SPOTS = [{ dx: 0, dy: 0, distance: 0 }, ...rings()];

function* rings() {
  for (let distance = STEP; distance <= FURTHEST; distance += STEP) {
    const n = Math.max(6, Math.round(distance * 2));
    for (let i = 0; i < n; i += 1) {
      const angle = (2 * Math.PI * i) / n + distance * GOLDEN;
      yield { dx: distance * Math.cos(angle), dy: distance * Math.sin(angle), distance };
    }
  }
}

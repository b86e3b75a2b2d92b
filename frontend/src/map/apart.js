/**
 * Draws marks apart: each at the free spot nearest to its place, the large ones first. Pure.
 *
 * A mark may stand anywhere within the distance to which its place is known, or else within REACH; the map draws a line
 * from it to its place. One that finds no room is told, so that it can be counted with those around it.
 */

export const REACH = 54; // px
const FURTHEST = 90; // px, however vague the place is
const STEP = 1.5; // px
const GAP = 1; // px
const GOLDEN = 2.4; // radians from one ring of spots to the next

/** @typedef {{x: number, y: number, radius: number}} Circle */
/** @typedef {Circle & {within: number, clear?: Circle[]}} Wanted `within`: how exactly the place is known, in pixels; `clear`: what else it keeps off. */

/**
 * Where each circle stands, in the given order; null if there is no room for it.
 * @param {Wanted[]} wanted
 * @returns {({x: number, y: number} | null)[]}
 */
export function apart(wanted) {
  /** @type {Circle[]} */
  const placed = [];
  const order = wanted.map((_, i) => i).sort((i, j) => wanted[j].radius - wanted[i].radius || i - j);
  /** @type {({x: number, y: number} | null)[]} */
  const spots = wanted.map(() => null);
  for (const i of order) {
    const spot = freeSpot(wanted[i], placed);
    spots[i] = spot;
    if (spot) placed.push({ ...spot, radius: wanted[i].radius });
  }
  return spots;
}

/**
 * @param {Wanted} circle
 * @param {Circle[]} placed
 */
function freeSpot(circle, placed) {
  const furthest = Math.min(FURTHEST, Math.max(REACH, circle.within));
  const inTheWay = [...placed, ...(circle.clear ?? [])].filter((other) => gap(circle, other) < furthest);
  for (const spot of spotsAround(circle, furthest)) {
    if (inTheWay.every((other) => gap({ ...spot, radius: circle.radius }, other) >= GAP)) return spot;
  }
  return null;
}

/**
 * @param {Circle} one
 * @param {Circle} other
 */
const gap = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) - one.radius - other.radius;

/**
 * @param {{x: number, y: number}} middle
 * @param {number} furthest
 */
function* spotsAround({ x, y }, furthest) {
  yield { x, y };
  for (let distance = STEP; distance <= furthest; distance += STEP) {
    const n = Math.max(6, Math.round(distance * 2));
    for (let i = 0; i < n; i += 1) {
      const angle = (2 * Math.PI * i) / n + distance * GOLDEN;
      yield { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
    }
  }
}

/** Plane geometry. Pure. */

/** @typedef {{x: number, y: number}} XY */

/**
 * Whether a point is inside a ring.
 * @param {XY} point
 * @param {XY[]} ring
 */
export function isInside(point, ring) {
  let isOdd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i], ring[j]];
    const crosses = a.y > point.y !== b.y > point.y;
    if (crosses && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) isOdd = !isOdd;
  }
  return isOdd;
}

/**
 * The square of the distance from a point to a line; without objects, for it is called ten thousands of times.
 * @param {XY} point
 * @param {XY} start
 * @param {XY} end
 */
function squareToLine(point, start, end) {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  const x = point.x - start.x - share * dx;
  const y = point.y - start.y - share * dy;
  return x * x + y * y;
}

/**
 * How far a point is from the edge of a ring; once that is `enough` or less, the search for a nearer edge ends.
 * @param {XY} point
 * @param {XY[]} ring
 */
export function distanceToEdge(point, ring, enough = 0) {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0, j = ring.length - 1; i < ring.length && nearest > enough * enough; j = i, i += 1)
    nearest = Math.min(nearest, squareToLine(point, ring[j], ring[i]));
  return Math.sqrt(nearest);
}

/**
 * The point of a coarse grid inside a ring that is farthest from its edges, and how far; null if none is inside.
 * @param {XY[]} ring
 */
export function widestSpot(ring) {
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  const [west, north, east, south] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  let widest = null;
  for (let i = 0.5; i < 12; i += 1) {
    for (let j = 0.5; j < 8; j += 1) {
      const point = { x: west + ((east - west) * i) / 12, y: north + ((south - north) * j) / 8 };
      const room = distanceToEdge(point, ring, widest?.room);
      if (room > (widest?.room ?? 0) && isInside(point, ring)) widest = { point, room };
    }
  }
  return widest;
}

/**
 * Points around a circle, nearest first, below before above.
 * @param {XY & {radius: number}} circle
 * @returns {XY[]}
 */
export function around({ x, y, radius }) {
  return [1, 2, 3].flatMap((ring) =>
    [0.5, 0.25, 0.75, 0, 1, 1.75, 1.25, 1.5].map((turn) => {
      const distance = radius + ring * 17;
      return { x: x + distance * Math.cos(turn * Math.PI), y: y + distance * Math.sin(turn * Math.PI) };
    }),
  );
}

const FEW = 8; // fit on one ring
const TURNS = 12; // of the spiral, after which the search ends
const SEARCH = 3; // px, from one spot to the next

/**
 * Offsets from the middle at which marks are spread around it, each next to the last in a free spot: on a ring, or on a
 * spiral that skips occupied spots. If it leads to no free spot, a mark covers what is there.
 * @param {number[]} radii
 * @param {number} inner Radius of what is in the middle.
 * @param {(spot: XY, radius: number) => boolean} isFree
 * @returns {XY[]}
 */
export function spread(radii, inner, isFree) {
  const apart = 2 * Math.max(...radii) + 8;
  const start = { angle: -Math.PI / 2, distance: inner + 10 + apart / 2 };
  const ring = radii.map((_, i) =>
    polar({ ...start, angle: start.angle + (2 * Math.PI * i) / radii.length }),
  );
  if (radii.length <= FEW && ring.every((spot, i) => isFree(spot, radii[i]))) return ring;
  const further = (/** @type {Polar} */ { angle, distance }, /** @type {number} */ along) => ({
    angle: angle + along / distance,
    distance: distance + (apart * along) / (2 * Math.PI * distance),
  });
  let next = start;
  return radii.map((radius, i) => {
    const end = next.angle + TURNS * 2 * Math.PI;
    let here = next;
    while (!isFree(polar(here), radius) && here.angle < end) here = further(here, SEARCH);
    if (here.angle >= end) here = next;
    next = further(here, radius + (radii[i + 1] ?? 0) + 12);
    return polar(here);
  });
}

/** @typedef {{angle: number, distance: number}} Polar */

/** @param {Polar} spot */
const polar = ({ angle, distance }) => ({ x: distance * Math.cos(angle), y: distance * Math.sin(angle) });

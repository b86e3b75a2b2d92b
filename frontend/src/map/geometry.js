/** Plane geometry. Pure. */

/** @typedef {{x: number, y: number}} XY */

/**
 * Whether a point lies inside a ring.
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
 * @param {XY} point
 * @param {XY} start
 * @param {XY} end
 */
function distanceToLine(point, start, end) {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - start.x - share * dx, point.y - start.y - share * dy);
}

/**
 * @param {XY} point
 * @param {XY[]} ring
 */
export const distanceToEdge = (point, ring) =>
  Math.min(...ring.map((corner, i) => distanceToLine(point, corner, ring[(i + 1) % ring.length])));

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

/**
 * Offsets from the middle at which marks lie around it, each beside the one before: on one ring, or a spiral.
 * @param {number[]} radii
 * @param {number} inner Radius of what is in the middle.
 * @returns {XY[]}
 */
export function spiral(radii, inner) {
  const isRing = radii.length <= 8; // few fit on one ring
  const apart = 2 * Math.max(...radii) + 8;
  let distance = inner + 10 + apart / 2;
  let angle = -Math.PI / 2;
  return radii.map((radius, i) => {
    const place = { x: distance * Math.cos(angle), y: distance * Math.sin(angle) };
    const step = (radius + (radii[i + 1] ?? 0) + 12) / distance;
    angle += isRing ? (2 * Math.PI) / radii.length : step;
    if (!isRing) distance += (apart * step) / (2 * Math.PI);
    return place;
  });
}

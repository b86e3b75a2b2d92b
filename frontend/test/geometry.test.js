/** The incidents at a location, around their cell; the room that areas have for names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isVisible } from "../src/map/apart.js";
import { distanceToEdge, spread, widestSpot } from "../src/map/geometry.js";

const everywhere = () => true;

/** @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

test("a few marks are on a ring, many on a spiral, each next to the others", () => {
  const few = spread(Array(5).fill(6), 12, everywhere);
  assert.equal(new Set(few.map(({ x, y }) => Math.hypot(x, y).toFixed(6))).size, 1);
  const many = spread(Array(60).fill(6), 12, everywhere);
  for (const [i, spot] of many.entries()) {
    assert.ok(distance(spot, { x: 0, y: 0 }) > 18);
    for (const other of many.slice(i + 1)) assert.ok(distance(spot, other) > 12);
  }
});

test("in a corner, next to a button, all are visible and none covers another", () => {
  const ground = {
    map: { left: -30, top: -40, right: 900, bottom: 600 },
    covered: [{ left: 20, top: -40, right: 70, bottom: 60 }],
  };
  const isFree = (/** @type {{x: number, y: number}} */ { x, y }, /** @type {number} */ radius) =>
    isVisible({ x, y, radius }, ground);
  for (const n of [3, 60]) {
    const spots = spread(Array(n).fill(6), 12, isFree);
    for (const [i, spot] of spots.entries()) {
      assert.ok(isFree(spot, 6));
      for (const other of spots.slice(i + 1)) assert.ok(distance(spot, other) > 12);
    }
  }
});

test("without any room, they are arranged as if everything were free", () => {
  const radii = Array(20).fill(6);
  assert.deepEqual(
    spread(radii, 12, () => false),
    spread(radii, 12, everywhere),
  );
});

test("the widest spot of an area is farthest from all of its edges", () => {
  const hook = [[0, 0], [120, 0], [120, 80], [90, 80], [90, 20], [0, 20]].map(([x, y]) => ({ x, y })); // biome-ignore format: pairs
  assert.deepEqual(widestSpot(hook), { point: { x: 105, y: 15 }, room: 15 });
  assert.equal(widestSpot([{ x: 0, y: 0 }, { x: 9, y: 0 }, { x: 5, y: 0 }]), null); // biome-ignore format: pairs
});

test("the nearest edge counts, also the edge that closes the ring, and only distances of more than enough", () => {
  const square = [[0, 0], [10, 0], [10, 10], [0, 10]].map(([x, y]) => ({ x, y })); // biome-ignore format: pairs
  assert.equal(distanceToEdge({ x: 2, y: 5 }, square), 2);
  assert.equal(distanceToEdge({ x: 5, y: 7 }, square), 3);
  assert.equal(distanceToEdge({ x: 13, y: 14 }, square), 5);
  assert.ok(distanceToEdge({ x: 5, y: 7 }, square, 6) <= 6);
});

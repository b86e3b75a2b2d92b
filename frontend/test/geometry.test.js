/** The incidents of one place, around their cell; the room that areas have for names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isVisible } from "../src/map/apart.js";
import { distanceToEdge, spread, widestSpot } from "../src/map/geometry.js";

const everywhere = () => true;

/** @param {{x: number, y: number}} one @param {{x: number, y: number}} other */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

test("a few stand on one ring, many on a spiral, each beside the others", () => {
  const few = spread(Array(5).fill(6), 12, everywhere);
  assert.equal(new Set(few.map(({ x, y }) => Math.hypot(x, y).toFixed(6))).size, 1);
  const many = spread(Array(60).fill(6), 12, everywhere);
  for (const [i, one] of many.entries()) {
    assert.ok(distance(one, { x: 0, y: 0 }) > 18);
    for (const other of many.slice(i + 1)) assert.ok(distance(one, other) > 12);
  }
});

test("in a corner, beside a button, all are seen and none lies on another", () => {
  const ground = {
    map: { left: -30, top: -40, right: 900, bottom: 600 },
    covered: [{ left: 20, top: -40, right: 70, bottom: 60 }],
  };
  const isFree = (/** @type {{x: number, y: number}} */ { x, y }, /** @type {number} */ radius) =>
    isVisible({ x, y, radius }, ground);
  for (const n of [3, 60]) {
    const spots = spread(Array(n).fill(6), 12, isFree);
    for (const [i, one] of spots.entries()) {
      assert.ok(isFree(one, 6));
      for (const other of spots.slice(i + 1)) assert.ok(distance(one, other) > 12);
    }
  }
});

test("where there is no room at all, they stand as if all were free", () => {
  const radii = Array(20).fill(6);
  assert.deepEqual(
    spread(radii, 12, () => false),
    spread(radii, 12, everywhere),
  );
});

test("the widest spot of an area is the one that lies farthest from all of its edges", () => {
  const hook = [[0, 0], [120, 0], [120, 80], [90, 80], [90, 20], [0, 20]].map(([x, y]) => ({ x, y })); // biome-ignore format: pairs
  assert.deepEqual(widestSpot(hook), { point: { x: 105, y: 15 }, room: 15 });
  assert.equal(widestSpot([{ x: 0, y: 0 }, { x: 9, y: 0 }, { x: 5, y: 0 }]), null); // biome-ignore format: pairs
});

test("the nearest edge counts, the one that closes the ring too, and only what is further than enough", () => {
  const square = [[0, 0], [10, 0], [10, 10], [0, 10]].map(([x, y]) => ({ x, y })); // biome-ignore format: pairs
  assert.equal(distanceToEdge({ x: 2, y: 5 }, square), 2);
  assert.equal(distanceToEdge({ x: 5, y: 7 }, square), 3);
  assert.equal(distanceToEdge({ x: 13, y: 14 }, square), 5);
  assert.ok(distanceToEdge({ x: 5, y: 7 }, square, 6) <= 6);
});

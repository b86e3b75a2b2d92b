/** Marks that are drawn apart, and those that can't be. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, REACH } from "../src/map/apart.js";
import { counted } from "../src/map/crowds.js";

/** @param {number} n */
const heap = (n, within = 0) => Array.from({ length: n }, () => ({ x: 0, y: 0, radius: 5, within }));

/** @param {{x: number, y: number}} a @param {{x: number, y: number}} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

test("marks at the same location are next to each other, within reach of it", () => {
  const spots = apart(heap(22)).filter((spot) => spot !== null);
  assert.equal(spots.length, 22);
  for (const [i, spot] of spots.entries()) {
    assert.ok(distance(spot, { x: 0, y: 0 }) <= REACH);
    for (const other of spots.slice(i + 1)) assert.ok(distance(spot, other) >= 10);
  }
});

test("the largest mark is at its location, whatever the order", () => {
  const [small, large] = apart([
    { x: 0, y: 0, radius: 4, within: 0 },
    { x: 2, y: 0, radius: 9, within: 0 },
  ]);
  assert.deepEqual(large, { x: 2, y: 0 });
  assert.ok(small && distance(small, { x: 2, y: 0 }) >= 13);
});

test("marks avoid larger ones, and may be further off if the location is vague", () => {
  const wall = { x: 0, y: 0, radius: 60, within: 0 };
  assert.deepEqual(apart([wall, ...heap(1)])[1], null);
  assert.ok(apart([wall, ...heap(1, 80)])[1]);
});

test("marks avoid what covers the map, and are fully on it if their location is, unless there is no room elsewhere", () => {
  const map = { left: 0, top: 0, right: 400, bottom: 400 };
  const button = { left: 0, top: 0, right: 30, bottom: 100 };
  const crowd = Array.from({ length: 20 }, () => ({ x: 20, y: 60, radius: 5, within: 0 }));
  for (const spot of apart(crowd, { map, covered: [button] })) {
    assert.ok(spot && (spot.x - 5 >= button.right || spot.y - 5 >= button.bottom));
    assert.ok(spot.x >= 5 && spot.y >= 5);
  }
  const everywhere = { left: 0, top: 0, right: 400, bottom: 400 };
  assert.deepEqual(apart(crowd.slice(0, 1), { map, covered: [everywhere] }), [{ x: 20, y: 60 }]);
  const onEdge = { x: 390, y: 200, radius: 20, within: 0 };
  const [whole] = apart([onEdge], { map, covered: [] });
  assert.ok(whole && whole.x + 20 <= map.right && distance(whole, onEdge) < 20); // and over its place still
  const beyond = { x: 401, y: 200, radius: 20, within: 0 };
  assert.deepEqual(apart([beyond], { map, covered: [] }), [{ x: 401, y: 200 }]);
});

test("marks without room are reported, and counted with those close to them", () => {
  const crowd = apart(heap(400));
  assert.ok(crowd.includes(null));
  const features = [0, 0, 0, 100].map((x, i) => feature(`i${i}`, x));
  const place = (/** @type {Feature} */ { geometry }) => ({ x: geometry.coordinates[0], y: 0 });
  const [cell, rest] = counted(features, new Set(["i1"]), place);
  assert.ok(cell.properties.kind === "cell" && cell.properties.count === 3);
  assert.ok(rest.properties.kind === "incident" && rest.properties.id === "i3");
});

/** @param {string} id @param {number} x @returns {Feature} */
const feature = (id, x) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [x, 0] },
  properties: { kind: "incident", id },
});

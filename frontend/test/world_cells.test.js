import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf, decoded } from "../src/map/world_cells.js";

const nothing = {
  unit: 1,
  land: [],
  lakes: [],
  towns: [],
  rivers: [],
  districts: [],
  disputed: [],
  district_names: [],
};
const place = { size: 10, x: 0, y: 9, west: 180, south: 0 };

test("a view across the date line needs the cells of both sides, where it shows them", () => {
  const cells = cellsOf([175, -19, 188, -15], 8);
  assert.deepEqual(
    cells.map(({ x, y, west, south }) => [x, y, west, south]),
    [
      [35, 7, 170, -20],
      [0, 7, 180, -20],
    ],
  );
});

test("far out, each copy of the world is a single cell", () => {
  assert.deepEqual(
    cellsOf([-200, -80, 200, 80], 2).map(({ size, x, west }) => [size, x, west]),
    [
      [360, 0, -540],
      [360, 0, -180],
      [360, 0, 180],
    ],
  );
});

test("there are no cells beyond the poles", () => {
  assert.deepEqual(
    cellsOf([0, -100, 5, 100], 8).map(({ y }) => y),
    Array.from({ length: 18 }, (_, y) => y),
  );
});

test("land ends at the edge of a cell without a border there", () => {
  const ring = [0, 0, 5, 0, 0, 5, -5, 0, 0, -5];
  const { land, borders } = decoded({ ...nothing, land: [["Fiji", [[ring]]]] }, place);
  assert.deepEqual(land[0].geometry.coordinates[0][0][1], [185, 0]);
  assert.deepEqual(borders, [
    [
      [185, 0],
      [185, 5],
      [180, 5],
    ],
  ]);
});

test("towns are on the copy of the world that is shown", () => {
  const towns = [["Labasa", "", -16.4, -179.4, 3]];
  assert.equal(decoded({ ...nothing, towns }, place).towns[0].longitude, 180.6);
});

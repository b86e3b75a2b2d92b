import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "../src/streets/streets.js";

/** A canvas that notes what is drawn on it, in which colour. */
function paper() {
  /** @type {{colour: string, dash?: number[], fill?: boolean, path: [string, number, number][]}[]} */
  const drawn = [];
  /** @type {[string, number, number][]} */
  const path = [];
  const ink = {
    strokeStyle: "",
    fillStyle: "",
    /** @type {number[]} */
    dash: [],
    beginPath: () => path.splice(0),
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => path.push(["move", x, y]),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) => path.push(["line", x, y]),
    setLineDash: (/** @type {number[]} */ dash) => Object.assign(ink, { dash }),
    stroke: () => path.length && drawn.push({ colour: ink.strokeStyle, dash: ink.dash, path: [...path] }),
    fill: () => path.length && drawn.push({ colour: ink.fillStyle, fill: true, path: [...path] }),
  };
  return { ink: /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (ink)), drawn };
}

/**
 * @param {number} type
 * @param {Record<string, string>} properties
 * @param {{x: number, y: number}[]} line
 */
const feature = (type, properties, line) => ({ type, properties, loadGeometry: () => [line] });

/**
 * A tile as the library gives it.
 * @param {Record<string, ReturnType<typeof feature>[]>} layers
 */
const tile = (layers) => ({
  layers: Object.fromEntries(
    Object.entries(layers).map(([name, features]) => [
      name,
      { extent: 4096, length: features.length, feature: (/** @type {number} */ i) => features[i] },
    ]),
  ),
});

const LINE = [
  { x: 0, y: 0 },
  { x: 4096, y: 2048 },
];
const whole = { size: 256, zoom: 13, parts: 1, column: 0, row: 0 };
const asNamed = (/** @type {string} */ name) => name;

/** @type {[string, string, Record<string, string>[]][]} */
const SCHEMAS = [
  ["OpenMapTiles", "transportation", [{ class: "primary" }, { class: "minor" }, { class: "rail" }]],
  ["Protomaps", "roads", [{ kind: "major_road" }, { kind: "minor_road" }, { kind: "rail" }]],
  ["Shortbread", "streets", [{ kind: "primary" }, { kind: "residential" }, { kind: "rail" }]],
];

for (const [schema, layer, kinds] of SCHEMAS)
  test(`roads and railways of ${schema} are told apart`, () => {
    const { ink, drawn } = paper();
    const features = kinds.map((properties) => feature(2, properties, LINE));
    draw(tile({ [layer]: features }), ink, whole, asNamed);
    assert.deepEqual(
      drawn.map(({ colour }) => colour),
      ["--lane", "--road", "--rail"],
    );
    assert.ok(drawn[2].dash?.length);
  });

test("ferries and names are not drawn, and lanes only close up", () => {
  const { ink, drawn } = paper();
  const features = [feature(2, { class: "ferry" }, LINE), feature(2, { class: "minor" }, LINE)];
  const named = [feature(1, { name: "Somewhere" }, [LINE[0]])];
  draw(tile({ transportation: features, place: named }), ink, { ...whole, zoom: 10 }, asNamed);
  assert.deepEqual(drawn, []);
});

test("a part of a tile is drawn larger", () => {
  const { ink, drawn } = paper();
  const water = tile({ water: [feature(3, {}, LINE), feature(1, {}, [LINE[0]])] });
  draw(water, ink, { ...whole, parts: 2, column: 1, row: 0 }, asNamed);
  assert.deepEqual(drawn, [
    {
      colour: "--water",
      fill: true,
      path: [
        ["move", -256, 0],
        ["line", 256, 256],
      ],
    },
  ]);
});

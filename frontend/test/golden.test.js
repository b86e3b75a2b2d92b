/** Rules that Python implements too: tests/golden/ has the answers of both, which tests/test_golden.py also checks. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inWords, toDay } from "../src/common/days.js";
import { figure } from "../src/common/numbers.js";
import { learnTerms } from "../src/common/terms.js";
import { folded, searchWords } from "../src/common/text_search.js";
import { MOST_BINS } from "../src/components/timeline/scale.js";
import { CELL_PIXELS, clustered, FINE_ZOOM, MOST_SINGLE, NEAREST } from "../src/map/clusters.js";
import { InlineSource } from "../src/map/inline_source.js";
import { radiusOf, scaled } from "../src/map/mark_sizes.js";
import { contents } from "../src/map/mark_words.js";
import { outlineOf } from "../src/map/outlines.js";
import { merged, townOf } from "../src/map/own_places.js";
import { IN_DISTRICT, VAGUE } from "../src/map/place_precision.js";
import { readPosition } from "../src/map/position_text.js";
import { CLOSEST } from "../src/map/source.js";
import { cellsOf, decoded } from "../src/map/world_cells.js";

/** @param {string} path Under the repository's root. */
const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

learnTerms(read("tests/golden/terms.json"));

test("constants", () => {
  const own = {
    cell_pixels: CELL_PIXELS,
    nearest: NEAREST,
    most_single: MOST_SINGLE,
    fine_zoom: FINE_ZOOM,
    deepest_zoom: CLOSEST,
    most_bins: MOST_BINS,
    vague_places: VAGUE,
    in_district: IN_DISTRICT,
  };
  assert.deepEqual(own, read("tests/golden/constants.json"));
});

test("days, figures and numbers in words", () => {
  const { days, figures, contents: held } = read("tests/golden/words.json");
  for (const [start, end, words] of days) assert.equal(inWords(toDay(start), toDay(end)), words);
  for (const [low, high, words] of figures) assert.equal(figure(low, high), words);
  for (const [count, aggregates, words] of held) {
    assert.equal(contents(/** @type {Cell} */ ({ count, aggregates })), words);
  }
});

test("sizes of marks", () => {
  const { sizes, marks } = read("tests/golden/mark_sizes.json");
  for (const { shapes, by, radius, ...mark } of marks) {
    const legend = /** @type {Legend} */ ({ sizes, shapes });
    assert.ok(Math.abs(radiusOf(mark, scaled(legend, by)) - radius) < 0.001, JSON.stringify(mark));
  }
});

test("text as a search compares it", () => {
  const { folded: texts, words } = read("tests/golden/search.json");
  for (const [text, expected] of texts) assert.equal(folded(text), expected);
  for (const [text, expected] of words) assert.deepEqual(searchWords(text), expected);
});

test("positions of the map", () => {
  const { positions, possible } = read("tests/golden/positions.json");
  const accepted = positions.filter((/** @type {string} */ text) => readPosition(text));
  assert.deepEqual(accepted, possible);
});

test("outlines of districts by name", () => {
  const { features } = read("geodata/districts.geojson");
  for (const [name, district] of Object.entries(read("tests/golden/districts.json"))) {
    assert.equal(outlineOf(features, name)?.properties.name ?? null, district, name);
  }
});

const cells = read("tests/golden/cells.json");
const source = new InlineSource({ features: cells.incidents.map(feature) });

for (const { zoom, bounds, shown } of cells.views) {
  test(`incidents and cells at zoom ${zoom}`, () => {
    const drawn = clustered(source.within(bounds), zoom).map(inShort);
    assert.deepEqual(inOrder(drawn), inOrder(shown));
  });
}

/** @param {Record<string, any>} row */
function feature({ longitude, latitude, killed_low: low, injured_low: injured, aggregate, ...row }) {
  const harmed = low === undefined && injured === undefined ? null : (low ?? 0) + (injured ?? 0);
  const properties = { ...row, killed_low: low, harmed, aggregate: aggregate === "yes" };
  return { type: "Feature", geometry: { type: "Point", coordinates: [longitude, latitude] }, properties };
}

/** @param {Feature} shown */
function inShort({ geometry, properties }) {
  const at = geometry.coordinates.map((degree) => Number(degree.toFixed(4)));
  return properties.kind === "cell" ? { ...properties, at } : { kind: "incident", id: properties.id, at };
}

/** @param {any[]} all */
const inOrder = (all) =>
  all.toSorted((a, b) => {
    const [key, other] = [a, b].map(({ at, kind, id, count }) => JSON.stringify([at, kind, id, count]));
    return key < other ? -1 : 1;
  });

test("places of a data set among the towns", () => {
  const { own, world: towns, called } = read("tests/golden/own_places.json");
  const places = own.map((/** @type {any} */ { at, names, first }) =>
    townOf({ geometry: { type: "Point", coordinates: at }, properties: { names, first } }),
  );
  const ofWorld = towns.map((/** @type {any[]} */ [name, local, latitude, longitude, rank]) => ({
    ...{ name, local, latitude, longitude, rank, first: "" },
  }));
  const wrapped = (/** @type {number} */ degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;
  const named = merged(ofWorld, places).map((town) => {
    const names = Object.entries(town).filter(([key, name]) => /^(name|local)/.test(key) && name);
    return [
      town.rank,
      names.map(([, name]) => name),
      town.latitude,
      Number(wrapped(+town.longitude).toFixed(6)),
    ];
  });
  assert.deepEqual(named, called);
});

const world = read("tests/golden/world_cells.json");

for (const { bounds, zoom, cells: needed } of world.views)
  test(`cells of the world at zoom ${zoom}`, () => {
    const cells = cellsOf(bounds, zoom).map(({ size, x, y }) => `${size}/${x}/${y}`);
    assert.deepEqual(cells.sort(), needed.sort());
  });

test("the content of a cell of the world", () => {
  const { size, x, y } = world.place;
  const said = decoded(world.cell, { size, x, y, west: x * size - 180, south: y * size - 90 });
  const { land, towns, ...expected } = world.decoded;
  assert.deepEqual(
    Object.fromEntries(said.land.map(({ properties, geometry }) => [properties.name, geometry.coordinates])),
    land,
  );
  assert.deepEqual(said.lakes.coordinates, expected.lakes);
  for (const name of /** @type {const} */ (["borders", "shores", "rivers", "districts", "disputed"]))
    assert.deepEqual(said[name], expected[name], name);
  assert.deepEqual(
    said.towns.map(({ name, local, latitude, longitude, rank }) => [name, local, latitude, longitude, rank]),
    towns,
  );
  assert.deepEqual(
    said.districtNames.map(({ name, latitude, longitude, room }) => [name, latitude, longitude, room]),
    expected.district_names,
  );
});

/** Which places are suggested for what is typed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { suggested } from "../src/components/search/suggestions.js";

/** @type {import("../src/components/search/suggestions.js").Place[]} */
const PLACES = [
  [["ganja"], "Ganja / Gandzak", ["Ganja", "Gandzak", "Gəncə", "Гянджа", "Գանձակ"]],
  [["old"], "Old Ganja", ["Old Ganja"]],
  [["barda"], "Barda / Partav", ["Barda", "Partav", "Bərdə", "Барда"]],
];

test("a place is suggested by any of its names, in any script, by the one that was typed", () => {
  const found = (/** @type {string} */ typed) =>
    suggested(typed, PLACES).map(({ ids, name }) => [...ids, name]);
  assert.deepEqual(found("gən"), [["ganja", "Gəncə"]]);
  assert.deepEqual(found("GENCE"), [["ganja", "Gəncə"]]);
  assert.deepEqual(found("гян"), [["ganja", "Гянджа"]]);
  assert.deepEqual(found("Գանձ"), [["ganja", "Գանձակ"]]);
  assert.deepEqual(found("parta"), [["barda", "Partav"]]);
  assert.deepEqual(found("xyz"), []);
});

test("names that begin with the text come first", () => {
  assert.deepEqual(
    suggested("ganj", PLACES).map(({ ids }) => ids[0]),
    ["ganja", "old"],
  );
});

/** What is suggested for what is typed: places, areas around them, values of filters. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { areaIn, suggested } from "../src/components/search/suggestions.js";

/** @type {import("../src/components/search/suggestions.js").Catalogue} */
const CATALOGUE = {
  place: {
    label: "Place",
    all: [
      [["old"], "Old Ganja", 1, ["Old Ganja"], true],
      [["ganja", "old"], "Ganja / Gandzak", 5, ["Ganja", "Gandzak", "Gəncə", "Гянджа", "Գանձակ"], true],
      [["barda"], "Barda / Partav", 2, ["Barda", "Partav", "Bərdə", "Барда"], true],
      [["unnamed"], "Ganja-17", 1, ["Ganja-17"], false],
      [[], "Gandzasar", null, ["Gandzasar"], true],
    ],
  },
  area: "Area",
  facets: [
    {
      name: "weapon",
      label: "Weapon",
      options: [
        [["artillery"], "artillery", 38],
        [["rocket artillery"], "rocket artillery", 32],
        [["incendiary"], "incendiary munition", null],
      ],
    },
    {
      name: "cluster_munition",
      label: "Cluster munition",
      options: [
        [["yes", "alleged"], "documented or alleged", 13],
        [["no"], "not cluster munitions", 22],
      ],
    },
    { name: "admin1", label: "District", options: [[["Ganja"], "Ganja", 5]] },
  ],
};

/** @param {string} typed */
const suggestions = (typed) =>
  suggested(typed, CATALOGUE).flatMap(({ label, options }) => options.map((option) => ({ label, option })));

/** @param {string} typed */
const labels = (typed) => suggestions(typed).map(({ label, option }) => `${label}: ${option.label}`);

test("a place is suggested by any of its names, in any script, with the name that was typed", () => {
  const named = (/** @type {string} */ typed) =>
    suggestions(typed).map(({ option }) => [option.choice, option.name]);
  const ganja = { name: "place_id", values: ["ganja", "old"] };
  assert.deepEqual(named("gən"), [[ganja, "Gəncə"]]);
  assert.deepEqual(named("GENCE"), [[ganja, "Gəncə"]]);
  assert.deepEqual(named("гян"), [[ganja, "Гянджа"]]);
  assert.deepEqual(named("Գանձ"), [[ganja, "Գանձակ"]]);
  assert.deepEqual(named("parta"), [[{ name: "place_id", values: ["barda"] }, "Partav"]]);
  assert.deepEqual(named("xyz"), []);
});

test("a place is suggested by a spelling that differs in a letter, unless another matches exactly", () => {
  for (const typed of ["Gandja", "gendce", "Ganje", "gandsak"]) {
    assert.deepEqual(labels(typed), ["Place: Ganja / Gandzak"], typed);
  }
  assert.deepEqual(labels("10 km of Gandja"), ["Area: Ganja / Gandzak"]);
  assert.deepEqual(labels("ganja-1"), ["Place: Ganja-17"]);
  for (const typed of ["Gandzja", "Gndja", "Bard", "Brda"])
    assert.ok(!labels(typed).includes("Place: Ganja / Gandzak"));
  assert.deepEqual(labels("Brda"), []);
});

test("names that begin with the text come first, in groups by kind", () => {
  assert.deepEqual(labels("ganj"), [
    "Place: Ganja-17",
    "Place: Ganja / Gandzak",
    "Place: Old Ganja",
    "District: Ganja",
  ]);
});

test("a value of a filter is suggested by its words and the filter's, also in the plural", () => {
  const both = ["Cluster munition: documented or alleged", "Cluster munition: not cluster munitions"];
  assert.deepEqual(labels("cluster"), both);
  assert.deepEqual(labels("Cluster munitions"), both);
  assert.deepEqual(labels("artill"), ["Weapon: artillery", "Weapon: rocket artillery"]);
  assert.deepEqual(labels("weapon rocket"), ["Weapon: rocket artillery"]);
  assert.deepEqual(suggestions("documented")[0].option.choice, {
    name: "cluster_munition",
    values: ["yes", "alleged"],
  });
  assert.deepEqual(labels("x"), []);
});

test("a distance and a place are an area around it, for any known place", () => {
  const around = ["within 10 km of gənc", "10 km from gence", "2,5 kilometres of barda"];
  assert.deepEqual(areaIn(around[0]), { km: 10, place: "gənc" });
  assert.deepEqual(areaIn(around[2]), { km: 2.5, place: "barda" });
  assert.deepEqual(areaIn("10 km 39.82 N, 46.75 E"), { km: 10, place: "39.82 N, 46.75 E" });
  for (const text of ["10 km", "within Barda", "km of Barda", "Barda 10"]) assert.equal(areaIn(text), null);
  const choices = (/** @type {string} */ typed) =>
    suggestions(typed).map(({ label, option }) => [label, option.choice]);
  assert.deepEqual(choices(around[0]), [["Area", { km: 10, place: "Ganja / Gandzak" }]]);
  assert.deepEqual(choices(around[1]), [["Area", { km: 10, place: "Ganja / Gandzak" }]]);
  assert.deepEqual(choices("10km around Гянд"), [["Area", { km: 10, place: "Ganja / Gandzak" }]]);
  assert.deepEqual(labels("5 km of gand"), ["Area: Gandzasar", "Area: Ganja / Gandzak"]);
  assert.deepEqual(labels("5 km of ganja-17"), []);
});

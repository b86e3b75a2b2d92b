import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { learnTerms } from "../src/common/terms.js";
import {
  binLines,
  cumulative,
  levels,
  ranges,
  Scale,
  stacks,
  tally,
  ticks,
  toll,
} from "../src/components/timeline/scale.js";

const terms = new URL("../../tests/golden/terms.json", import.meta.url);
learnTerms(JSON.parse(readFileSync(terms, "utf8")));

/**
 * @param {string} start
 * @param {string} end
 * @param {Partial<import("../src/components/timeline/scale.js").Row>} [more]
 * @returns {import("../src/components/timeline/scale.js").Row}
 */
const row = (start, end, more) => ({
  start,
  end,
  actor: "A",
  n: 1,
  killed: [null, null],
  stated: 0,
  ...more,
});

test("many days are grouped into equal bins; the last may be shorter", () => {
  const scale = new Scale("2020-01-01", "2020-12-31");
  assert.equal(scale.size, 4);
  assert.equal(scale.bins, 92);
  assert.deepEqual(scale.daysOf([0, 91]), ["2020-01-01", "2020-12-31"]);
  assert.equal(scale.binOf("2020-01-04"), 0);
  assert.equal(scale.binOf("2020-01-05"), 1);
  assert.equal(scale.binOf("1999-01-01"), 0);
  assert.equal(scale.words(91), "30 to 31 December 2020");
});

test("what lasts longer than a bin is a range, and none covers another", () => {
  const rows = [
    row("2020-10-01", "2020-10-03"),
    row("2020-10-02", "2020-10-04"),
    row("2020-10-04", "2020-10-05"),
  ];
  const scale = new Scale("2020-10-01", "2020-10-05");
  assert.deepEqual(
    ranges(rows, scale).map(({ lane }) => lane),
    [0, 1, 0],
  );
  assert.ok(stacks(rows, scale).every(({ size }) => size === 0));
});

test("a total counts each incident on any of its days, and does not take blank for zero", () => {
  const rows = [
    row("2020-10-01", "2020-10-03", { n: 2, killed: [3, 5] }),
    row("2020-10-04", "2020-10-04", { killed: [1, null] }),
    row("2020-10-09", "2020-10-09", { killed: [7, 7] }),
  ];
  assert.equal(
    tally(rows, ["2020-10-02", "2020-10-02"]),
    "Until 2 October 2020: 2 incidents; 3 to 5 reported killed",
  );
  assert.equal(
    tally(rows, ["2020-10-04", "2020-10-04"]),
    "Until 4 October 2020: 1 incident; at least 1 reported killed",
  );
  const blank = [row("2020-10-01", "2020-10-01")];
  const none = row("2020-10-01", "2020-10-01", { n: 3, killed: [0, 0], stated: 1 });
  const words = "none reported killed in 1 incident, not stated in 3";
  assert.equal(
    tally([...blank, none], ["2020-10-01", "2020-10-01"]),
    `Until 1 October 2020: 4 incidents; ${words}`,
  );
  const { length, [length - 1]: last } = binLines([...blank, none], new Scale("2020-10-01", "2020-10-02"), 0);
  assert.equal(last, words);
  assert.equal(toll([...blank, none]), "none in 1, not stated in 3");
  assert.equal(toll([row("2020-10-01", "2020-10-01", { killed: [0, 0], stated: 1 })]), "none");
  assert.equal(tally(blank, ["2020-10-01", "2020-10-01"]), "Until 1 October 2020: 1 incident");
});

test("deaths are added up as a range, at the end of longer incidents, and a blank adds nothing", () => {
  const rows = [
    row("2020-10-01", "2020-10-01", { killed: [2, 3] }),
    row("2020-10-01", "2020-10-03", { killed: [1, null] }),
    row("2020-10-02", "2020-10-02"),
  ];
  assert.deepEqual(cumulative(rows, new Scale("2020-10-01", "2020-10-04")), [
    [2, 3],
    [2, 3],
    [3, 4],
    [3, 4],
  ]);
});

test("a day's tooltip has its incidents, by whom, people killed, and what may belong there", () => {
  const rows = [
    row("2020-10-01", "2020-10-01", { n: 2, killed: [3, 5] }),
    row("2020-10-01", "2020-10-01", { actor: "" }),
    row("2020-10-01", "2020-10-03", { killed: [9, 9] }),
  ];
  const scale = new Scale("2020-10-01", "2020-10-04");
  assert.deepEqual(binLines(rows, scale, 0), [
    "1 October 2020: 3 incidents",
    "A: 2",
    "actor not stated: 1",
    "3 to 5 reported killed",
    "1 more over several days, or day not known",
  ]);
  assert.deepEqual(binLines(rows, scale, 3), ["4 October 2020: 0 incidents"]);
});

test("over years the axis has ticks at first days of months or years, on shorter ones at days", () => {
  const said = (/** @type {string} */ first, /** @type {string} */ last, most = 8) =>
    ticks(new Scale(first, last), most).map(({ words }) => words);
  assert.deepEqual(said("1989-01-01", "2024-08-04"), [
    "1990",
    "1995",
    "2000",
    "2005",
    "2010",
    "2015",
    "2020",
  ]);
  assert.deepEqual(
    said("2018-01-01", "2021-12-31"),
    [2018, 2019, 2020, 2021].flatMap((year) => [`Jan ${year}`, `Jul ${year}`]),
  );
  assert.deepEqual(said("2018-01-02", "2021-12-31", 4), ["2019", "2020", "2021"]);
  assert.deepEqual(said("1700-05-05", "2020-01-01", 4), ["1800", "1900", "2000"]);
  assert.deepEqual(said("2020-09-27", "2020-11-10", 3), ["27 Sep", "12 Oct", "27 Oct"]);
  const [first, second] = ticks(new Scale("2018-12-31", "2021-12-31"), 3);
  assert.equal(first.words, "2019");
  assert.ok(first.at > 0 && first.at < 0.001 && second.at > 0.33 && second.at < 0.34);
});

test("an axis has at most four lines, at whole numbers up to the top", () => {
  assert.deepEqual(levels(0), []);
  assert.deepEqual(levels(1), [1]);
  assert.deepEqual(levels(9), [5]);
  for (let top = 2; top < 5000; top += 7) {
    const all = levels(top);
    assert.ok(
      all.length >= 1 && all.length <= 4 && all.every(Number.isInteger) && Math.max(...all) <= top,
      `${top}`,
    );
  }
});

test("for a part of the data, what extends beyond it does not count as a bar at its edge", () => {
  const scale = new Scale("2010-01-09", "2010-02-27", 8);
  assert.equal(scale.bins, 7);
  assert.equal(scale.at("2010-01-08"), -1);
  const [inside, before, across] = [
    row("2010-01-09", "2010-01-16", { n: 2 }),
    row("2009-01-01", "2010-01-10"),
    row("2010-02-20", "2011-01-01"),
  ];
  const bars = stacks([inside, before, across], scale).map((bar) => bar.get("A"));
  assert.deepEqual(bars, [2, ...Array(6).fill(undefined)]);
  const lines = ranges([inside, before, across], scale).map(({ from, to }) => [from, to]);
  assert.deepEqual(lines, [
    [0, 0],
    [5, 6],
  ]);
});

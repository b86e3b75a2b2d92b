import assert from "node:assert/strict";
import { test } from "node:test";
import { ranges, Scale, stacks, tally } from "../src/components/timeline/scale.js";

/**
 * @param {string} start
 * @param {string} end
 * @param {Partial<import("../src/components/timeline/scale.js").Row>} [more]
 * @returns {import("../src/components/timeline/scale.js").Row}
 */
const row = (start, end, more) => ({ start, end, actor: "A", n: 1, killed: [null, null], ...more });

test("many days are grouped into equal bins, of which the last may be shorter", () => {
  const scale = new Scale("2020-01-01", "2020-12-31");
  assert.equal(scale.size, 4);
  assert.equal(scale.bins, 92);
  assert.deepEqual(scale.daysOf([0, 91]), ["2020-01-01", "2020-12-31"]);
  assert.equal(scale.binOf("2020-01-04"), 0);
  assert.equal(scale.binOf("2020-01-05"), 1);
  assert.equal(scale.binOf("1999-01-01"), 0);
  assert.equal(scale.words(91), "30 to 31 December 2020");
});

test("what lasts longer than a bin is a range, and none lies over another", () => {
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

test("a total counts each incident on any of its days, and takes no blank for zero", () => {
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
  assert.equal(tally(blank, ["2020-10-01", "2020-10-01"]), "Until 1 October 2020: 1 incident");
});

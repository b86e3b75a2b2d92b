import assert from "node:assert/strict";
import { test } from "node:test";
import { readDay, shortDay } from "../src/common/day_text.js";

const SPAN = { first: "2020-09-27", last: "2020-11-08" };

test("a day is read in any notation", () => {
  for (const typed of [
    "17102020",
    "17 October 2020",
    "17 oct. 2020",
    "17/10/2020",
    "17.10.2020",
    " 2020-10-17 ",
    "17 Oct",
    "October 17",
    "oct 17, 2020",
  ]) {
    assert.equal(readDay(typed, SPAN), "2020-10-17", typed);
  }
});

test("other text is not a day", () => {
  for (const typed of ["", "soon", "31/9/2020", "29 Feb 2021", "2020", "1710202", "17 xyz 2020"]) {
    assert.equal(readDay(typed, SPAN), null, typed);
  }
});

test("a day without a year is the one within the span of the data, if there is only one", () => {
  const years = { first: "2019-11-01", last: "2021-03-01" };
  assert.equal(readDay("5 Dec", { first: "2020-11-01", last: "2021-03-01" }), "2020-12-05");
  assert.equal(readDay("5 Jan", { first: "2020-11-01", last: "2021-03-01" }), "2021-01-05");
  assert.equal(readDay("29 Feb", years), "2020-02-29");
  assert.equal(readDay("5 Dec", years), null);
  assert.equal(readDay("5 Jun", years), "2020-06-05");
  assert.equal(readDay("5 Dec", SPAN), "2020-12-05");
});

test("what a field shows can be read back", () => {
  for (const day of ["2020-02-29", "1999-12-01"]) assert.equal(readDay(shortDay(day), SPAN), day);
});

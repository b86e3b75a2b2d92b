import assert from "node:assert/strict";
import { test } from "node:test";
import { readDay, shortDay } from "../src/common/day_text.js";

test("a day is read however it is typed", () => {
  for (const typed of [
    "17102020",
    "17 October 2020",
    "17 oct. 2020",
    "17/10/2020",
    "17.10.2020",
    " 2020-10-17 ",
  ]) {
    assert.equal(readDay(typed), "2020-10-17", typed);
  }
});

test("what is no day is none", () => {
  for (const typed of ["", "soon", "31/9/2020", "29 Feb 2021", "2020", "1710202", "17 xyz 2020"]) {
    assert.equal(readDay(typed), null, typed);
  }
});

test("what a field shows is read again", () => {
  for (const day of ["2020-02-29", "1999-12-01"]) assert.equal(readDay(shortDay(day)), day);
});

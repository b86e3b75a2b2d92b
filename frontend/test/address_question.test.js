import assert from "node:assert/strict";
import { test } from "node:test";
import { isComparison, questionIn } from "../src/map/address_question.js";

test("a URL asks for its Query and the order of names, as written", () => {
  const search = "?datetime=..%2F2020-11-04&actor=A+b&incident=barda&names=armenian&data=0123&map=8/40/46";
  assert.equal(questionIn(search), "datetime=..%2F2020-11-04&actor=A+b&names=armenian");
  assert.equal(questionIn(""), "");
  assert.equal(questionIn("?map=8/40/46"), "");
});

test("a parameter that only begins like an excluded one is part of the question", () => {
  assert.equal(questionIn("?incident_id=a&database=b&maps=c"), "incident_id=a&database=b&maps=c");
});

test("a comparison is recognised by its parameter", () => {
  assert.equal(isComparison("actor=x&compare=armenian"), true);
  assert.equal(isComparison("actor=compare"), false);
});

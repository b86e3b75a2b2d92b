import assert from "node:assert/strict";
import { test } from "node:test";
import { positionIn, readPosition, withPosition, writePosition } from "../src/map/position_text.js";

test("a written position can be read back", () => {
  const position = { center: { lat: 40.1234, lng: -75.5 }, zoom: 9.5 };
  assert.deepEqual(readPosition(writePosition(position)), position);
});

test("a zoom beyond the map's range is clamped", () => {
  assert.equal(readPosition("40/1/1")?.zoom, 18);
  assert.equal(readPosition("-3/1/1")?.zoom, 2);
});

test("a position is put into a URL, and nothing else in it changes", () => {
  assert.equal(withPosition("?q=a%20b&map=1/2/3&x=1+2", "4/5/6"), "?q=a%20b&x=1+2&map=4/5/6");
  assert.equal(withPosition("?map=1/2/3", null), "");
  assert.equal(positionIn("?x=1&map=4%2F5%2F6"), "4/5/6");
  assert.equal(positionIn("?mapped=1"), null);
});

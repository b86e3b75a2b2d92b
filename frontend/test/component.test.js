import assert from "node:assert/strict";
import { test } from "node:test";
import { component } from "../src/common/component.js";

/** A component as Streamlit calls it, and what came of it. */
function called() {
  /** @type {{shown: string[], signals: AbortSignal[]}} */
  const seen = { shown: [], signals: [] };
  const call = component(() => ({
    start: (signal) => void seen.signals.push(signal),
    show: ({ data }) => void seen.shown.push(/** @type {string} */ (data)),
  }));
  const parentElement = /** @type {HTMLElement} */ ({});
  const show = (/** @type {string} */ data) =>
    call(/** @type {ComponentArguments<string>} */ (/** @type {unknown} */ ({ data, parentElement })));
  const isListening = () => seen.signals.length > 0 && !seen.signals.at(-1)?.aborted;
  return { ...seen, show, isListening };
}

test("it listens until it leaves the page, and again when it comes back", () => {
  const { show, shown, signals, isListening } = called();
  const leave = show("data");
  assert.ok(isListening());
  leave();
  assert.ok(!isListening());
  show("later");
  assert.ok(isListening());
  assert.deepEqual([shown, signals.length], [["data", "later"], 2]);
});

test("a call that a newer call has overtaken, and that is cleaned up after it, stops nothing", async () => {
  const { show, shown, signals, isListening } = called();
  const script = Promise.resolve(show); // what is asked for while the script is still loaded is answered in turn
  const load = async (/** @type {string} */ data) => (await script)(data);
  let [isOvertaken, leave] = [false, () => {}];
  const older = load("older").then(
    (taken) => void (isOvertaken && Promise.resolve(taken).then((back) => back())),
  );
  isOvertaken = true;
  const newer = load("newer").then((taken) => {
    leave = taken;
  });
  await Promise.all([older, newer]);
  await new Promise((resolve) => void setTimeout(resolve));
  assert.deepEqual(shown, ["older", "newer"]);
  assert.ok(isListening());
  assert.equal(signals.length, 1);
  leave();
  assert.ok(!isListening());
});

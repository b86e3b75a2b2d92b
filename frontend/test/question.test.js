import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { fetchJson, fetchJsonPatiently, Question } from "../src/common/question.js";

/** @param {(signal: AbortSignal) => Promise<string>} answer */
function questioned(answer) {
  /** @type {string[]} */
  const shown = [];
  const fail = mock.fn();
  const ask = mock.fn(answer);
  const question = new Question((/** @type {string} */ text) => void shown.push(text), fail);
  return { question, ask, shown, fail };
}

test("the same is asked once, and again after it was abandoned", async () => {
  const { question, ask, shown } = questioned(async () => "answer");
  assert.equal(
    await Promise.all([question.ask(["a"], ask), question.ask(["a"], ask)]).then(String),
    "true,true",
  );
  assert.equal(ask.mock.callCount(), 1);
  await question.ask(["b"], ask);
  question.stop();
  await question.ask(["b"], ask);
  assert.equal(ask.mock.callCount(), 3);
  assert.equal(shown.length, 3);
});

test("an older question is abandoned, and its answer, if it comes late, is not shown", async () => {
  /** @type {((text: string) => void)[]} */
  const answers = [];
  const { question, ask, shown } = questioned(() => new Promise((resolve) => void answers.push(resolve)));
  const older = question.ask("older", ask);
  const newer = question.ask("newer", ask);
  assert.deepEqual(
    ask.mock.calls.map(({ arguments: [signal] }) => signal.aborted),
    [true, false],
  );
  answers[1]("new");
  answers[0]("old");
  assert.deepEqual(await Promise.all([older, newer]), [true, true]);
  assert.deepEqual(shown, ["new"]);
});

test("a failure is reported, and the question asked again after a while", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let isDown = true;
  const { question, ask, shown, fail } = questioned(async () => {
    if (isDown) throw new Error("down");
    return "answer";
  });
  assert.equal(await question.ask("a", ask), false);
  assert.deepEqual(fail.mock.calls[0].arguments, [false]);
  isDown = false;
  context.mock.timers.tick(5000);
  assert.equal(await question.ask("a", ask), true);
  assert.deepEqual(shown, ["answer"]);
});

/** Turns of the event loop after which all that was promised is kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

for (const [said, least] of /** @type {const} */ ([
  ["7", 7000],
  [null, 5000],
  ["Wed, 21 Oct 2026 07:28:00 GMT", 5000],
  ["-1", 5000],
  ["1e99", 60_000],
]))
  test(`a busy server that says "${said}" is asked again after ${least} ms, and not all at once`, async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    context.mock.method(Math, "random", () => 0.5);
    const headers = new Headers(said === null ? {} : { "Retry-After": said });
    let answer = new Response("", { status: 503, headers });
    context.mock.method(globalThis, "fetch", async () => answer);
    const { question, ask, shown, fail } = questioned(() => fetchJson("https://example.org/"));
    assert.equal(await question.ask("a", ask), false);
    assert.deepEqual(fail.mock.calls[0].arguments, [true]);
    answer = Response.json("answer");
    context.mock.timers.tick(least * 1.25 - 1);
    await settled();
    assert.equal(ask.mock.callCount(), 1);
    context.mock.timers.tick(1);
    await settled();
    assert.deepEqual(shown, ["answer"]);
  });

test("a late answer is reported, unless something else is asked meanwhile", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const wait = mock.fn();
  /** @type {((text: string) => void)[]} */
  const answers = [];
  const ask = () =>
    new Promise((/** @type {(text: string) => void} */ resolve) => void answers.push(resolve));
  const question = new Question(() => {}, mock.fn(), wait);
  const older = question.ask("older", ask);
  const newer = question.ask("newer", ask);
  context.mock.timers.tick(1500);
  assert.equal(wait.mock.callCount(), 1);
  for (const answer of answers) answer("answer");
  await Promise.all([older, newer]);
  question.ask("quick", ask);
  answers[2]("answer");
  await settled();
  context.mock.timers.tick(1500);
  assert.equal(wait.mock.callCount(), 1);
});

test("what never changes is fetched in the end, although the server was busy", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  context.mock.method(Math, "random", () => 0);
  const busy = () => new Response("", { status: 503, headers: { "Retry-After": "7" } });
  const answers = [busy(), busy(), Response.json("lines")];
  const fetch = context.mock.method(globalThis, "fetch", async () => answers.shift());
  const answer = fetchJsonPatiently(new URL("https://example.org/"));
  for (const asked of [1, 2]) {
    await settled();
    assert.equal(fetch.mock.callCount(), asked);
    context.mock.timers.tick(7000);
  }
  assert.equal(await answer, "lines");
  context.mock.method(globalThis, "fetch", async () => new Response("", { status: 404 }));
  await assert.rejects(fetchJsonPatiently(new URL("https://example.org/")), /status 404/);
});

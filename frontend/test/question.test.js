import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Question } from "../src/common/question.js";

/** @param {(signal: AbortSignal) => Promise<string>} answer */
function questioned(answer) {
  /** @type {string[]} */
  const shown = [];
  const fail = mock.fn();
  const ask = mock.fn(answer);
  const question = new Question((/** @type {string} */ text) => void shown.push(text), fail);
  return { question, ask, shown, fail };
}

test("the same is asked once, and again when it was given up", async () => {
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

test("an older answer that comes late is not shown", async () => {
  /** @type {((text: string) => void)[]} */
  const answers = [];
  const { question, ask, shown } = questioned(() => new Promise((done) => void answers.push(done)));
  const older = question.ask("older", ask);
  const newer = question.ask("newer", ask);
  answers[1]("new");
  answers[0]("old");
  assert.deepEqual(await Promise.all([older, newer]), [true, true]);
  assert.deepEqual(shown, ["new"]);
});

test("what fails is said and asked again after a while", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let isDown = true;
  const { question, ask, shown, fail } = questioned(async () => {
    if (isDown) throw new Error("down");
    return "answer";
  });
  assert.equal(await question.ask("a", ask), false);
  assert.equal(fail.mock.callCount(), 1);
  isDown = false;
  context.mock.timers.tick(5000);
  assert.equal(await question.ask("a", ask), true);
  assert.deepEqual(shown, ["answer"]);
});

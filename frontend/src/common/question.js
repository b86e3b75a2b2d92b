/** A question that is asked again when what it asks for has changed, and never twice for the same. */

const RETRY = 5000; // ms
const LATE = 1500; // ms
const LONGEST_WAIT = 60_000; // ms
const APART = 0.5; // of the time to wait, so that not all who were refused ask again at once

/** The server has as much to do as it can, and said when to ask again. */
class Busy extends Error {
  /** @param {number} wait In ms. */
  constructor(wait) {
    super("busy");
    this.wait = wait;
  }

  /** How long to wait, in ms. */
  untilAgain() {
    return this.wait * (1 + APART * Math.random());
  }
}

/** @template Answer */
export class Question {
  #key = "";
  #request = new AbortController();
  /** @type {Promise<boolean>} */
  #shown = Promise.resolve(true);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /**
   * @param {(answer: Answer) => void} show
   * @param {(isBusy: boolean) => void} fail Says that there is no answer, for the server is busy or for another reason;
   * it is asked again after a while.
   * @param {() => void} [wait] Says that the answer is late.
   */
  constructor(show, fail, wait = () => {}) {
    this.show = show;
    this.fail = fail;
    this.wait = wait;
  }

  /**
   * Asks, unless the same was asked last; an older question is given up. Keeps its promise with whether the answer
   * is shown, or is needed no more.
   * @param {unknown} key What is asked for: equal keys are one question.
   * @param {(signal: AbortSignal) => Promise<Answer>} ask
   * @returns {Promise<boolean>}
   */
  ask(key, ask) {
    const text = JSON.stringify(key);
    if (text !== this.#key) {
      this.stop();
      this.#key = text;
      this.#shown = this.#asked(ask);
    }
    return this.#shown;
  }

  /** Gives up what is asked just now; whatever comes next is asked. */
  stop() {
    this.#key = "";
    clearTimeout(this.#again);
    this.#request.abort();
    this.#request = new AbortController();
  }

  /** @param {(signal: AbortSignal) => Promise<Answer>} ask */
  async #asked(ask) {
    const { signal } = this.#request;
    const late = setTimeout(() => signal.aborted || this.wait(), LATE);
    try {
      const answer = await ask(signal);
      clearTimeout(late);
      if (!signal.aborted) this.show(answer);
      return true;
    } catch (problem) {
      clearTimeout(late);
      if (signal.aborted) return true;
      const isBusy = problem instanceof Busy;
      this.#askLater(ask, isBusy ? problem.untilAgain() : RETRY);
      this.fail(isBusy);
      return false;
    }
  }

  /**
   * @param {(signal: AbortSignal) => Promise<Answer>} ask
   * @param {number} wait In ms.
   */
  #askLater(ask, wait) {
    this.#again = setTimeout(() => {
      this.#shown = this.#asked(ask);
    }, wait);
  }

  /**
   * Asks once more for what could not be had.
   * @param {unknown} key
   * @param {(signal: AbortSignal) => Promise<Answer>} ask
   */
  again(key, ask) {
    this.stop();
    return this.ask(key, ask);
  }
}

/**
 * Fetches JSON; an error if the answer is none, which says when to ask again if the server is busy.
 * @param {string | URL} address
 * @param {RequestInit} [options]
 */
export async function fetched(address, options) {
  const answer = await fetch(address, options);
  if (answer.status === 503) throw new Busy(waitIn(answer.headers));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

/**
 * Fetches JSON that is always the same, however long the server is busy; an error if it can't be had.
 * @param {URL} address
 */
export async function fetchedInTheEnd(address) {
  for (;;) {
    try {
      return await fetched(address);
    } catch (problem) {
      if (!(problem instanceof Busy)) throw problem;
      const wait = problem.untilAgain();
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

/**
 * The wait that the server asks for, in ms, if it says one that makes sense.
 * @param {Headers} headers
 */
function waitIn(headers) {
  const wait = 1000 * Number(headers.get("Retry-After"));
  return wait > 0 ? Math.min(wait, LONGEST_WAIT) : RETRY;
}

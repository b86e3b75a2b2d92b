/** A question that is asked again when its key has changed, and never twice for the same key. */

const RETRY = 5000; // ms
const LATE = 1500; // ms
const LONGEST_WAIT = 60_000; // ms
const APART = 0.5; // of the time to wait, so that not all who were refused ask again at once

/** The server is fully busy, and said when to ask again. */
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
   * @param {(isBusy: boolean) => void} fail Reports that there is no answer, because the server is busy or for another
   * reason; the question is asked again after a while.
   * @param {() => void} [wait] Reports that the answer is late.
   */
  constructor(show, fail, wait = () => {}) {
    this.show = show;
    this.fail = fail;
    this.wait = wait;
  }

  /**
   * Asks, unless the same was asked last; an older question is abandoned. The promise resolves to whether the answer
   * is shown, or no longer needed.
   * @param {unknown} key What is asked for: equal keys are the same question.
   * @param {(signal: AbortSignal) => Promise<Answer>} ask
   * @returns {Promise<boolean>}
   */
  ask(key, ask) {
    const text = JSON.stringify(key);
    if (text !== this.#key) {
      this.stop();
      this.#key = text;
      this.#shown = this.#attempt(ask);
    }
    return this.#shown;
  }

  /** Abandons the current question; the next one is asked even if it is the same. */
  stop() {
    this.#key = "";
    clearTimeout(this.#again);
    this.#request.abort();
    this.#request = new AbortController();
  }

  /** @param {(signal: AbortSignal) => Promise<Answer>} ask */
  async #attempt(ask) {
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
      this.#shown = this.#attempt(ask);
    }, wait);
  }

  /**
   * Asks once more for what failed.
   * @param {unknown} key
   * @param {(signal: AbortSignal) => Promise<Answer>} ask
   */
  again(key, ask) {
    this.stop();
    return this.ask(key, ask);
  }
}

/**
 * Fetches JSON; throws if there is none, saying when to ask again if the server is busy.
 * @param {string | URL} address
 * @param {RequestInit} [options]
 */
export async function fetchJson(address, options) {
  const answer = await fetch(address, options);
  if (answer.status === 503) throw new Busy(waitIn(answer.headers));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

/**
 * Fetches JSON that never changes, however long the server is busy; throws if it can't be fetched.
 * @param {URL} address
 */
export async function fetchJsonPatiently(address) {
  for (;;) {
    try {
      return await fetchJson(address);
    } catch (problem) {
      if (!(problem instanceof Busy)) throw problem;
      const wait = problem.untilAgain();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/**
 * The wait that the server asks for, in ms, or RETRY if it asks for none that makes sense.
 * @param {Headers} headers
 */
function waitIn(headers) {
  const wait = 1000 * Number(headers.get("Retry-After"));
  return wait > 0 ? Math.min(wait, LONGEST_WAIT) : RETRY;
}

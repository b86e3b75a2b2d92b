/** A question that is asked again when what it asks for has changed, and never twice for the same. */

const RETRY = 5000; // ms

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
   * @param {() => void} fail Says that it could not be asked; it is asked again after a while.
   */
  constructor(show, fail) {
    this.show = show;
    this.fail = fail;
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
    try {
      const answer = await ask(signal);
      if (!signal.aborted) this.show(answer);
      return true;
    } catch {
      if (signal.aborted) return true;
      this.#again = setTimeout(() => {
        this.#shown = this.#asked(ask);
      }, RETRY);
      this.fail();
      return false;
    }
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
 * Fetches JSON; an error if the answer is none.
 * @param {string | URL} address
 * @param {RequestInit} [options]
 */
export async function fetched(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

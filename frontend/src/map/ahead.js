/**
 * Lets the map show what the page's address asks for before Python has drawn the page: Python writes the address first.
 * Only a map that shows what the address said is let ahead, so never one that Python gave something else to show.
 */

import { fetched } from "../common/question.js";
import { isComparison, questionIn } from "./address_question.js";

export class Ahead {
  #asked = "";

  /** What was shown before Python said so, and may still be said. @type {Set<string>} */
  #shown = new Set();

  /** What Python has said, in its own spelling: a reader may go back there. @type {Map<string, string>} */
  #said = new Map();

  #request = new AbortController();

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {() => IncidentOptions | undefined} shown
   * @param {(options: IncidentOptions) => void} show
   * @param {AbortSignal} signal
   */
  constructor({ page, root }, shown, show, signal) {
    this.page = page;
    this.root = root;
    this.shown = shown;
    this.show = show;
    this.#asked = this.#question();
    const entered = (/** @type {Event} */ event) =>
      this.#follow(/** @type {{navigationType?: string}} */ (event).navigationType === "traverse");
    page.navigation?.addEventListener("currententrychange", entered, { signal });
  }

  /**
   * Takes note of what Python says; false if the address has gone on since, and Python will say that too.
   * @param {IncidentOptions} options
   */
  isNews({ source: { params = "" } }) {
    const said = spelled(params);
    if (this.#shown.has(said) && said !== this.#question()) return false;
    this.#request.abort();
    this.#shown.clear();
    this.#said.set(said, params);
    return true;
  }

  #question() {
    return spelled(questionIn(this.page.location.search));
  }

  /** @param {boolean} isReaders Whether a reader went to the address, and may have written it. */
  #follow(isReaders) {
    const [before, now] = [this.#asked, this.#question()];
    this.#asked = now;
    const options = this.shown();
    if (!options || now === before || before !== spelled(options.source.params) || isComparison(now)) return;
    if (isReaders && !this.#said.has(now)) return;
    this.#request.abort();
    this.#request = new AbortController();
    this.#shown.add(now);
    this.#goAhead(
      options,
      this.#said.get(now) ?? questionIn(this.page.location.search),
      this.#request.signal,
    );
  }

  /**
   * @param {IncidentOptions} options
   * @param {string} params
   * @param {AbortSignal} signal
   */
  async #goAhead(options, params, signal) {
    const found = await this.#home(options.source.home, params, signal);
    if (!signal.aborted && found) this.show({ ...options, ...found, source: { ...options.source, params } });
  }

  /**
   * Asks where the map will stand, and for the outlines of its area; null if it can't be had: Python will say it.
   * @param {string | undefined} address
   * @param {string} params
   * @param {AbortSignal} signal
   * @returns {Promise<Pick<IncidentOptions, "home" | "area"> | null>}
   */
  #home(address = "", params, signal) {
    return fetched(new URL(`${address}?${params}`, this.root), { signal }).catch(() => null);
  }
}

/**
 * The same parameters in one spelling.
 * @param {string} [params]
 */
const spelled = (params) => String(new URLSearchParams(params));

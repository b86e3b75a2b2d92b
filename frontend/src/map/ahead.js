/**
 * Lets the map show what the page's address asks for before Python has drawn the page: Python writes the address first.
 * One answer tells where the map goes and what it shows there. Only a map that shows what the address said is let ahead, so
 * never one that Python gave something else to show.
 */

import { fetched } from "../common/question.js";
import { isComparison, questionIn } from "./address_question.js";
import { staysPut } from "./chosen_area.js";

/** @typedef {Pick<IncidentOptions, "home" | "area"> & {shown: AtHome | null}} Found */

export class Ahead {
  #asked = "";

  /** What was shown before Python said so, and may still be said. @type {Set<string>} */
  #shown = new Set();

  /** What Python has said, in its own spelling: a reader may go back there. @type {Map<string, string>} */
  #said = new Map();

  /** What was asked for early, of which data, and the answer. @type {{question: string, fingerprint: string, found: Promise<Found | null>} | null} */
  #early = null;

  #request = new AbortController();

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {() => IncidentOptions | undefined} shown
   * @param {(options: IncidentOptions) => void} show
   * @param {AbortSignal} signal
   */
  constructor({ page, root, position }, shown, show, signal) {
    this.page = page;
    this.root = root;
    this.position = position;
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
    if (this.#early?.question !== said) this.#giveUp();
    this.#shown.clear();
    this.#said.set(said, params);
    return true;
  }

  /**
   * What a map at home shows of these options, if it was asked for early.
   * @param {IncidentOptions} options
   */
  async answerFor({ source, fingerprint }) {
    const early = this.#early;
    if (early?.question !== spelled(source.params) || early.fingerprint !== fingerprint) return null;
    return (await early.found)?.shown ?? null;
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
    this.#giveUp();
    this.#shown.add(now);
    this.#goAhead(options, now, this.#said.get(now) ?? questionIn(this.page.location.search));
  }

  #giveUp() {
    this.#request.abort();
    this.#request = new AbortController();
    this.#early = null;
  }

  /**
   * @param {IncidentOptions} options What is shown.
   * @param {string} question
   * @param {string} params
   */
  async #goAhead(options, question, params) {
    const source = { ...options.source, params };
    const frame = staysPut(options.source.params ?? "", params) ? null : this.position.frame();
    const { signal } = this.#request;
    const asked = this.#home(source, frame, signal);
    this.#early = { question, fingerprint: options.fingerprint, found: asked };
    const found = await asked;
    const isSaid = this.shown()?.source.params === params;
    if (!found || signal.aborted || isSaid) return;
    this.show({ ...options, home: found.home, area: found.area, source });
  }

  /**
   * Asks where the map will stand, for the outlines of its area, and what it shows there; null if it can't be had: Python
   * will say it.
   * @param {SourceOptions} source
   * @param {string | null} frame null if it stays where it is.
   * @param {AbortSignal} signal
   * @returns {Promise<Found | null>}
   */
  #home({ home = "", params }, frame, signal) {
    const question = new URLSearchParams(params);
    if (frame) question.set("frame", frame);
    return fetched(new URL(`${home}?${question}`, this.root), { signal }).catch(() => null);
  }
}

/**
 * The same parameters in one spelling.
 * @param {string} [params]
 */
const spelled = (params) => String(new URLSearchParams(params));

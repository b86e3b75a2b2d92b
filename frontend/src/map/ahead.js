/**
 * Lets the map show what the page's address asks for before Python has drawn the page: Python writes the address first. What
 * an option that is clicked will make of the address is asked for at once, but not shown before the address says it.
 * One answer tells where the map goes and what it shows there. Only a map that shows what the address said is let ahead, so
 * never one that Python gave something else to show.
 */

import { listen } from "../common/page.js";
import { fetched } from "../common/question.js";
import { isComparison, questionIn } from "./address_question.js";
import { staysPut } from "./chosen_area.js";

/** @typedef {Pick<IncidentOptions, "home" | "area"> & {shown: AtHome | null}} Found */
/** @typedef {{question: string, fingerprint: string, found: Promise<Found | null>}} Early What was asked for, of which data. */

export class Ahead {
  #asked = "";

  /** What was shown before Python said so, and may still be said. @type {Set<string>} */
  #shown = new Set();

  /** What Python has said, in its own spelling: a reader may go back there. @type {Map<string, string>} */
  #said = new Map();

  /** @type {Early | null} */
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
    listen(page, "mapapp:choice", (choice) => choice && this.#foresee(choice), signal);
  }

  /**
   * Takes note of what Python says; false if the address has gone on since, and Python will say that too.
   * @param {IncidentOptions} options
   */
  isNews({ source: { params = "" } }) {
    const said = spelled(params);
    if (this.#shown.has(said) && said !== this.#question()) return false;
    if (this.#early?.question !== said && said !== this.#question()) this.#giveUp();
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
    const params = this.#said.get(now) ?? questionIn(this.page.location.search);
    if (this.#early?.question !== now || this.#early.fingerprint !== options.fingerprint)
      this.#ask(options, params);
    this.#shown.add(now);
    this.#goAhead(options, params);
  }

  /**
   * Asks for what the address will say, if the map shows what it says now.
   * @param {Choice} choice
   */
  #foresee({ name, values }) {
    const options = this.shown();
    if (!options || spelled(options.source.params) !== this.#question()) return;
    const params = new URLSearchParams(questionIn(this.page.location.search));
    params.delete(name);
    for (const value of values) params.append(name, value);
    if (!isComparison(String(params))) this.#ask(options, String(params));
  }

  #giveUp() {
    this.#request.abort();
    this.#request = new AbortController();
    this.#early = null;
  }

  /**
   * @param {IncidentOptions} options What is shown.
   * @param {string} params
   */
  #ask({ source, fingerprint }, params) {
    this.#giveUp();
    const frame = staysPut(source.params ?? "", params) ? null : this.position.frame();
    const found = this.#home({ ...source, params }, frame, this.#request.signal);
    this.#early = { question: spelled(params), fingerprint, found };
  }

  /**
   * Shows what was asked for, unless Python has said something else or the same meanwhile, or the address has gone on.
   * @param {IncidentOptions} options What is shown.
   * @param {string} params
   */
  async #goAhead(options, params) {
    const early = this.#early;
    const found = await early?.found;
    const isSaid = spelled(this.shown()?.source.params) === early?.question;
    if (!found || this.#early !== early || isSaid || early?.question !== this.#question()) return;
    this.show({ ...options, home: found.home, area: found.area, source: { ...options.source, params } });
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
 * The same parameters in one spelling and order.
 * @param {string} [params]
 */
const spelled = (params) => String(new URLSearchParams([...new URLSearchParams(params)].sort()));

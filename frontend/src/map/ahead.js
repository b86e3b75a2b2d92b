/**
 * Lets the map show what the page's URL asks for before Python has drawn the page: Python writes the URL first. When an
 * option is clicked, the view that the URL will ask for is requested at once, but not shown before the URL has changed.
 * A single answer says where the map goes and what it shows there. Only a map that shows what the URL asked for may go
 * ahead, so never one that Python gave something else to show.
 */

import { listen } from "../common/page.js";
import { fetchJson } from "../common/question.js";
import { isComparison, questionIn } from "./address_question.js";
import { staysPut } from "./chosen_area.js";

/** @typedef {Pick<IncidentOptions, "home" | "area"> & {shown: AtHome | null}} EarlyAnswer */
/** @typedef {{question: string, fingerprint: string, answer: Promise<EarlyAnswer | null>}} Early What was requested, from which data. */

export class Ahead {
  #followed = "";

  /** What was shown ahead of Python, which may still say so. @type {Set<string>} */
  #shown = new Set();

  /** What Python has asked for, in its own spelling: a reader may go back there. @type {Map<string, string>} */
  #confirmed = new Map();

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
    this.#followed = this.#question();
    const entered = (/** @type {Event} */ event) =>
      this.#follow(/** @type {{navigationType?: string}} */ (event).navigationType === "traverse");
    page.navigation?.addEventListener("currententrychange", entered, { signal });
    listen(page, "mapapp:choice", (choice) => choice && this.#foresee(choice), signal);
  }

  /**
   * Takes note of Python's options; false if the URL has changed since, of which Python will report too.
   * @param {IncidentOptions} options
   */
  isNews({ source: { params = "" } }) {
    const asked = spelled(params);
    if (this.#shown.has(asked) && asked !== this.#question()) return false;
    if (this.#early?.question !== asked && asked !== this.#question()) this.#giveUp();
    this.#shown.clear();
    this.#confirmed.set(asked, params);
    return true;
  }

  /**
   * What a map at home shows with these options, if it was requested early.
   * @param {IncidentOptions} options
   */
  async answerFor({ source, fingerprint }) {
    const early = this.#early;
    if (early?.question !== spelled(source.params) || early.fingerprint !== fingerprint) return null;
    return (await early.answer)?.shown ?? null;
  }

  #question() {
    return spelled(questionIn(this.page.location.search));
  }

  /** @param {boolean} isReaders Whether the reader went to this URL, and may have written it. */
  #follow(isReaders) {
    const [before, now] = [this.#followed, this.#question()];
    this.#followed = now;
    if (now !== before && this.#early && this.#early.question !== now) this.#giveUp();
    const options = this.shown();
    if (!options || now === before || before !== spelled(options.source.params) || isComparison(now)) return;
    if (isReaders && !this.#confirmed.has(now)) return;
    const params = this.#confirmed.get(now) ?? questionIn(this.page.location.search);
    if (this.#early?.question !== now || this.#early.fingerprint !== options.fingerprint)
      this.#ask(options, params);
    this.#shown.add(now);
    this.#goAhead(options, params);
  }

  /**
   * Requests what the URL will ask for, if the map shows what it asks for now.
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
    const answer = this.#home({ ...source, params }, frame, this.#request.signal);
    this.#early = { question: spelled(params), fingerprint, answer };
  }

  /**
   * Shows what was requested, unless Python has asked for that or something else meanwhile, or the URL has changed.
   * @param {IncidentOptions} options What is shown.
   * @param {string} params
   */
  async #goAhead(options, params) {
    const early = this.#early;
    const answer = await early?.answer;
    const isConfirmed = spelled(this.shown()?.source.params) === early?.question;
    if (!answer || this.#early !== early || isConfirmed || early?.question !== this.#question()) return;
    this.show({ ...options, home: answer.home, area: answer.area, source: { ...options.source, params } });
  }

  /**
   * Requests the map's next view, the outlines of its area, and what it shows there; null if that fails: Python will
   * send it.
   * @param {SourceOptions} source
   * @param {string | null} frame Null if the map stays where it is.
   * @param {AbortSignal} signal
   * @returns {Promise<EarlyAnswer | null>}
   */
  #home({ home = "", params }, frame, signal) {
    const question = new URLSearchParams(params);
    if (frame) question.set("frame", frame);
    return fetchJson(new URL(`${home}?${question}`, this.root), { signal }).catch(() => null);
  }
}

/**
 * Parameters in a canonical spelling and order.
 * @param {string} [params]
 */
const spelled = (params) => String(new URLSearchParams([...new URLSearchParams(params)].sort()));

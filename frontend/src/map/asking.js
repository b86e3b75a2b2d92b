/** Asks for what the view shows of the current filter; until the answer is there, marks stay as they are. */

import { onceForAll } from "../common/page.js";
import { Question } from "../common/question.js";
import { term } from "../common/terms.js";
import { latLngBounds } from "./controls.js";
import { edgesOf } from "./date_line.js";
import { incidentSource } from "./source.js";

const SAME = 1e-6; // degrees, a thousandth of a pixel at the closest zoom of a home view

/** @typedef {(options: IncidentOptions) => Promise<AtHome | null>} Early */

export class Asking {
  /** @type {Source | undefined} */
  source;

  /** @type {IncidentOptions | undefined} */
  #options;

  /** @type {Days | null} */
  #played = null;

  /** Asks once the current changes of the view are complete. */
  soon = onceForAll(() => this.now());

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {import("./caption.js").Caption} caption
   * @param {(answer: Answer) => void} draw
   * @param {Early} early Returns what was requested ahead of Python.
   */
  constructor(base, caption, draw, early) {
    this.base = base;
    this.map = base.map;
    this.caption = caption;
    this.early = early;
    /** @type {Question<Answer>} */
    this.question = new Question(
      draw,
      (isBusy) => this.#reportFailure(isBusy),
      () => caption.say(term("still-asking")),
    );
  }

  /**
   * Asks from now on for what these options show.
   * @param {IncidentOptions} options
   */
  follow(options) {
    this.#options = options;
    this.source = incidentSource(options.source, this.base.root);
    this.#played = null;
    this.soon();
  }

  /** Asks for the current view. Resolves to whether it is shown. */
  now() {
    return this.source ? this.question.ask(...this.#questionFor(this.source)) : Promise.resolve(true);
  }

  /**
   * Shows only some days until called with null; the filter stays as it is. Resolves to whether they are shown.
   * @param {Days | null} days
   */
  play(days) {
    this.#played = days;
    if (!this.source?.during) return Promise.resolve(true);
    this.source.during(days);
    return this.now();
  }

  /** @param {boolean} isBusy */
  #reportFailure(isBusy) {
    this.base.noteIncidentsShown();
    if (isBusy) this.caption.say(term("server-busy"));
    else this.caption.say(term("map-out-of-date"), term("map-try-again"), () => this.#again());
  }

  #again() {
    return this.source ? this.question.again(...this.#questionFor(this.source)) : Promise.resolve(true);
  }

  /**
   * @param {Source} source
   * @returns {[unknown, (signal: AbortSignal) => Promise<Answer>]}
   */
  #questionFor(source) {
    const bounds = edgesOf(this.map.getBounds());
    const zoom = Math.floor(this.map.getZoom());
    const { source: options, fingerprint } = this.#options ?? {};
    const state = [options?.url, options?.params, fingerprint, this.#played];
    return [
      [bounds, zoom, state],
      async (signal) => (await this.#earlyAnswer()) ?? source.view(bounds, zoom, signal),
    ];
  }

  /** The answer that was requested early, if it is of this view. */
  async #earlyAnswer() {
    const shown = this.#options && !this.#played ? await this.early(this.#options) : null;
    return shown && this.#isAt(shown) ? shown.answer : null;
  }

  /** @param {AtHome} shown */
  #isAt({ view, zoom }) {
    const there = edgesOf(latLngBounds(view));
    const isSame = (/** @type {number} */ edge, /** @type {number} */ i) => Math.abs(edge - there[i]) < SAME;
    return this.map.getZoom() === zoom && edgesOf(this.map.getBounds()).every(isSame);
  }
}

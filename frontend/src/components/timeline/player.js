/**
 * Playing shows the days one after the other: map, list and table show only those; Python is not involved. The next day
 * waits for the promises of the views that show the last one, and does not come if one of them resolves to false. Under
 * "reduce motion" each press is one day.
 */

import { part } from "../../common/dom.js";
import { emit, isStill, onStillness } from "../../common/page.js";

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {import("./scale.js").Bins} Bins */

export class Player {
  /** The days that are played, and how far. @type {{scale: Scale, within: Bins, at: number} | null} */
  playing = null;

  /** The current run. @type {object | null} */
  #running = null;

  /**
   * @param {HTMLElement} root
   * @param {() => {scale: Scale, within: Bins} | null} start What is to be played.
   * @param {() => void} draw Draws the days that are now shown.
   */
  constructor(root, start, draw) {
    this.root = root;
    this.start = start;
    this.draw = draw;
    this.button = /** @type {HTMLButtonElement} */ (part(root, ".timeline-play"));
    this.pace = /** @type {HTMLSelectElement} */ (part(root, ".timeline-pace select"));
    this.button.addEventListener("click", () => this.#press());
    root.addEventListener("keydown", ({ key }) => key === "Escape" && this.stop());
    onStillness(() => this.#label());
    this.#label();
  }

  /** The days that are shown while playing, or null. @returns {Days | null} */
  get days() {
    if (!this.playing) return null;
    const { scale, within, at } = this.playing;
    return scale.daysOf([within[0], at]);
  }

  /** Ends the playing; everything is shown again. */
  stop() {
    if (!this.playing) return;
    this.playing = this.#running = null;
    this.#label();
    this.draw();
    this.#announce();
  }

  #press() {
    if (isStill()) this.#step();
    else if (this.#running) this.#pause();
    else this.#run();
  }

  /**
   * Shows day after day: each no sooner than the pace allows, and not before the other views show the previous one.
   * Pauses if one of them could not.
   */
  async #run() {
    const own = {};
    this.#running = own;
    while (this.#running === own) {
      const pause = new Promise((resolve) => setTimeout(resolve, Number(this.pace.value)));
      const [, ...shown] = await Promise.all([pause, ...this.#step()]);
      if (shown.includes(false) && this.#running === own) this.#pause();
    }
  }

  /** Shows the next day, if there is one; returns the promises of the views that will show it. */
  #step() {
    const range = this.start();
    if (!this.playing && !range) return [];
    this.playing ??= range && { ...range, at: range.within[0] - 1 };
    if (!this.playing) return [];
    if (this.playing.at >= this.playing.within[1]) {
      this.stop();
      return [];
    }
    this.playing.at += 1;
    this.#label();
    this.draw();
    return this.#announce();
  }

  #pause() {
    this.#running = null;
    this.#label();
    this.#announce();
  }

  #label() {
    const { play, resume, pause, next, first } = this.button.dataset;
    const [again, begin] = isStill() ? [next, first] : [resume, play];
    const isRunning = Boolean(this.#running);
    this.button.textContent = (isRunning ? pause : this.playing ? again : begin) ?? "";
    this.button.setAttribute("aria-pressed", String(isRunning));
    part(this.root, ".timeline-hint").setAttribute("aria-live", isRunning ? "off" : "polite");
  }

  /** Announces the days that are shown, or that all are; returns the promises of the views that will show them. */
  #announce() {
    /** @type {Promise<boolean>[]} */
    const awaited = [];
    const waitFor = (/** @type {Promise<boolean>} */ promise) => void awaited.push(promise);
    emit(window, "mapapp:days", { days: this.days, playing: Boolean(this.#running), waitFor });
    return awaited;
  }
}

/** A line over the whole map that goes away by itself: how to move it where a page around it scrolls. */

import { element } from "../common/dom.js";

const LASTS = 1500; // ms

export class Hint {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;

  /**
   * @param {HTMLElement} ground
   * @param {string} words
   */
  constructor(ground, words) {
    this.line = element("p", "mapapp-hint", words);
    this.line.setAttribute("aria-hidden", "true"); // the buttons and keys do it without
    ground.append(this.line);
  }

  show() {
    clearTimeout(this.#later);
    this.line.classList.add("shown");
    this.#later = setTimeout(() => this.hide(), LASTS);
  }

  hide() {
    clearTimeout(this.#later);
    this.line.classList.remove("shown");
  }
}

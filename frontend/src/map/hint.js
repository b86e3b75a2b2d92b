/** A line over the map that disappears by itself: how to move the map where a page around it scrolls. */

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
    this.line.setAttribute("aria-hidden", "true"); // buttons and keys need no hint
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

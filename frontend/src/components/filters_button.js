/**
 * The button that opens the rest of the filters, on a phone all of them as a sheet, and closes them again. Whether they
 * are open stands on the page's root, for page.css. A filter that is taken away by its own button hands its focus on.
 */

import { component } from "../common/component.js";
import { part } from "../common/dom.js";

const FILTERS = ".st-key-filters";
const PAGE = ".stMain";

/** @typedef {{label: string, done: string}} Data What the button says while they are closed, and on a sheet. */

export default component((parent) => new FiltersButton(part(parent, "button")));

class FiltersButton {
  #isOpen = false;
  #handsFocusOn = false;

  /** @type {Data} */
  #data = { label: "", done: "" };

  #isSheet = matchMedia("(max-width: 640px), (max-height: 480px)");

  /** @param {HTMLElement} button */
  constructor(button) {
    this.button = button;
    button.addEventListener("click", () => this.#open(!this.#isOpen));
  }

  /** @param {AbortSignal} signal */
  start(signal) {
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    document.addEventListener("click", (event) => this.#clicked(event), { signal });
    window.addEventListener("blur", () => this.#left(), { signal });
    this.#isSheet.addEventListener("change", () => this.#say(), { signal });
    signal.addEventListener("abort", () => this.#open(false));
  }

  /** @param {ComponentArguments<Data>} argument */
  show({ data }) {
    this.#data = data;
    this.#say();
    if (this.#handsFocusOn) this.button.focus();
    this.#handsFocusOn = false;
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.#isOpen = isOpen;
    document.documentElement.toggleAttribute("data-filters-open", isOpen);
    this.button.ariaExpanded = String(isOpen);
    this.#say();
  }

  #say() {
    const { label, done } = this.#data;
    this.button.textContent = this.#isOpen && this.#isSheet.matches ? done : label;
  }

  /** Esc closes an open list of options first. @param {KeyboardEvent} event */
  #key({ key, defaultPrevented }) {
    if (key !== "Escape" || !this.#isOpen || defaultPrevented) return;
    if (document.querySelector(`${FILTERS} [aria-expanded=true]`)) return;
    this.#open(false);
    this.button.focus();
  }

  /** @param {Event} event */
  #clicked(event) {
    const { target } = event;
    if (!(target instanceof Element)) return;
    this.#handsFocusOn = target.closest("[class*=st-key-chip]") !== null;
    if (target.closest(PAGE) && !target.closest(FILTERS)) this.#open(false);
  }

  /** The map, a frame of its own, tells the page of no click. */
  #left() {
    if (document.activeElement instanceof HTMLIFrameElement) this.#open(false);
  }
}

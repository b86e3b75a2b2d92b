/**
 * A button that opens choices and closes them again: the other filters; on a phone, all of them, or whose account, as a
 * sheet. What is open is an attribute of the page's root, for page.css. When a filter is removed by its own button, the
 * focus moves to this button.
 */

import { component } from "../common/component.js";
import { element, part } from "../common/dom.js";

const PAGE = ".stMain";

/**
 * @typedef {{opens: string, about: string, label: string, done: string}} Data The container that it opens, by its key;
 * the button's label while that is closed, and on a sheet.
 */

export default component((parent) => new SheetButton(part(parent, "button")));

class SheetButton {
  #isOpen = false;
  #handsFocusOn = false;

  /** @type {Data} */
  #data = { opens: "", about: "", label: "", done: "" };

  #isSheet = matchMedia("(max-width: 640px), (max-height: 480px)");
  #about = element("span", "sheet-button-about");
  #label = element("span", "sheet-button-label");

  /** @param {HTMLElement} button */
  constructor(button) {
    this.button = button;
    button.append(this.#about, this.#label);
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
    this.button.classList.add(`${data.opens}-button`);
    this.#say();
    if (this.#handsFocusOn) this.button.focus();
    this.#handsFocusOn = false;
  }

  get #opened() {
    return `.st-key-${this.#data.opens}`;
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    const { dataset } = document.documentElement;
    const { opens } = this.#data;
    this.#isOpen = isOpen;
    if (isOpen) dataset.open = opens;
    else if (dataset.open === opens) delete dataset.open;
    this.button.ariaExpanded = String(isOpen);
    this.#say();
  }

  #say() {
    const { about, label, done } = this.#data;
    const isDone = this.#isOpen && this.#isSheet.matches;
    this.#about.textContent = isDone ? "" : about;
    this.#label.textContent = isDone ? done : label;
  }

  /** Esc closes an open list of options first. @param {KeyboardEvent} event */
  #key({ key, defaultPrevented }) {
    if (key !== "Escape" || !this.#isOpen || defaultPrevented) return;
    if (document.querySelector(`${this.#opened} [aria-expanded=true]`)) return;
    this.#open(false);
    this.button.focus();
  }

  /** @param {Event} event */
  #clicked(event) {
    const { target } = event;
    if (!(target instanceof Element)) return;
    this.#handsFocusOn = this.#data.opens === "filters" && target.closest("[class*=st-key-chip]") !== null;
    if (target.closest(PAGE) && !target.closest(this.#opened)) this.#open(false);
  }

  /** The map is in its own frame, so the page gets none of its clicks. */
  #left() {
    if (document.activeElement instanceof HTMLIFrameElement) this.#open(false);
  }
}

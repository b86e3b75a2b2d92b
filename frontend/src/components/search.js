/**
 * The field for places and words. While something is typed it suggests places by any of their names; one that is
 * chosen becomes a filter, anything else is searched for in the texts.
 */

import { component } from "../common/component.js";
import { element, part } from "../common/dom.js";
import { suggested } from "./search/suggestions.js";

/** @typedef {import("./search/suggestions.js").Place} Place */
/** @typedef {import("./search/suggestions.js").Suggestion} Suggestion */

export default component((parent) => new Search(part(parent, ".search")));

class Search {
  /** @type {Place[]} */
  #places = [];

  /** The words that are searched for. */
  #text = "";

  /** What the options stand for; null for the words as they are typed. @type {(Suggestion | null)[]} */
  #offered = [];

  #active = -1;

  /** @type {(choice: {text: string} | {place: string[]}) => void} */
  #tell = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.field = /** @type {HTMLInputElement} */ (part(root, "input"));
    this.list = part(root, "ul");
    this.field.addEventListener("input", () => this.#offer());
    this.field.addEventListener("keydown", (event) => this.#press(event));
    this.field.addEventListener("blur", () => this.#search());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", ({ target }) => {
      const option = /** @type {Element} */ (target).closest("li");
      if (option) this.#choose([...this.list.children].indexOf(option));
    });
  }

  start() {}

  /** @param {ComponentArguments<{text: string, places: Place[]}>} argument */
  show({ data: { text, places }, setTriggerValue }) {
    this.#places = places;
    this.#tell = (choice) => setTriggerValue("choice", choice);
    const isTyped = this.field.value.trim() !== this.#text;
    this.#text = text;
    if (!isTyped) this.field.value = text; // what is being typed stays
  }

  #offer() {
    const typed = this.field.value.trim();
    this.#offered = typed ? [...suggested(typed, this.#places), null] : [];
    this.list.replaceChildren(...this.#offered.map((one, i) => this.#option(one, i, typed)));
    this.#mark(-1);
    this.#open(this.#offered.length > 0);
  }

  /**
   * @param {Suggestion | null} suggestion
   * @param {number} i
   * @param {string} typed
   */
  #option(suggestion, i, typed) {
    const option = element("li");
    Object.assign(option, { id: `search-option-${i}`, role: "option" });
    const name = element("b");
    name.append(element("bdi", "", suggestion ? suggestion.label : `“${typed}”`));
    if (!suggestion) option.append(this.root.dataset.words ?? "", name);
    else option.append(name, ...(suggestion.label.includes(suggestion.name) ? [] : [small(suggestion.name)]));
    return option;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key, isComposing } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (isComposing) return;
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.#offer();
      const number = this.#offered.length + 1; // one of them is the field itself
      this.#mark(((this.#active + 1 + step + number) % number) - 1);
    } else if (key === "Enter") {
      if (this.#active >= 0) this.#choose(this.#active);
      else this.#search();
    } else if (key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.#open(false);
    }
  }

  /** @param {number} i The option that Enter chooses; -1 for none. */
  #mark(i) {
    this.#active = i;
    for (const [number, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(number === i));
      if (number === i) option.scrollIntoView({ block: "nearest" });
    }
    if (i < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `search-option-${i}`);
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.#mark(-1);
  }

  /** @param {number} i */
  #choose(i) {
    const suggestion = this.#offered[i];
    if (!suggestion) return this.#search();
    this.field.value = this.#text;
    this.#open(false);
    this.#tell({ place: suggestion.ids });
  }

  #search() {
    const typed = this.field.value.trim();
    this.#open(false);
    if (typed === this.#text) return;
    this.#text = typed;
    this.#tell({ text: typed });
  }
}

/** @param {string} text */
function small(text) {
  const made = element("small");
  made.append(element("bdi", "", text));
  return made;
}

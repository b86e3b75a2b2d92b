/**
 * The search field. While something is typed it suggests places by any of their names, areas around them, and values of
 * the filters; a chosen suggestion becomes a filter, anything else is searched for in the texts.
 */

import { component } from "../common/component.js";
import { element, part } from "../common/dom.js";
import { emit } from "../common/page.js";
import { learnTerms, term } from "../common/terms.js";
import { areaIn, suggested } from "./search/suggestions.js";

/** @typedef {import("./search/suggestions.js").Choice} Choice */
/** @typedef {import("./search/suggestions.js").Group} Group */
/** @typedef {import("./search/suggestions.js").Catalogue} Catalogue */
/** @typedef {import("./search/suggestions.js").Suggestion} Suggestion */

export default component((parent) => new Search(part(parent, ".search")));

class Search {
  /** @type {Catalogue} */
  #catalogue = { place: { label: "", all: [] }, area: "", facets: [] };

  /** The words that are searched for. */
  #text = "";

  /** What the options stand for; null for the words as typed. @type {(Suggestion | null)[]} */
  #offered = [];

  #active = -1;

  /** @type {(choice: {text: string} | Choice) => void} */
  #send = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    learnTerms(JSON.parse(root.dataset.words ?? ""));
    this.root = root;
    this.field = /** @type {HTMLInputElement} */ (part(root, "input"));
    this.list = part(root, "[role=listbox]");
    this.status = part(root, "[role=status]");
    this.field.addEventListener("input", () => this.#offer());
    this.field.addEventListener("keydown", (event) => this.#press(event));
    this.field.addEventListener("blur", () => this.#enter());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", ({ target }) => {
      const option = /** @type {Element} */ (target).closest("[role=option]");
      if (option) this.#choose(this.#options().indexOf(option));
    });
  }

  start() {}

  /** @param {ComponentArguments<Catalogue & {text: string}>} argument */
  show({ data: { text, ...catalogue }, setTriggerValue }) {
    this.#catalogue = catalogue;
    this.#send = (choice) => setTriggerValue("choice", choice);
    const isTyped = this.field.value.trim() !== this.#text;
    this.#text = text;
    if (!isTyped) this.field.value = text; // what is being typed stays
  }

  #offer() {
    const typed = this.field.value.trim();
    const groups = typed ? suggested(typed, this.#catalogue) : [];
    this.#offered = typed ? [...groups.flatMap(({ options }) => options), null] : [];
    this.list.replaceChildren(...groups.map(grouped), ...(typed ? [wordsOption(typed)] : []));
    for (const [i, option] of this.#options().entries()) option.id = `search-option-${i}`;
    this.#mark(-1);
    this.#open(this.#offered.length > 0);
    this.status.textContent = typed ? term("search-found", { count: this.#offered.length - 1 }) : "";
  }

  #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key, isComposing } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (isComposing) return;
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.#offer();
      const stops = this.#offered.length + 1; // the field itself is one of them
      this.#mark(((this.#active + 1 + step + stops) % stops) - 1);
    } else if (key === "Enter") {
      if (this.#active >= 0) this.#choose(this.#active);
      else this.#enter();
    } else if (key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.#open(false);
    }
  }

  /** @param {number} i The option that Enter chooses; -1 for none. */
  #mark(i) {
    this.#active = i;
    for (const [index, option] of this.#options().entries()) {
      option.setAttribute("aria-selected", String(index === i));
      if (index === i) option.scrollIntoView({ block: "nearest" });
    }
    if (i < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `search-option-${i}`);
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) return;
    this.#mark(-1);
    this.status.textContent = "";
  }

  /** @param {number} i */
  #choose(i) {
    const suggestion = this.#offered[i];
    if (suggestion) this.#take(suggestion.choice);
    else this.#search();
  }

  /** Takes the typed text as an area if it is one; the page shows where it is, or that there is no such place. */
  #enter() {
    const area = areaIn(this.field.value);
    if (area && this.field.value.trim() !== this.#text) this.#take(area);
    else this.#search();
  }

  /** @param {Choice} choice */
  #take(choice) {
    this.field.value = this.#text;
    this.#open(false);
    if ("name" in choice) {
      const values = new URLSearchParams(location.search).getAll(choice.name);
      emit(window, "mapapp:choice", {
        name: choice.name,
        values: [...new Set([...values, ...choice.values])],
      });
    }
    this.#send(choice);
  }

  #search() {
    const typed = this.field.value.trim();
    this.#open(false);
    if (typed === this.#text) return;
    this.#text = typed;
    this.#send({ text: typed });
  }
}

/**
 * @param {Group} group
 * @param {number} i
 */
function grouped({ label, options }, i) {
  const node = element("div");
  const head = Object.assign(element("div", "search-group", label), {
    id: `search-group-${i}`,
    role: "presentation",
  });
  node.role = "group";
  node.setAttribute("aria-labelledby", head.id);
  node.append(head, ...options.map(option));
  return node;
}

/** @param {Suggestion} suggestion */
function option({ label, name, count, choice }) {
  const node = Object.assign(element("div"), { role: "option" });
  const words = "km" in choice ? term("where-within", { km: String(choice.km), place: label }) : label;
  node.append(inOwnDirection("b", words));
  if (!label.includes(name)) node.append(inOwnDirection("small", name));
  if (count !== undefined)
    node.append(
      element(
        "span",
        "search-count",
        count === null ? term("combined-only") : term("count-incidents", { count }),
      ),
    );
  return node;
}

/** @param {string} typed */
function wordsOption(typed) {
  const node = Object.assign(element("div", "search-words"), { role: "option" });
  node.append(inOwnDirection("span", term("search-words", { words: `“${typed}”` })));
  return node;
}

/**
 * @param {"b" | "small" | "span"} tag
 * @param {string} text
 */
function inOwnDirection(tag, text) {
  const node = element(tag);
  node.append(element("bdi", "", text));
  return node;
}

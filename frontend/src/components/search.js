/**
 * The field for places and words. While something is typed it suggests places by any of their names, areas around them,
 * and values of the filters; what is chosen becomes a filter, anything else is searched for in the texts.
 */

import { component } from "../common/component.js";
import { element, part } from "../common/dom.js";
import { tell } from "../common/page.js";
import { learnTerms, term } from "../common/terms.js";
import { areaIn, suggested } from "./search/suggestions.js";

/** @typedef {import("./search/suggestions.js").Choice} Choice */
/** @typedef {import("./search/suggestions.js").Group} Group */
/** @typedef {import("./search/suggestions.js").Known} Known */
/** @typedef {import("./search/suggestions.js").Suggestion} Suggestion */

export default component((parent) => new Search(part(parent, ".search")));

class Search {
  /** @type {Known} */
  #known = { place: { label: "", all: [] }, area: "", facets: [] };

  /** The words that are searched for. */
  #text = "";

  /** What the options stand for; null for the words as they are typed. @type {(Suggestion | null)[]} */
  #offered = [];

  #active = -1;

  /** @type {(choice: {text: string} | Choice) => void} */
  #tell = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    learnTerms(JSON.parse(root.dataset.words ?? ""));
    this.root = root;
    this.field = /** @type {HTMLInputElement} */ (part(root, "input"));
    this.list = part(root, "[role=listbox]");
    this.heard = part(root, "[role=status]");
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

  /** @param {ComponentArguments<Known & {text: string}>} argument */
  show({ data: { text, ...known }, setTriggerValue }) {
    this.#known = known;
    this.#tell = (choice) => setTriggerValue("choice", choice);
    const isTyped = this.field.value.trim() !== this.#text;
    this.#text = text;
    if (!isTyped) this.field.value = text; // what is being typed stays
  }

  #offer() {
    const typed = this.field.value.trim();
    const groups = typed ? suggested(typed, this.#known) : [];
    this.#offered = typed ? [...groups.flatMap(({ options }) => options), null] : [];
    this.list.replaceChildren(...groups.map(grouped), ...(typed ? [wordsOption(typed)] : []));
    for (const [i, option] of this.#options().entries()) option.id = `search-option-${i}`;
    this.#mark(-1);
    this.#open(this.#offered.length > 0);
    this.heard.textContent = typed ? term("search-found", { count: this.#offered.length - 1 }) : "";
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
      const places = this.#offered.length + 1; // one of them is the field itself
      this.#mark(((this.#active + 1 + step + places) % places) - 1);
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
    for (const [place, option] of this.#options().entries()) {
      option.setAttribute("aria-selected", String(place === i));
      if (place === i) option.scrollIntoView({ block: "nearest" });
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
    this.heard.textContent = "";
  }

  /** @param {number} i */
  #choose(i) {
    const suggestion = this.#offered[i];
    if (suggestion) this.#take(suggestion.choice);
    else this.#search();
  }

  /** Takes what is typed as an area if it is one; where it is, or that there is no such place, the page tells. */
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
      tell(window, "mapapp:choice", {
        name: choice.name,
        values: [...new Set([...values, ...choice.values])],
      });
    }
    this.#tell(choice);
  }

  #search() {
    const typed = this.field.value.trim();
    this.#open(false);
    if (typed === this.#text) return;
    this.#text = typed;
    this.#tell({ text: typed });
  }
}

/**
 * @param {Group} group
 * @param {number} i
 */
function grouped({ label, options }, i) {
  const made = element("div");
  const head = Object.assign(element("div", "search-group", label), {
    id: `search-group-${i}`,
    role: "presentation",
  });
  made.role = "group";
  made.setAttribute("aria-labelledby", head.id);
  made.append(head, ...options.map(option));
  return made;
}

/** @param {Suggestion} suggestion */
function option({ label, name, count, choice }) {
  const made = Object.assign(element("div"), { role: "option" });
  const words = "km" in choice ? term("where-within", { km: String(choice.km), place: label }) : label;
  made.append(inOwnDirection("b", words));
  if (!label.includes(name)) made.append(inOwnDirection("small", name));
  if (count !== undefined)
    made.append(
      element(
        "span",
        "search-count",
        count === null ? term("combined-only") : term("count-incidents", { count }),
      ),
    );
  return made;
}

/** @param {string} typed */
function wordsOption(typed) {
  const made = Object.assign(element("div", "search-words"), { role: "option" });
  made.append(inOwnDirection("span", term("search-words", { words: `“${typed}”` })));
  return made;
}

/**
 * @param {"b" | "small" | "span"} tag
 * @param {string} text
 */
function inOwnDirection(tag, text) {
  const made = element(tag);
  made.append(element("bdi", "", text));
  return made;
}

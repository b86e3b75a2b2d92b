/** The panel that switches layers on and off. */

import { element } from "../common/dom.js";
import { term } from "../common/terms.js";
import { lineSwatch } from "./controls.js";

/** @typedef {import("./base_map.js").BaseMap} BaseMap */

export class LayerPanel {
  panel = element("details", "mapapp-panel mapapp-layers");
  slots = {
    background: element("div", "mapapp-slot"),
    incidents: element("div", "mapapp-slot"),
    districts: element("div", "mapapp-slot"),
    reference: element("div", "mapapp-slot"),
    names: element("div", "mapapp-slot"),
  };

  /** @param {BaseMap} base */
  constructor(base) {
    this.base = base;
    const choices = element("div", "mapapp-choices");
    const summary = element("summary", "", term("layers-title"));
    choices.append(...Object.values(this.slots));
    this.panel.append(summary, choices);
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.panel.open) return;
      event.stopPropagation();
      this.panel.open = false;
      summary.focus();
    });
    base.container.addEventListener("toggle", ({ target }) => foldBelow(base.container, target), true);
  }

  /**
   * Offers an overlay, and emits when it is switched.
   * @param {string} name
   * @param {string} label
   * @param {boolean} isShown
   */
  overlay(name, label, isShown) {
    const switched = (/** @type {boolean} */ shown) => this.base.overlaySwitched.emit({ name, shown });
    this.slots.incidents.append(choice("checkbox", name, label, isShown, switched).label);
  }

  /**
   * Offers whose place names come first, or the order of the data; nothing if there is no choice.
   * @param {Tradition[]} traditions
   */
  offerNameOrder(traditions) {
    this.slots.names.replaceChildren();
    if (!traditions.length) return;
    const { first: chosenNow, hasOwn } = this.base.names;
    const ofData = { name: "", words: term(hasOwn ? "names-of-data" : "names-of-control") };
    for (const { name: first, words } of [ofData, ...traditions]) {
      const chosen = () => {
        this.base.putNamesFirst(first);
        this.base.namesChosen.emit(first);
      };
      const option = choice("radio", "mapapp-names", words, chosenNow === first, chosen);
      option.input.value = first;
      this.slots.names.append(option.label);
    }
  }

  /** @param {string} first */
  showNameOrder(first) {
    for (const input of this.slots.names.querySelectorAll("input")) input.checked = input.value === first;
  }
}

/**
 * A labelled checkbox or radio button; `swatch` is the class of a line drawn next to the words.
 * @param {"checkbox" | "radio"} type
 * @param {string} name
 * @param {string} text
 * @param {boolean} checked
 * @param {(checked: boolean) => void} changed
 */
export function choice(type, name, text, checked, changed, swatch = "") {
  const label = element("label");
  const input = Object.assign(element("input"), { type, name, checked });
  const words = element("span", "", text);
  input.addEventListener("change", () => changed(input.checked));
  label.append(input, ...(swatch ? [lineSwatch(swatch)] : []), words);
  return { label, input, words };
}

/**
 * Folds the panels that a newly opened one would cover, and the other one in its corner, for lack of height.
 * @param {HTMLElement} container
 * @param {EventTarget | null} opened
 */
function foldBelow(container, opened) {
  if (!(opened instanceof HTMLDetailsElement) || !opened.open) return;
  const box = opened.getBoundingClientRect();
  /** @type {NodeListOf<HTMLDetailsElement>} */
  const panels = container.querySelectorAll(".mapapp-panel[open]");
  for (const panel of panels) {
    const other = panel.getBoundingClientRect();
    const isApart =
      box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top;
    if (panel !== opened && (!isApart || panel.parentElement === opened.parentElement)) panel.open = false;
  }
}

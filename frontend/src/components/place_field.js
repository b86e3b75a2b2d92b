/** The field for the place of an area: the browser suggests known names, anything may be typed. */

import { component } from "../common/component.js";
import { element, part } from "../common/dom.js";

export default component((parent) => new PlaceField(part(parent, ".place-field")));

class PlaceField {
  /** The place that the page knows, or was sent last. */
  #place = "";

  /** @type {(place: string) => void} */
  #send = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    this.field = /** @type {HTMLInputElement} */ (part(root, "input"));
    this.list = part(root, "datalist");
    this.field.addEventListener("change", () => this.#take());
    this.field.addEventListener("input", (event) => {
      if (!(event instanceof InputEvent) || event.inputType === "insertReplacementText") this.#take(); // a suggestion
    });
  }

  start() {}

  /** @param {ComponentArguments<{place: string, names: string[]}>} argument */
  show({ data: { place, names }, setTriggerValue }) {
    this.#send = (chosen) => setTriggerValue("place", chosen);
    const isTyped = this.field.value.trim() !== this.#place;
    if (!isTyped) this.field.value = place; // what is being typed stays
    this.#place = place;
    this.list.replaceChildren(...names.map((name) => Object.assign(element("option"), { value: name })));
  }

  #take() {
    const typed = this.field.value.trim();
    if (typed === this.#place) return;
    this.#place = typed;
    this.#send(typed);
  }
}

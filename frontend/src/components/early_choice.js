/**
 * Tells the map what a filter will be as soon as an option is clicked: Streamlit takes a while to tell Python. Until Python has
 * said what it makes of it, the figures of the page are marked as those of before.
 */

import { component } from "../common/component.js";
import { tell } from "../common/page.js";
import { clickedOption } from "../common/streamlit_private.js";

const SAID_WITHIN = 20_000; // ms; what Python has not made of a click by then, it will not

/** @typedef {{options: Record<string, string[]>, query: Record<string, string[]>}} Data The values of each filter's options, in their order; what is shown. */

export default component(() => new EarlyChoice());

class EarlyChoice {
  /** @type {Data["options"]} */
  #options = {};

  /** @type {Choice | null} */
  #awaited = null;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** @param {AbortSignal} signal */
  start(signal) {
    document.addEventListener("click", ({ target }) => this.#clicked(target), { capture: true, signal });
    signal.addEventListener("abort", () => this.#await(null));
  }

  /** @param {ComponentArguments<Data>} argument */
  show({ data }) {
    this.#options = data.options;
    const { name, values } = this.#awaited ?? { name: "", values: [] };
    const said = new Set(data.query[name]);
    if (values.every((value) => said.has(value))) this.#await(null);
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const option = target instanceof Element ? clickedOption(target) : null;
    const value = option && this.#options[option.key]?.[option.index];
    if (!option || value === undefined || value === null) return;
    const chosen = new URLSearchParams(location.search).getAll(option.key);
    if (chosen.includes(value)) return;
    const choice = { name: option.key, values: [...chosen, value] };
    tell(window, "mapapp:choice", choice);
    this.#await(choice);
  }

  /** @param {Choice | null} choice */
  #await(choice) {
    this.#awaited = choice;
    clearTimeout(this.#waiting);
    if (choice) this.#waiting = setTimeout(() => this.#await(null), SAID_WITHIN);
    document.documentElement.toggleAttribute("data-awaiting", choice !== null);
  }
}

/** Informs the map of a filter as soon as an option is clicked: Streamlit takes a while to inform Python. */

import { component } from "../common/component.js";
import { emit } from "../common/page.js";
import { clickedOption } from "../common/streamlit_private.js";

/** @typedef {{options: Record<string, string[]>}} Data The values of each filter's options, in their order. */

export default component(() => new EarlyChoice());

class EarlyChoice {
  /** @type {Data["options"]} */
  #options = {};

  /** @param {AbortSignal} signal */
  start(signal) {
    document.addEventListener("click", ({ target }) => this.#clicked(target), { capture: true, signal });
  }

  /** @param {ComponentArguments<Data>} argument */
  show({ data }) {
    this.#options = data.options;
  }

  /** @param {EventTarget | null} target */
  #clicked(target) {
    const option = target instanceof Element ? clickedOption(target) : null;
    const value = option && this.#options[option.key]?.[option.index];
    if (!option || value === undefined || value === null) return;
    const chosen = new URLSearchParams(location.search).getAll(option.key);
    if (!chosen.includes(value))
      emit(window, "mapapp:choice", { name: option.key, values: [...chosen, value] });
  }
}

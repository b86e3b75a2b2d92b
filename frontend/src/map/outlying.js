/** Signs at the map's edges: how many incidents are beyond each; a click leads there. */

import L from "leaflet";
import { element } from "../common/dom.js";
import { number } from "../common/numbers.js";
import { term } from "../common/terms.js";
import { latLngBounds } from "./controls.js";

/** @type {Record<Side, string>} */
const ARROWS = { north: "↑", south: "↓", west: "←", east: "→" };

export class Outlying {
  /** @type {HTMLButtonElement[]} */
  #signs = [];

  /**
   * @param {HTMLElement} container
   * @param {(bounds: L.LatLngBounds) => void} lead
   */
  constructor(container, lead) {
    this.container = container;
    this.lead = lead;
  }

  /**
   * Shows what is beyond each edge, unless most incidents are: then the reader has chosen a part.
   * @param {Answer} answer
   */
  show({ beyond = [], numberMatched = 0 }) {
    const hadFocus = this.#signs.find((sign) => sign === document.activeElement)?.dataset.side;
    const all = beyond.reduce((sum, { count }) => sum + count, 0);
    for (const sign of this.#signs) sign.remove();
    this.#signs = all < numberMatched ? beyond.map((side) => this.#sign(side)) : [];
    this.container.append(...this.#signs);
    this.#signs.find(({ dataset }) => dataset.side === hadFocus)?.focus();
  }

  /** @param {Beyond} beyond */
  #sign({ side, count, bounds }) {
    const sign = element("button", `mapapp-beyond mapapp-beyond-${side}`);
    const [low, high] = [`${number(count)} ${ARROWS[side]}`, `${ARROWS[side]} ${number(count)}`];
    sign.type = "button";
    sign.dataset.side = side;
    sign.textContent = side === "west" ? high : low;
    sign.title = term(`beyond-${side}`);
    sign.setAttribute("aria-label", `${number(count)} ${sign.title}`);
    sign.addEventListener("click", () => this.lead(latLngBounds(bounds)));
    L.DomEvent.disableClickPropagation(sign);
    return sign;
  }
}

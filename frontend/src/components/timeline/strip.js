/**
 * The strip under the timeline: who reports anything. It has a cell for each bar and a lane for each group of sources:
 * the more of them report anything, the stronger; hatching marks where no report was found. Pointer and arrow keys show
 * the numbers of a day; a click or Enter chooses it.
 */

import { element, part } from "../../common/dom.js";
import { term } from "../../common/terms.js";
import { steps } from "./keys.js";

/** @typedef {import("./tip.js").Tip} Tip */

const STRONGEST = 92; // per cent of the ink; a single source has FAINTEST, which still has a contrast of 3 to 1 with the page
const FAINTEST = 58;

/** @typedef {import("./scale.js").Scale} Scale */
/** @typedef {{lanes: string[], cells: {cell: number, counts: number[], words: string}[], nothing: string}} Reports */

export class Strip {
  /** @type {Scale | null} */
  #scale = null;

  /** @type {Map<number, string>} */
  #words = new Map();

  #nothing = "";
  #at = 0;

  /**
   * @param {HTMLElement} root
   * @param {Tip} tip
   * @param {(bin: number) => void} choose
   */
  constructor(root, tip, choose) {
    this.tip = tip;
    this.strip = part(root, ".timeline-strip");
    this.names = part(root, ".timeline-names");
    this.legend = part(root, ".timeline-lanes");
    this.choose = choose;
    this.#listen();
  }

  /**
   * @param {Reports | null} reports Null if the data set has no claims.
   * @param {Scale} scale
   */
  draw(reports, scale) {
    this.#scale = scale;
    if (this.strip.querySelector(".timeline-at")) this.#hide();
    this.strip.hidden = this.legend.hidden = this.names.hidden = !reports;
    if (!reports) return;
    this.#words = new Map(reports.cells.map(({ cell, words }) => [cell, words]));
    this.#nothing = reports.nothing;
    this.strip.replaceChildren(...lanes(reports, scale.bins));
    this.strip.setAttribute("aria-valuemin", "0");
    this.strip.setAttribute("aria-valuemax", String(scale.bins - 1));
    this.names.replaceChildren(...reports.lanes.map((name) => element("span", "", name)));
    const names = reports.lanes.join(", ");
    this.legend.textContent = term("timeline-lanes", { names, nothing: reports.nothing });
    this.#speak(scale.within(this.#at));
  }

  /**
   * Tells screen readers the numbers of a cell.
   * @param {number} bin
   */
  #speak(bin) {
    const words = `${this.#scale?.words(bin)}: ${this.#words.get(bin) ?? this.#nothing}`;
    this.#at = bin;
    this.strip.setAttribute("aria-valuenow", String(bin));
    this.strip.setAttribute("aria-valuetext", words);
    return words;
  }

  /** @param {number} bin */
  #show(bin) {
    if (!this.#scale) return;
    const { bins } = this.#scale;
    this.#hide();
    const words = this.#speak(bin);
    this.strip.append(cellAt("div", "timeline-at", bin, bins));
    this.tip.show(words, this.strip, (bin + 0.5) / bins);
  }

  #hide() {
    this.strip.querySelector(".timeline-at")?.remove();
    this.tip.hide();
  }

  /** @param {PointerEvent} event */
  #point({ clientX }) {
    if (!this.#scale) return;
    const box = this.strip.getBoundingClientRect();
    this.#show(this.#scale.within(Math.floor(((clientX - box.left) / box.width) * this.#scale.bins)));
  }

  #listen() {
    const { strip } = this;
    const byMouse = (/** @type {Event} */ event) =>
      /** @type {PointerEvent} */ (event).pointerType === "mouse";
    strip.addEventListener("pointermove", (event) => this.#point(event));
    strip.addEventListener("pointerdown", (event) => this.#point(event));
    strip.addEventListener("click", (event) => byMouse(event) && this.choose(this.#at));
    strip.addEventListener("pointerleave", (event) => byMouse(event) && this.#hide());
    strip.addEventListener("focus", () => strip.matches(":focus-visible") && this.#show(this.#at));
    strip.addEventListener("blur", () => this.#hide());
    strip.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") return this.#hide();
    if (event.key === "Enter") return this.choose(this.#at);
    const by = steps(event.key);
    if (!by || !this.#scale) return undefined;
    event.preventDefault();
    return this.#show(this.#scale.within(this.#at + by));
  }
}

/**
 * @param {Reports} reports
 * @param {number} bins
 */
function lanes({ lanes: names, cells }, bins) {
  const most = Math.max(2, ...cells.flatMap(({ counts }) => counts));
  const strength = (/** @type {number} */ n) =>
    FAINTEST + ((STRONGEST - FAINTEST) * Math.log(n)) / Math.log(most);
  return names.map((_, lane) => {
    const node = element("div", "timeline-lane");
    const filled = cells
      .filter(({ counts }) => counts[lane])
      .map(({ cell, counts }) => {
        const segment = cellAt("i", "", cell, bins);
        segment.style.setProperty("--strength", `${strength(counts[lane]).toFixed(0)}%`);
        return segment;
      });
    node.append(...filled);
    return node;
  });
}

/**
 * @param {"i" | "div"} tag
 * @param {string} className
 * @param {number} bin
 * @param {number} bins
 */
function cellAt(tag, className, bin, bins) {
  const node = element(tag, className);
  Object.assign(node.style, { left: `${(bin / bins) * 100}%`, width: `${100 / bins}%` });
  return node;
}

/** What is drawn of an answer: marks, areas, density, the caption and the legend, and the state of each mark. */

import { oncePainted } from "../common/page.js";
import { Areas } from "./areas.js";
import { Caption } from "./caption.js";
import { counted } from "./crowds.js";
import { inWorldAround } from "./date_line.js";
import { groundOf } from "./ground.js";
import { Heat } from "./heat.js";
import { explain, heatLine, legendStrip } from "./legend.js";
import { nameAll } from "./mark.js";
import { Marks } from "./mark_layer.js";
import { scaled } from "./mark_sizes.js";
import { Outlying } from "./outlying.js";
import { isLocated } from "./place_precision.js";
import { Pointing } from "./pointing.js";
import { Roving } from "./roving.js";
import { Selection } from "./selection.js";
import { Spread } from "./spread.js";
import { Tip } from "./tip.js";

const ROOM_FOR_LEGEND = 400; // px of height; page.css has a line of colours if an embedded map is lower
const LEAST_SCALE = 0.6;

/** @typedef {import("./mark.js").Mark} Mark */

export class Drawn {
  /** The answer's features that have a location. @type {Feature[]} */
  #located = [];

  /** What is drawn of them: what can't be distinguished is counted. @type {Feature[]} */
  #features = [];

  /** The legend of the marks and their words. @type {Legend | undefined} */
  legend;

  /** The legend before scaling, and the scale of its marks here. @type {{legend: Legend, scale: number} | undefined} */
  #unscaled;

  /** @type {HTMLDetailsElement | undefined} */
  #strip;

  /** What was opened by keyboard and will be gone: the first mark within then gets the focus. @type {import("leaflet").LatLngBounds | null} */
  #opened = null;

  /** Shows the area in which each incident happened, after the incidents. */
  #showAreas = oncePainted(() => this.areas.show(this.#features));

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {import("./mark.js").Actions} actions
   */
  constructor(base, actions) {
    this.base = base;
    this.map = base.map;
    this.areas = new Areas(base);
    this.marks = new Marks(base, actions);
    this.heat = new Heat();
    this.caption = new Caption(base);
    this.tip = new Tip(this.map);
    this.selection = new Selection();
    this.pointing = new Pointing(
      this.map,
      () => this.marks.all,
      () => this.showStates(),
    );
    this.spread = new Spread(this.map);
    this.roving = new Roving(this.map, () => this.all);
    this.outlying = new Outlying(base.ground, (bounds) => base.position.show(bounds));
    base.districtsLoaded.listen(this.#showAreas);
    base.townsNamed.listen(() => (this.marks.standClearOfTowns() ? this.#nameMarks() : this.#arrange()));
    document.fonts.addEventListener("loadingdone", () => this.#arrange()); // words over the map have another width
  }

  /** All marks, including those that are spread around a cell. */
  get all() {
    return [...this.marks.all, ...this.spread.marks];
  }

  /** @param {Legend} unscaled */
  showLegend(unscaled) {
    const { base } = this;
    const hasRoom = base.position.isWide() && base.container.clientHeight >= ROOM_FOR_LEGEND;
    const isOpen = this.#strip ? this.#strip.open : hasRoom;
    const scale = this.#scale();
    const legend = scaled(unscaled, scale);
    this.#unscaled = { legend: unscaled, scale };
    this.legend = legend;
    this.#strip?.remove();
    this.#strip = legendStrip(legend, isOpen, base.lines);
    base.container.append(this.#strip);
    this.marks.clear();
    this.marks.show(this.#features, legend);
  }

  /** On a low map marks are smaller, also in the legend, whether that is open or folded. */
  #scale() {
    return Math.min(1, Math.max(LEAST_SCALE, this.base.container.clientHeight / ROOM_FOR_LEGEND));
  }

  /** @param {Answer} answer */
  show(answer) {
    const { lng } = this.map.getCenter();
    if (this.#unscaled && this.#unscaled.scale !== this.#scale()) this.showLegend(this.#unscaled.legend);
    if (!this.legend) return;
    const features = answer.features.filter(isLocated).map((feature) => inWorldAround(feature, lng));
    this.outlying.show(answer); // marks avoid its signs
    this.#located = features;
    this.#arrange();
    this.caption.describe(answer);
    this.#focusWithin();
    this.base.noteIncidentsShown();
  }

  /** Draws the answer, clear of everything that the map now shows. */
  #arrange() {
    if (!this.legend) return;
    this.#features = this.#drawApart(this.#located, this.legend);
    if (this.spread.cell && !this.marks.has(this.spread.cell)) this.fold();
    this.#showAreas();
    this.heat.show(this.#features);
    this.#nameMarks();
    this.#explainMarks();
    this.showStates();
    this.#updatePlaceNames();
  }

  /**
   * Draws incidents next to each other; what can't be distinguished is counted. Returns what is drawn.
   * @param {Feature[]} features
   * @param {Legend} legend
   */
  #drawApart(features, legend) {
    const project = (/** @type {Feature} */ { geometry }) => {
      const [lng, lat] = geometry.coordinates;
      return this.map.latLngToLayerPoint([lat, lng]);
    };
    const ground = groundOf(this.map); // before there are new marks, for which the browser would have to redo its layout
    for (let shown = features; ; ) {
      this.marks.show(shown, legend);
      const crowded = new Set(this.marks.standApart(ground).map(({ id }) => id));
      if (!crowded.size) return shown;
      shown = counted(shown, crowded, project);
    }
  }

  /**
   * Gives the focus to the first mark within bounds once it is drawn; null: to none.
   * @param {import("leaflet").LatLngBounds | null} bounds
   */
  focusNextWithin(bounds) {
    this.#opened = bounds;
  }

  #focusWithin() {
    const bounds = this.#opened;
    this.#opened = null;
    if (!bounds || document.activeElement?.closest(".mapapp-mark")) return;
    this.marks.all.find(({ drawnAt }) => bounds.contains(drawnAt))?.node.focus();
  }

  #explainMarks() {
    const several = this.marks.all.some(({ cell }) => cell);
    explain(this.#strip, { several, aside: this.marks.standAside });
    frameElement?.toggleAttribute("data-several", several); // for the key under the frame
  }

  #nameMarks() {
    nameAll(this.all, (latlng) => this.base.names.near(latlng));
  }

  /** Updates what the place names keep clear of; a spread cell counts with the marks around it. */
  #updatePlaceNames() {
    const isHidden = this.base.container.classList.contains("mapapp-unmarked");
    const reach = (/** @type {Mark} */ mark) => (mark === this.spread.cell ? this.spread.reach : mark.radius);
    const taken = (isHidden ? [] : this.marks.all).map((mark) => ({
      radius: reach(mark),
      latlng: mark.drawnAt,
      vague: mark.isVague,
    }));
    this.base.names.keepClearOf(taken);
  }

  /** Shows which marks are chosen, pointed at elsewhere, or open. */
  showStates() {
    this.roving.refresh();
    const ringed = this.selection.ringed(this.all);
    for (const mark of this.all) {
      mark.showStates({
        isSelected: ringed.has(mark),
        isMarked: this.pointing.isMarked(mark),
        isOpen: mark === this.spread.cell,
      });
    }
  }

  /**
   * Hides the marks, from the keyboard too, or shows them again; they are kept up to date meanwhile.
   * @param {boolean} isShown
   */
  switchMarks(isShown) {
    this.fold();
    this.base.container.classList.toggle("mapapp-unmarked", !isShown);
    this.#updatePlaceNames();
  }

  /** @param {boolean} isShown */
  switchHeat(isShown) {
    if (isShown) {
      this.heat.addTo(this.map);
      this.base.lines.prepend(heatLine());
    } else {
      this.heat.remove();
      this.base.lines.querySelector(".mapapp-heat-line")?.remove();
    }
  }

  /**
   * Draws the incidents of a cell around it.
   * @param {Mark} cell
   * @param {Feature[]} features
   * @param {boolean} byKeyboard
   */
  unfold(cell, features, byKeyboard) {
    if (!this.legend) return;
    const notice = this.spread.open(cell, features, this.legend, this.marks.actions, byKeyboard);
    this.#nameMarks();
    this.showStates();
    this.#updatePlaceNames();
    if (notice) this.caption.say(notice);
    if (byKeyboard) this.spread.marks[0]?.node.focus();
  }

  fold() {
    if (!this.spread.fold()) return;
    this.tip.hide();
    this.caption.hush();
    this.showStates();
    this.#updatePlaceNames();
  }
}

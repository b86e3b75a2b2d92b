/**
 * The incidents on the map: `asking.js` asks for what the view shows, `drawn.js` draws it, `choosing.js` reports what
 * was chosen. The layer stays on the map when its options change, so that old marks remain until new ones are there.
 */

import { listen } from "../common/page.js";
import { term } from "../common/terms.js";
import { Ahead } from "./ahead.js";
import { Asking } from "./asking.js";
import { Choosing } from "./choosing.js";
import { ChosenArea, staysPut } from "./chosen_area.js";
import { Coverage } from "./coverage.js";
import { Drawn } from "./drawn.js";
import { Views } from "./map_sync.js";

export class IncidentLayer {
  /** @type {IncidentOptions | undefined} */
  #options;

  /** @type {Views | undefined} */
  #views;

  /** @param {import("./base_map.js").BaseMap} base */
  constructor(base) {
    const leaving = new AbortController();
    addEventListener("pagehide", () => leaving.abort());
    this.base = base;
    this.leaving = leaving.signal;
    this.drawn = new Drawn(base, {
      activate: (mark, byKeyboard) => this.choosing.activate(mark, byKeyboard),
      point: (mark, byKeyboard) => this.choosing.point(mark, byKeyboard),
      leave: (mark) => this.choosing.leave(mark),
    });
    this.ahead = new Ahead(
      base,
      () => this.#options,
      (options) => this.#show(options),
      this.leaving,
    );
    this.asking = new Asking(
      base,
      this.drawn.caption,
      (answer) => this.drawn.show(answer),
      (options) => this.ahead.answerFor(options),
    );
    this.choosing = new Choosing(base, this.drawn, this.asking, () => this.#options);
    this.chosenArea = new ChosenArea(base.map);
    this.coverage = new Coverage(base, (districts, at) =>
      this.choosing.report({ event: "claims", districts }, at),
    );
    this.#offerOverlays();
    this.#listenToTheMap();
    this.#listenToThePage();
  }

  /**
   * Shows what Python sends.
   * @param {IncidentOptions} options
   */
  show(options) {
    if (this.ahead.isNews(options)) this.#show(options);
  }

  /** @param {IncidentOptions} options */
  #show(options) {
    const before = this.#options;
    this.#options = options;
    if (differ(before?.legend, options.legend)) this.drawn.showLegend(options.legend);
    this.chosenArea.show(options.area ?? []);
    this.#settle(before?.source.params, options); // once the legend has its final size
    if (differ([before?.source, before?.fingerprint], [options.source, options.fingerprint])) {
      this.#followCoverage(options.source);
      this.drawn.fold();
      this.asking.follow(options);
    }
    if (differ(before?.nameOrders, options.nameOrders)) this.base.offerNames(options.nameOrders);
    if (differ([before?.places, before?.fingerprint], [options.places, options.fingerprint])) {
      this.base.followPlaces(options.places);
    }
    if (options.names) this.base.putNamesFirst(options.names);
    if (before?.selected !== options.selected)
      this.choosing.select(options.selected ?? null, Boolean(before));
    this.base.position.keepAddress();
    this.#views ??= new Views(this.base, () => this.#options?.source.params ?? "", this.leaving);
    this.#views.announce();
  }

  /**
   * @param {string | undefined} before The filter that was shown.
   * @param {IncidentOptions} options
   */
  #settle(before, { home, source }) {
    const isOther = before !== undefined && before !== source.params;
    const { position } = this.base;
    if (isOther && staysPut(before, source.params ?? "")) position.stay(home);
    else position.settle(home, isOther);
  }

  #offerOverlays() {
    const { layers } = this.base;
    layers.overlay("incidents", term("incidents"), true);
    layers.overlay("uncertainty", term("layer-uncertainty"), true);
    layers.overlay("heat", term("layer-density"), false);
  }

  /**
   * Follows the source's coverage, which is offered as a layer once there is any.
   * @param {SourceOptions} source
   */
  #followCoverage({ coverage, params = "" }) {
    if (!coverage) return;
    if (!this.coverage.address) this.base.layers.overlay("coverage", term("layer-coverage"), false);
    this.coverage.follow(new URL(coverage, this.base.root), params);
  }

  #listenToTheMap() {
    const { base, choosing, drawn } = this;
    base.map.on("moveend", this.asking.soon);
    base.map.on("zoomstart click", () => drawn.fold());
    base.container.addEventListener("keydown", ({ key }) => key === "Escape" && drawn.fold());
    base.overlaySwitched.listen(({ name, shown }) => this.#switch(name, shown));
    base.drawing?.drawn.listen((corners) => choosing.report({ event: "area", corners }));
    base.namesChosen.listen((first) => choosing.report({ event: "names", first }));
  }

  /**
   * @param {string} name
   * @param {boolean} isShown
   */
  #switch(name, isShown) {
    if (name === "incidents") this.drawn.switchMarks(isShown);
    if (name === "uncertainty") this.drawn.areas.switch(isShown);
    if (name === "heat") this.drawn.switchHeat(isShown);
    if (name === "coverage") this.coverage.show(isShown);
  }

  #listenToThePage() {
    const { choosing, leaving } = this;
    const { page } = this.base;
    const pointedAt = (/** @type {Pointed | null | undefined} */ pointed) => {
      if (pointed?.source !== "map") this.drawn.pointing.follow(pointed ?? {}, this.asking.source);
    };
    listen(page, "mapapp:hover", pointedAt, leaving);
    listen(page, "mapapp:days", (played) => played?.waitFor(this.#play(played.days)), leaving);
    listen(page, "mapapp:show", (shown) => shown && choosing.bring(shown), leaving);
    listen(page, "mapapp:select", (chosen) => choosing.select(chosen?.id ?? null, true), leaving);
  }

  /**
   * Shows only some days until called with null; the filter stays as it is. Resolves to whether they are shown.
   * @param {Days | null} days
   */
  async #play(days) {
    this.drawn.fold();
    const [isShown] = await Promise.all([this.asking.play(days), this.coverage.during(days)]);
    return isShown;
  }
}

/**
 * @param {unknown} before
 * @param {unknown} now
 */
const differ = (before, now) => JSON.stringify(before) !== JSON.stringify(now);

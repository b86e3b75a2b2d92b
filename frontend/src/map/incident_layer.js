/**
 * The incidents on the map: asks for what the view shows, lets it be drawn, and tells what was chosen. The layer stays
 * on the map when its options change, so that old marks remain until new ones are there.
 */

import L from "leaflet";
import { isStill, listen, onceForAll, oncePainted, tell } from "../common/page.js";
import { Question } from "../common/question.js";
import { sendClick } from "../common/streamlit_private.js";
import { term } from "../common/terms.js";
import { Ahead } from "./ahead.js";
import { Areas } from "./areas.js";
import { Caption } from "./caption.js";
import { ChosenArea, staysPut } from "./chosen_area.js";
import { latLngBounds } from "./controls.js";
import { Coverage } from "./coverage.js";
import { counted } from "./crowds.js";
import { edgesOf, inWorldAround } from "./date_line.js";
import { Heat } from "./heat.js";
import { explain, heatLine, legendStrip } from "./legend.js";
import { Views } from "./map_sync.js";
import { nameAll } from "./mark.js";
import { Marks } from "./mark_layer.js";
import { Outlying } from "./outlying.js";
import { isLocated } from "./place_precision.js";
import { Pointing } from "./pointing.js";
import { CLOSEST_HOME } from "./position.js";
import { Roving } from "./roving.js";
import { Selection } from "./selection.js";
import { incidentSource } from "./source.js";
import { Spread } from "./spread.js";
import { Tip } from "./tip.js";
import { incidentPopup } from "./tooltip.js";

const CLOSEST_BY_CLICK = 15;
const SAME = 1e-6; // degrees, a thousandth of a pixel where the map is closest at home

/** @typedef {import("./base_map.js").BaseMap} BaseMap */
/** @typedef {import("./mark.js").Mark} Mark */

export class IncidentLayer {
  /** @type {IncidentOptions | undefined} */
  #options;

  /** @type {Source | undefined} */
  #source;

  /** @type {Days | null} */
  #played = null;

  /** @type {Feature[]} */
  #features = [];

  /** @type {HTMLDetailsElement | undefined} */
  #legend;

  /** @type {Views | undefined} */
  #views;

  /** What was opened by keyboard and will be gone: the first mark within has the focus then. @type {L.LatLngBounds | null} */
  #opened = null;

  #nonce = 0;

  /** Asks for the view again after all that changes it just now. */
  #refresh = onceForAll(() => this.#ask());

  /** Shows within what each incident happened, after the incidents. */
  #showAreas = oncePainted(() => this.areas.show(this.#features));

  /** @param {BaseMap} base */
  constructor(base) {
    const leaving = new AbortController();
    addEventListener("pagehide", () => leaving.abort());
    this.base = base;
    this.map = base.map;
    this.areas = new Areas(base);
    this.chosenArea = new ChosenArea(base.map);
    this.marks = new Marks(base, this.#hands());
    this.heat = new Heat();
    this.coverage = new Coverage(base, (districts, at) => this.report({ event: "claims", districts }, at));
    this.bridge = L.featureGroup().addTo(this.map); // st_folium listens to feature groups; this one has no marks
    this.caption = new Caption(base);
    this.tip = new Tip(this.map);
    this.selection = new Selection();
    this.pointing = new Pointing(
      this.map,
      () => this.marks.all,
      () => this.#showStates(),
    );
    this.spread = new Spread(this.map);
    this.roving = new Roving(this.map, () => [...this.marks.all, ...this.spread.marks]);
    this.outlying = new Outlying(base.ground, (bounds) => base.position.show(bounds));
    /** @type {Question<Answer>} */
    this.question = new Question(
      (answer) => this.#draw(answer),
      (isBusy) => this.#tellOfNoAnswer(isBusy),
      () => this.caption.say(term("still-asking")),
    );
    this.#offerOverlays();
    this.#listen(leaving.signal);
    this.leaving = leaving.signal;
    this.ahead = new Ahead(
      base,
      () => this.#options,
      (options) => this.#show(options),
      leaving.signal,
    );
  }

  /**
   * Shows what Python says.
   * @param {IncidentOptions} options
   */
  show(options) {
    if (this.ahead.isNews(options)) this.#show(options);
  }

  /** @param {IncidentOptions} options */
  #show(options) {
    const before = this.#options;
    this.#options = options;
    if (differ(before?.legend, options.legend)) this.#showLegend(options.legend);
    this.chosenArea.show(options.area ?? []);
    this.#settle(before?.source.params, options); // once the legend has taken its room
    if (differ([before?.source, before?.fingerprint], [options.source, options.fingerprint])) {
      this.#source = incidentSource(options.source, this.base.root);
      this.#played = null;
      this.#followCoverage(options.source);
      this.#fold();
      this.#refresh();
    }
    this.base.layers.slots.names.hidden = !options.nameOrders;
    if (options.names) this.base.nameFirst(options.names);
    if (before?.selected !== options.selected) this.select(options.selected ?? null, Boolean(before));
    this.base.position.keepAddress();
    this.#views ??= new Views(this.base, () => this.#options?.source.params ?? "", this.leaving);
    this.#views.tell();
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

  // ---- what it listens to

  /** @param {AbortSignal} leaving */
  #listen(leaving) {
    const { base, map } = this;
    map.on("moveend", this.#refresh);
    map.on("zoomstart click", () => this.#fold());
    base.container.addEventListener("keydown", ({ key }) => key === "Escape" && this.#fold());
    base.districtsLoaded.listen(this.#showAreas);
    base.townsNamed.listen(() => {
      this.marks.standApart();
      this.#nameMarks();
      this.#tellPlaceNames();
    });
    base.overlaySwitched.listen(({ name, shown }) => this.#switch(name, shown));
    base.drawing?.drawn.listen((corners) => this.report({ event: "area", corners }));
    base.namesChosen.listen((first) => this.report({ event: "names", first }));
    const pointedAt = (/** @type {Pointed | null | undefined} */ pointed) => {
      if (pointed?.source !== "map") this.pointing.follow(pointed ?? {}, this.#source);
    };
    listen(base.page, "mapapp:hover", pointedAt, leaving);
    listen(base.page, "mapapp:days", (played) => played?.waitFor(this.#play(played.days)), leaving);
    listen(base.page, "mapapp:show", (shown) => shown && this.#bring(shown), leaving);
    listen(base.page, "mapapp:select", (chosen) => this.select(chosen?.id ?? null, true), leaving);
  }

  /** @returns {import("./mark.js").Hands} */
  #hands() {
    return {
      activate: (mark, byKeyboard) => this.#activate(mark, byKeyboard),
      point: (mark, byKeyboard) => {
        this.tip.show(mark);
        this.#tellPointedAt(mark, mark.properties);
        if (byKeyboard) this.#bringIntoView(mark);
      },
      leave: (mark) => {
        if (this.tip.owner !== mark) return;
        this.tip.hide();
        this.#tellPointedAt(mark, null);
      },
    };
  }

  /**
   * @param {Mark} mark
   * @param {Incident | Cell | null} properties
   */
  #tellPointedAt({ id }, properties) {
    if (id === null) return;
    const { start, end } = /** @type {Partial<Incident>} */ (properties ?? {});
    const days = start !== undefined && end !== undefined ? /** @type {Days} */ ([start, end]) : null;
    tell(this.base.page, "mapapp:hover", { id: properties && id, days, source: "map" });
  }

  // ---- asking

  /** Asks for the present view; marks stay as they are until the answer is there. Tells whether it is shown. */
  #ask() {
    return this.#source ? this.question.ask(...this.#asking(this.#source)) : Promise.resolve(true);
  }

  /** @param {boolean} isBusy */
  #tellOfNoAnswer(isBusy) {
    this.base.tellIncidentsShown();
    if (isBusy) this.caption.say(term("server-busy"));
    else this.caption.say(term("map-out-of-date"), term("map-try-again"), () => this.#askAgain());
  }

  #askAgain() {
    return this.#source ? this.question.again(...this.#asking(this.#source)) : Promise.resolve(true);
  }

  /**
   * @param {Source} source
   * @returns {[unknown, (signal: AbortSignal) => Promise<Answer>]}
   */
  #asking(source) {
    const bounds = edgesOf(this.map.getBounds());
    const zoom = Math.floor(this.map.getZoom());
    const { source: asked, fingerprint } = this.#options ?? {};
    const state = [asked?.url, asked?.params, fingerprint, this.#played];
    return [
      [bounds, zoom, state],
      async (signal) => (await this.#foreseen()) ?? source.view(bounds, zoom, signal),
    ];
  }

  /** The answer that was asked for early, if it is of this view. */
  async #foreseen() {
    const shown = this.#options && !this.#played ? await this.ahead.answerFor(this.#options) : null;
    return shown && this.#standsAt(shown) ? shown.answer : null;
  }

  /** @param {AtHome} shown */
  #standsAt({ view, zoom }) {
    const there = edgesOf(latLngBounds(view));
    const isSame = (/** @type {number} */ edge, /** @type {number} */ i) => Math.abs(edge - there[i]) < SAME;
    return this.map.getZoom() === zoom && edgesOf(this.map.getBounds()).every(isSame);
  }

  /**
   * Shows only some days until told null; the filter stays as it is. Tells whether it could.
   * @param {Days | null} days
   */
  async #play(days) {
    this.#played = days;
    if (!this.#source?.during) return true;
    this.#source.during(days);
    this.#fold();
    const [isShown] = await Promise.all([this.#ask(), this.coverage.during(days)]);
    return isShown;
  }

  // ---- overlays and the legend

  #offerOverlays() {
    const { layers } = this.base;
    layers.overlay("incidents", term("incidents"), true);
    layers.overlay("uncertainty", term("layer-uncertainty"), true);
    layers.overlay("heat", term("layer-density"), false);
  }

  /**
   * @param {string} name
   * @param {boolean} isShown
   */
  #switch(name, isShown) {
    if (name === "incidents") this.#switchMarks(isShown);
    if (name === "uncertainty") this.areas.switch(isShown);
    if (name === "heat") this.#switchHeat(isShown);
    if (name === "coverage") this.coverage.show(isShown);
  }

  /**
   * Hides the marks, from the keyboard too, or shows them again; they are kept up to date in between.
   * @param {boolean} isShown
   */
  #switchMarks(isShown) {
    this.#fold();
    this.base.container.classList.toggle("mapapp-unmarked", !isShown);
    this.#tellPlaceNames();
  }

  /** @param {boolean} isShown */
  #switchHeat(isShown) {
    if (isShown) {
      this.heat.addTo(this.map);
      this.base.lines.prepend(heatLine());
    } else {
      this.heat.remove();
      this.base.lines.querySelector(".mapapp-heat-line")?.remove();
    }
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

  /** @param {Legend} legend */
  #showLegend(legend) {
    const isOpen = this.#legend ? this.#legend.open : this.base.position.isWide();
    this.#legend?.remove();
    this.#legend = legendStrip(legend, isOpen, this.base.lines);
    this.base.container.append(this.#legend);
    this.marks.clear();
    this.marks.show(this.#features, legend);
  }

  // ---- drawing

  /** @param {Answer} answer */
  #draw(answer) {
    const { lng } = this.map.getCenter();
    if (!this.#options) return;
    const features = answer.features.filter(isLocated).map((feature) => inWorldAround(feature, lng));
    this.#features = this.#drawApart(features, this.#options.legend);
    if (this.spread.cell && !this.marks.has(this.spread.cell)) this.#fold();
    this.#showAreas();
    this.heat.show(this.#features);
    this.#nameMarks();
    this.#explainMarks();
    this.caption.describe(answer);
    this.outlying.show(answer);
    this.#showStates();
    this.#tellPlaceNames();
    this.#focusWithin();
    this.base.tellIncidentsShown();
  }

  /**
   * Draws incidents beside each other; what can't be told apart is counted. Returns what is drawn.
   * @param {Feature[]} features
   * @param {Legend} legend
   */
  #drawApart(features, legend) {
    const place = (/** @type {Feature} */ { geometry }) => {
      const [lng, lat] = geometry.coordinates;
      return this.map.latLngToLayerPoint([lat, lng]);
    };
    for (let shown = features; ; ) {
      this.marks.show(shown, legend);
      const crowded = new Set(this.marks.standApart().map(({ id }) => id));
      if (!crowded.size) return shown;
      shown = counted(shown, crowded, place);
    }
  }

  /** After a cell was opened by keyboard, which takes it away: the first mark of what it held has the focus. */
  #focusWithin() {
    const bounds = this.#opened;
    this.#opened = null;
    if (!bounds || document.activeElement?.closest(".mapapp-mark")) return;
    this.marks.all.find(({ place }) => bounds.contains(place))?.node.focus();
  }

  #explainMarks() {
    const several = this.marks.all.some(({ cell }) => cell);
    explain(this.#legend, { several, aside: this.marks.standAside });
  }

  #nameMarks() {
    nameAll([...this.marks.all, ...this.spread.marks], (place) => this.base.names.near(place));
  }

  /** Tells the place names what to keep clear of; a spread cell counts with all that is around it. */
  #tellPlaceNames() {
    const isHidden = this.base.container.classList.contains("mapapp-unmarked");
    const reach = (/** @type {Mark} */ mark) => (mark === this.spread.cell ? this.spread.reach : mark.radius);
    const taken = (isHidden ? [] : this.marks.all).map((mark) => ({
      radius: reach(mark),
      latlng: mark.place,
      vague: mark.isVague,
    }));
    this.base.names.keepClearOf(taken);
  }

  /** Shows which marks are chosen, pointed at elsewhere, or open. */
  #showStates() {
    this.roving.refresh();
    const all = [...this.marks.all, ...this.spread.marks];
    const ringed = this.selection.ringed(all);
    for (const mark of all) {
      mark.showStates({
        isSelected: ringed.has(mark),
        isMarked: this.pointing.isMarked(mark),
        isOpen: mark === this.spread.cell,
      });
    }
  }

  // ---- choosing

  /**
   * @param {Mark} mark
   * @param {boolean} byKeyboard
   */
  #activate(mark, byKeyboard) {
    const { cell } = mark;
    if (!cell) return this.#choose(mark);
    if (cell.same_point || this.map.getZoom() >= this.map.getMaxZoom())
      return this.#unfold(mark, cell, byKeyboard);
    const bounds = latLngBounds(cell.bounds);
    this.#opened = byKeyboard ? bounds.pad(0.05) : null;
    return this.#zoomInto(bounds);
  }

  /** @param {L.LatLngBounds} bounds */
  #zoomInto(bounds) {
    const closest = Math.min(CLOSEST_BY_CLICK, this.map.getBoundsZoom(bounds, false, L.point(100, 100)));
    const zoom = Math.min(this.map.getMaxZoom(), Math.max(this.map.getZoom() + 1, closest));
    this.map.setView(bounds.getCenter(), zoom, { animate: !isStill() });
  }

  /**
   * Shows an incident as chosen at once, and tells Python; where the page does not tell of it, opens its popup.
   * @param {Mark} mark
   */
  #choose(mark) {
    this.selection.choose(mark.id);
    this.selection.locateAt(mark);
    this.#showStates();
    const { source, choose } = this.#options ?? {};
    const isAlone = Boolean(source?.features) && !choose;
    if (isAlone || this.base.fullScreen.isOn()) this.#openPopup(mark);
    if (choose) choose(mark.id);
    else if (!isAlone) this.report({ event: "select", id: mark.id }, mark.at);
  }

  /**
   * Hands an event to Python, as the Feature of a click; a counter makes equal events two.
   * @param {{event: string, id?: string | null} & Record<string, unknown>} properties
   */
  report(properties, latlng = this.map.getCenter()) {
    this.#nonce = Math.max(this.#nonce + 1, Date.now());
    sendClick(this.bridge, latlng, {
      type: "Feature",
      id: properties.id ?? null,
      geometry: { type: "Point", coordinates: [latlng.lng, latlng.lat] },
      properties: { ...properties, nonce: this.#nonce },
    });
  }

  /** @param {Mark} mark */
  #openPopup({ place, properties, radius }) {
    if (!this.#options || properties.kind === "cell") return;
    this.tip.hide();
    const maxWidth = Math.min(300, this.map.getSize().x - 60);
    /** @type {L.PopupOptions} */
    const clear = { autoPanPaddingTopLeft: [100, 12] };
    L.popup({ maxWidth, offset: [0, 4 - radius], ...(maxWidth < 300 ? {} : clear) })
      .setLatLng(place)
      .setContent(incidentPopup(properties, this.#options.legend))
      .openOn(this.map);
  }

  /**
   * Rings an incident that was chosen elsewhere, and moves the map to it if it is out of view and that is wanted.
   * @param {string | null} id
   * @param {boolean} isBrought
   */
  async select(id, isBrought) {
    if (id === this.selection.id) return;
    this.selection.choose(id);
    this.#showStates();
    if (id === null) return;
    const own = this.marks.all.find((mark) => mark.id === id);
    if (own) this.selection.locateAt(own);
    else await this.#locate(id);
    if (this.selection.id !== id) return;
    this.#showStates();
    const { at } = this.selection;
    if (isBrought && at && !this.map.getBounds().contains(at)) this.map.panTo(at, { animate: !isStill() });
  }

  /**
   * Moves to an incident and rings it until another one is chosen; if asked for by keyboard, its mark has the focus then.
   * @param {Shown} shown
   */
  async #bring({ id, at: [lng, lat], byKeyboard }) {
    this.selection.choose(id);
    this.base.scrollIntoView();
    const zoom = Math.max(CLOSEST_HOME, this.map.getZoom());
    this.map.setView(this.map.wrapLatLng([lat, lng]), zoom, { animate: false });
    await Promise.all([this.#ask(), this.#locate(id)]);
    if (this.selection.id !== id) return;
    this.#showStates();
    if (byKeyboard) [...this.selection.ringed(this.marks.all)][0]?.node.focus();
  }

  /**
   * Asks where the incident is that was chosen.
   * @param {string} id
   */
  async #locate(id) {
    const found = await this.#source?.one(id, Math.floor(this.map.getZoom())).catch(() => null);
    const [feature] = found?.features.filter(isLocated) ?? [];
    if (feature?.properties.kind !== "incident" || this.selection.id !== id) return;
    this.selection.locate(/** @type {IncidentFeature} */ (inWorldAround(feature, this.map.getCenter().lng)));
  }

  /** @param {Mark} mark */
  #bringIntoView({ place }) {
    this.map.panInside(place, { padding: [40, 40], animate: false });
  }

  // ---- the incidents of one place

  /**
   * @param {Mark} mark
   * @param {Cell} cell
   * @param {boolean} byKeyboard
   */
  async #unfold(mark, cell, byKeyboard) {
    const isOpen = this.spread.cell === mark;
    this.#fold();
    if (isOpen) return;
    try {
      const found = await this.#source?.members(cell.bounds, Math.floor(this.map.getZoom()));
      if (found && this.marks.has(mark)) this.#drawSpread(mark, found.features, byKeyboard);
    } catch {
      const again = () => void this.#unfold(mark, cell, byKeyboard);
      this.caption.say(term("map-not-loaded"), term("map-try-again"), again);
    }
  }

  /**
   * @param {Mark} cell
   * @param {Feature[]} features
   * @param {boolean} byKeyboard
   */
  #drawSpread(cell, features, byKeyboard) {
    if (!this.#options) return;
    const rest = this.spread.open(cell, features, this.#options.legend, this.marks.hands, byKeyboard);
    this.#nameMarks();
    this.#showStates();
    this.#tellPlaceNames();
    if (rest) this.caption.say(rest);
    if (byKeyboard) this.spread.marks[0]?.node.focus();
  }

  #fold() {
    if (!this.spread.fold()) return;
    this.tip.hide();
    this.caption.hush();
    this.#showStates();
    this.#tellPlaceNames();
  }
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

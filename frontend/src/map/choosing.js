/** What a reader does with marks: points at one, chooses it, opens a cell; and incidents chosen elsewhere on the page. */

import L from "leaflet";
import { emit, isStill } from "../common/page.js";
import { sendClick } from "../common/streamlit_private.js";
import { term } from "../common/terms.js";
import { latLngBounds } from "./controls.js";
import { inWorldAround } from "./date_line.js";
import { isLocated } from "./place_precision.js";
import { CLOSEST_HOME } from "./position.js";
import { incidentPopup } from "./tooltip.js";

const CLOSEST_BY_CLICK = 15;

/** @typedef {import("./mark.js").Mark} Mark */

export class Choosing {
  #nonce = 0;

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {import("./drawn.js").Drawn} drawn
   * @param {import("./asking.js").Asking} asking
   * @param {() => IncidentOptions | undefined} options
   */
  constructor(base, drawn, asking, options) {
    this.base = base;
    this.map = base.map;
    this.drawn = drawn;
    this.asking = asking;
    this.options = options;
    this.bridge = L.featureGroup().addTo(this.map); // st_folium listens to feature groups; this one has no marks
  }

  // ---- pointing

  /**
   * @param {Mark} mark
   * @param {boolean} byKeyboard
   */
  point(mark, byKeyboard) {
    this.drawn.tip.show(mark);
    this.#announce(mark, mark.properties);
    if (byKeyboard) this.map.panInside(mark.drawnAt, { ...this.base.position.clear(), animate: false });
  }

  /** @param {Mark} mark */
  leave(mark) {
    if (this.drawn.tip.owner !== mark) return;
    this.drawn.tip.hide();
    this.#announce(mark, null);
  }

  /**
   * @param {Mark} mark
   * @param {Incident | Cell | null} properties
   */
  #announce({ id }, properties) {
    if (id === null) return;
    const { start, end } = /** @type {Partial<Incident>} */ (properties ?? {});
    const days = start !== undefined && end !== undefined ? /** @type {Days} */ ([start, end]) : null;
    emit(this.base.page, "mapapp:hover", { id: properties && id, days, source: "map" });
  }

  // ---- cells

  /**
   * @param {Mark} mark
   * @param {boolean} byKeyboard
   */
  activate(mark, byKeyboard) {
    const { cell } = mark;
    if (!cell) return this.#choose(mark);
    if (cell.same_point || this.map.getZoom() >= this.map.getMaxZoom())
      return this.#unfold(mark, cell, byKeyboard);
    const bounds = latLngBounds(cell.bounds);
    this.drawn.focusNextWithin(byKeyboard ? bounds.pad(0.05) : null);
    return this.#zoomInto(bounds);
  }

  /** @param {L.LatLngBounds} bounds */
  #zoomInto(bounds) {
    const closest = Math.min(CLOSEST_BY_CLICK, this.map.getBoundsZoom(bounds, false, L.point(100, 100)));
    const zoom = Math.min(this.map.getMaxZoom(), Math.max(this.map.getZoom() + 1, closest));
    this.map.setView(bounds.getCenter(), zoom, { animate: !isStill() });
  }

  /**
   * @param {Mark} mark
   * @param {Cell} cell
   * @param {boolean} byKeyboard
   */
  async #unfold(mark, cell, byKeyboard) {
    const { caption, marks, spread } = this.drawn;
    const isOpen = spread.cell === mark;
    this.drawn.fold();
    if (isOpen) return;
    try {
      const answer = await this.asking.source?.members(cell.bounds, Math.floor(this.map.getZoom()));
      if (answer && marks.has(mark)) this.drawn.unfold(mark, answer.features, byKeyboard);
    } catch {
      const again = () => void this.#unfold(mark, cell, byKeyboard);
      caption.say(term("map-not-loaded"), term("map-try-again"), again);
    }
  }

  // ---- incidents

  /**
   * Shows an incident as chosen at once, and reports it to Python; where the page shows no dossier, opens its popup.
   * @param {Mark} mark
   */
  #choose(mark) {
    const { selection } = this.drawn;
    selection.choose(mark.id);
    selection.locateAt(mark);
    this.drawn.showStates();
    const { source, choose } = this.options() ?? {};
    const isAlone = Boolean(source?.features) && !choose;
    if (isAlone || this.base.fullScreen.isOn()) this.#openPopup(mark);
    if (choose) choose(mark.id);
    else if (!isAlone) this.report({ event: "select", id: mark.id }, mark.at);
  }

  /**
   * Sends an event to Python, as the Feature of a click; a counter tells equal events apart.
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
  #openPopup({ drawnAt, properties, radius }) {
    const { legend, tip } = this.drawn;
    if (!legend || properties.kind === "cell") return;
    tip.hide();
    const maxWidth = Math.min(300, this.map.getSize().x - 60);
    /** @type {L.PopupOptions} */
    const clear = { autoPanPaddingTopLeft: [100, 12] };
    L.popup({ maxWidth, offset: [0, 4 - radius], ...(maxWidth < 300 ? {} : clear) })
      .setLatLng(drawnAt)
      .setContent(incidentPopup(properties, legend))
      .openOn(this.map);
  }

  /**
   * Rings an incident that was chosen elsewhere, and moves the map to it if it is out of view and `moves` is true.
   * @param {string | null} id
   * @param {boolean} moves
   */
  async select(id, moves) {
    const { marks, selection } = this.drawn;
    if (id === selection.id) return;
    selection.choose(id);
    this.drawn.showStates();
    if (id === null) return;
    const own = marks.all.find((mark) => mark.id === id);
    if (own) selection.locateAt(own);
    else await this.#locate(id);
    if (selection.id !== id) return;
    this.drawn.showStates();
    const { at } = selection;
    if (moves && at && !this.map.getBounds().contains(at)) this.map.panTo(at, { animate: !isStill() });
  }

  /**
   * Moves to an incident and rings it until another is chosen; if requested by keyboard, moves the focus to its mark.
   * @param {Shown} shown
   */
  async bring({ id, at: [lng, lat], byKeyboard }) {
    const { marks, selection } = this.drawn;
    selection.choose(id);
    this.base.scrollIntoView();
    const zoom = Math.max(CLOSEST_HOME, this.map.getZoom());
    this.map.setView(this.map.wrapLatLng([lat, lng]), zoom, { animate: false });
    await Promise.all([this.asking.now(), this.#locate(id)]);
    if (selection.id !== id) return;
    this.drawn.showStates();
    if (byKeyboard) [...selection.ringed(marks.all)][0]?.node.focus();
  }

  /**
   * Asks where the chosen incident is.
   * @param {string} id
   */
  async #locate(id) {
    const { selection } = this.drawn;
    const zoom = Math.floor(this.map.getZoom());
    const answer = await this.asking.source?.incident(id, zoom).catch(() => null);
    const [feature] = answer?.features.filter(isLocated) ?? [];
    if (feature?.properties.kind !== "incident" || selection.id !== id) return;
    selection.locate(/** @type {IncidentFeature} */ (inWorldAround(feature, this.map.getCenter().lng)));
  }
}

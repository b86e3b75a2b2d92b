/**
 * Who reports anything, by district: the more sources, the stronger; hatched where no report was found. It asks the
 * app's coverage route and follows the filter, the data and the days that are played.
 */

import L from "leaflet";
import { element, svg } from "../common/dom.js";
import { fetchJson, Question } from "../common/question.js";
import { term } from "../common/terms.js";
import { addPane, latLngBounds } from "./controls.js";
import { citiesIn, outlineFor, reportFrom } from "./coverage_words.js";

const PANE = "mapapp-coverage";
const HATCH = "mapapp-hatch";
const LEVELS = [1, 3, 6, 12, 24]; // sources; at each, a district gets stronger
const WIDEST = 240; // px, a popup

/** @typedef {import("./base_map.js").BaseMap} BaseMap */
/** @typedef {import("./coverage_words.js").District} District */
/** @typedef {import("./coverage_words.js").Report} Report */
/** @typedef {{countries: string[], districts: District[]}} CoverageAnswer The route's answer. */

export class Coverage {
  /** @type {URL | undefined} */
  address;

  #params = "";
  #isShown = false;

  /** @type {Days | null} */
  #days = null;

  #group = L.layerGroup();
  #list = element("ul", "mapapp-unseen");
  #line = legendLine(this.#list);

  /**
   * @param {BaseMap} base
   * @param {(districts: string[], at: L.LatLng) => void} leadToClaims
   */
  constructor(base, leadToClaims) {
    this.base = base;
    this.map = base.map;
    this.leadToClaims = leadToClaims;
    addPane(base.map, PANE, 420);
    this.renderer = L.svg({ pane: PANE, padding: 0.6 });
    /** @type {Question<CoverageAnswer>} */
    this.question = new Question(
      (answer) => this.#draw(answer),
      (isBusy) => this.#say(term(isBusy ? "server-busy" : "coverage-away"), []),
      () => this.#say(term("still-asking"), []),
    );
    base.districtsLoaded.listen(() => this.#refresh());
  }

  /**
   * Takes the URL of the route and the parameters of the filter.
   * @param {URL} address
   * @param {string} params
   */
  follow(address, params) {
    this.address = address;
    this.#params = params;
    this.question.stop();
    this.#refresh();
  }

  /**
   * Shows only some days of the filter; null: all of them.
   * @param {Days | null} days
   */
  during(days) {
    this.#days = days;
    return this.#refresh();
  }

  /** @param {boolean} isShown */
  show(isShown) {
    this.#isShown = isShown;
    if (isShown) {
      this.base.lines.prepend(this.#line);
      this.#group.addTo(this.map);
      this.#refresh();
    } else {
      this.question.stop();
      this.#group.clearLayers().remove();
      this.#line.remove();
    }
  }

  #refresh() {
    if (!this.#isShown || !this.address || !this.base.districts) return Promise.resolve(true);
    const query = new URLSearchParams(this.#params);
    query.delete("names");
    if (this.#days) query.set("datetime", this.#days.join("/"));
    const address = `${this.address}?${query}`;
    return this.question.ask(address, (signal) => fetchJson(address, { signal }));
  }

  /** @param {CoverageAnswer} answer */
  #draw({ countries, districts }) {
    const outlines = this.base.districts ?? [];
    const reports = this.#reports(districts, outlines);
    const near = outlines.filter((outline) => reports.has(outline) || this.#isNear(outline, countries));
    this.#group.clearLayers();
    for (const outline of near) this.#area(outline, reports.get(outline) ?? []).addTo(this.#group);
    this.#hatch();
    const drawn = new Set([...reports.values()].flat());
    const elsewhere = districts.filter((row) => !drawn.has(row));
    this.#say(term("coverage-summary", { reported: reports.size, count: near.length }), [
      ...near.map((outline) => reportFrom(outline, reports.get(outline) ?? [], this.base.names.ofDistrict)),
      ...elsewhere.map((row) => ({ name: row.district ?? term("coverage-elsewhere"), lines: [row.words] })),
    ]);
  }

  /**
   * Rows of the answer by outline; a city and the district around it share them.
   * @param {District[]} districts
   * @param {Outline[]} outlines
   */
  #reports(districts, outlines) {
    /** @type {Map<Outline, District[]>} */
    const reports = new Map();
    for (const row of districts) {
      const outline = outlineFor(outlines, row);
      if (outline) reports.set(outline, [...(reports.get(outline) ?? []), row]);
    }
    for (const [city, around] of citiesIn(outlines)) {
      const rows = reports.get(around);
      if (rows && !reports.has(city)) reports.set(city, rows);
    }
    return reports;
  }

  /**
   * @param {Outline} outline
   * @param {string[]} countries
   */
  #isNear({ properties, geometry }, countries) {
    if (countries.length && !countries.includes(properties.country)) return false;
    const { home } = this.base.position;
    return !home || L.geoJSON(geometry).getBounds().intersects(latLngBounds(home));
  }

  /**
   * @param {Outline} outline
   * @param {District[]} rows
   */
  #area(outline, rows) {
    const most = Math.max(0, ...rows.map(({ sources }) => sources));
    const level = LEVELS.filter((least) => most >= least).length;
    const hatched = level ? {} : { fillColor: `url(#${HATCH})` };
    const style = { className: `mapapp-covered mapapp-covered-${level}`, ...hatched };
    const options = { pane: PANE, renderer: this.renderer, style };
    const area = L.geoJSON(outline, /** @type {L.GeoJSONOptions} */ (options));
    const words = reportFrom(outline, rows, this.base.names.ofDistrict);
    area.bindTooltip(tip(words), { className: "mapapp-tip", sticky: true, opacity: 1 });
    const districts = rows.flatMap(({ admin1 }) => admin1 ?? []);
    if (!districts.length) return area;
    const offer = (/** @type {L.LatLng} */ at) => this.#offerClaims(at, words, districts);
    area.on("click", ({ latlng }) => offer(latlng));
    area.eachLayer((part) =>
      part.on("add", () => makeReachable(/** @type {L.Polygon} */ (part), words, offer)),
    );
    return area;
  }

  /**
   * Offers the claims behind a district's numbers.
   * @param {L.LatLng} at
   * @param {Report} report
   * @param {string[]} districts
   */
  #offerClaims(at, { name, lines }, districts) {
    const words = element("div", "mapapp-popup");
    const claims = Object.assign(element("button", "mapapp-claims", term("coverage-claims")), {
      type: "button",
    });
    claims.addEventListener("click", () => {
      this.map.closePopup();
      this.leadToClaims(districts, at);
    });
    words.append(element("h3", "", name), ...lines.map((line) => element("p", "", line)), claims);
    words.addEventListener("keydown", ({ key }) => key === "Escape" && this.map.closePopup());
    const from = /** @type {HTMLElement | null} */ (document.activeElement);
    const popup = L.popup({ maxWidth: WIDEST, ...besideControls(this.base.container) });
    popup.setLatLng(at).setContent(words);
    popup.on("remove", () => from?.isConnected && from.focus({ preventScroll: true }));
    popup.openOn(this.map);
    claims.focus({ preventScroll: true });
  }

  /** Adds the pattern of the hatching to the layer's drawing. */
  #hatch() {
    const drawing = this.map.getPane(PANE)?.querySelector("svg");
    if (!drawing || drawing.querySelector(`#${HATCH}`)) return;
    const attributes = {
      id: HATCH,
      width: 7,
      height: 7,
      patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    };
    drawing.prepend(svg("pattern", attributes, svg("path", { class: "mapapp-hatching", d: "M0 0V7" })));
  }

  /**
   * Says the same to screen readers.
   * @param {string} summary
   * @param {Report[]} districts
   */
  #say(summary, districts) {
    const lines = districts.map(({ name, lines: all }) => `${name}: ${all.join("; ")}`);
    this.#line.title = summary;
    this.#list.replaceChildren(...[summary, ...lines].map((text) => element("li", "", text)));
  }
}

/** @param {HTMLElement} list */
function legendLine(list) {
  const line = element("li", "mapapp-coverage-line");
  const scale = element("ul", "mapapp-coverage-scale");
  const steps = [0, ...LEVELS].map((least, level) => {
    const step = element("li", `mapapp-coverage-step mapapp-coverage-step-${level}`);
    step.append(element("i"), element("span", "", level === LEVELS.length ? `${least}+` : String(least)));
    return step;
  });
  const words = term("coverage-legend");
  scale.append(...steps);
  list.setAttribute("aria-label", term("coverage-list"));
  line.append(element("p", "", words), scale, list);
  return line;
}

/** @param {Report} report */
function tip({ name, lines }) {
  const words = element("div");
  words.append(element("strong", "", name), ...lines.map((line) => element("span", "", line)));
  return words;
}

/**
 * Makes a drawn district a button for the keyboard: it has a name, takes the focus and opens with a key.
 * @param {L.Polygon} part
 * @param {Report} report
 * @param {(at: L.LatLng) => void} offer
 */
function makeReachable(part, { name, lines }, offer) {
  const path = part.getElement();
  path?.setAttribute("tabindex", "0");
  path?.setAttribute("role", "button");
  path?.setAttribute("aria-label", `${name}: ${lines.join("; ")}`);
  path?.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Enter" && key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    offer(part.getBounds().getCenter());
  });
}

/**
 * Keeps a popup clear of the controls at the left and the right of the map, if there is room between them.
 * @param {HTMLElement} container
 * @returns {L.PopupOptions}
 */
function besideControls(container) {
  const box = container.getBoundingClientRect();
  const of = (/** @type {string} */ side) =>
    [...container.querySelectorAll(`.leaflet-top.leaflet-${side} .leaflet-control`)]
      .map((control) => control.getBoundingClientRect())
      .filter(({ width }) => width);
  const left = Math.max(0, ...of("left").map(({ right }) => right - box.left));
  const right = Math.max(0, ...of("right").map(({ left: edge }) => box.right - edge));
  if (left + right + WIDEST + 60 > box.width) return {};
  return { autoPanPaddingTopLeft: [left + 12, 12], autoPanPaddingBottomRight: [right + 12, 12] };
}

/**
 * A file with map, list, timeline and dossiers, which needs no server: the page's own views, fed with what the file
 * contains. The open dossier is in the URL, so that the back button closes it.
 */

import { part } from "../common/dom.js";
import { number } from "../common/language.js";
import { oncePainted } from "../common/page.js";
import { learnTerms } from "../common/terms.js";
import dates from "../components/dates.js";
import incidentList from "../components/incident_list.js";
import timeline from "../components/timeline.js";
import { boundsOf } from "../map/clusters.js";
import { isLocated } from "../map/place_precision.js";
import { find, rowOf } from "./answers.js";
import { Dossiers } from "./dossiers.js";
import { EVERYTHING, matching, parameters } from "./filter.js";
import { packed } from "./packed.js";

/** @typedef {IncidentFeature & {properties: Required<Incident> & {search: string}}} OfflineFeature `geometry` is null where no location is known. */
/** @typedef {{words: Record<string, import("../common/terms.js").Pattern>, base: BaseOptions, features: OfflineFeature[], home: Bounds | null, naming: Pick<IncidentOptions, "nameOrders" | "places">, legend: Legend, actors: [string, string][], first: string, last: string, presets: {label: string, start: string, end: string}[], marked: any[]}} Content From exports/offline/content.py. */

/** @typedef {{baseMap(id: string, options: BaseOptions): import("leaflet").Map, showIncidents(map: import("leaflet").Map, options: IncidentOptions): void}} MapScript */

class Offline {
  /** @type {import("./filter.js").Filter} */
  #filter = EVERYTHING;

  /** @param {Content} content */
  constructor(content) {
    this.content = content;
    learnTerms(content.words);
    this.script = /** @type {{mapapp: MapScript}} */ (/** @type {unknown} */ (globalThis)).mapapp;
    this.map = this.script.baseMap("map", withGround(content.base));
    this.actor = /** @type {HTMLSelectElement} */ (part(document, "[name=actor]"));
    this.words = /** @type {HTMLInputElement} */ (part(document, "[name=words]"));
    this.clear = part(document, ".offline-clear");
    this.dossiers = new Dossiers(() => this.#show());
    this.actor.append(...content.actors.map(([actor, name]) => new Option(name, actor)));
    this.actor.addEventListener("change", () => this.#ask({ actor: this.#actor() }));
    this.words.addEventListener("input", () => this.#ask({ words: this.words.value }));
    this.clear.addEventListener("click", () => this.#clear());
    this.#show();
  }

  /** The first option is anyone; an actor who is not stated has an empty value, too. */
  #actor() {
    return this.actor.selectedIndex > 0 ? this.actor.value : null;
  }

  /** @param {Partial<import("./filter.js").Filter>} changed */
  #ask(changed) {
    this.#filter = { ...this.#filter, ...changed };
    this.#show();
  }

  #clear() {
    this.actor.selectedIndex = 0;
    this.words.value = "";
    this.#ask(EVERYTHING);
    part(document, "#incidents").focus();
  }

  #show() {
    const shown = matching(this.content.features, this.#filter);
    this.#say(shown.length);
    this.#showMap(shown);
    this.#showList(shown);
    if (this.content.features.length) this.#showDaysLater();
  }

  /** The map and the list come first. */
  #showDaysLater = oncePainted(() => this.#showDays());

  /** @param {number} count */
  #say(count) {
    const status = part(document, ".offline-shown");
    const { all = "", some = "", none = "" } = status.dataset;
    const isAll = count === this.content.features.length;
    const sentence = isAll ? all : count ? some.replace("%s", number(count)) : none;
    if (status.textContent !== sentence) status.textContent = sentence;
    this.clear.hidden = !parameters(this.#filter).length;
  }

  /** @param {OfflineFeature[]} shown */
  #showMap(shown) {
    const { legend, home, features, naming } = this.content;
    const located = shown.filter(isLocated);
    this.script.showIncidents(this.map, {
      source: {
        features: { features: shown },
        params: String(new URLSearchParams(parameters(this.#filter))),
      },
      home: shown.length === features.length || !located.length ? home : boundsOf(located),
      legend,
      selected: this.dossiers.open,
      fingerprint: "",
      names: "",
      ...naming,
      choose: (id) => this.dossiers.choose(id),
    });
  }

  /** @param {OfflineFeature[]} shown */
  #showList(shown) {
    const { actors, other } = this.content.legend;
    const data = {
      params: parameters(this.#filter),
      names: null,
      root: "",
      fingerprint: "",
      colours: Object.fromEntries(actors),
      otherColour: other,
      find: find(shown),
    };
    incidentList({
      data,
      parentElement: part(document, ".offline-list"),
      setTriggerValue: (_, id) => this.dossiers.choose(/** @type {string} */ (id)),
    });
  }

  #showDays() {
    const { first, last, presets, marked, legend, features } = this.content;
    const { days } = this.#filter;
    const [start, end] = days ?? [first, last];
    const take = (/** @type {Days | null} */ chosen) => this.#ask({ days: chosen });
    dates({
      data: { first, last, start, end, presets },
      parentElement: part(document, ".offline-dates"),
      setTriggerValue: (_, chosen) =>
        take(wholeOrPart(/** @type {{start: string, end: string}} */ (chosen), this.content)),
    });
    const open = features.find(({ properties }) => properties.id === this.dossiers.open)?.properties;
    timeline({
      data: {
        first,
        last,
        rows: matching(features, { ...this.#filter, days: null }).flatMap(rowOf),
        colours: Object.fromEntries(legend.actors),
        actors: legend.actors.map(([actor]) => actor),
        otherColour: legend.other,
        coverage: null,
        marked,
        interval: days,
        selected: open ? [open.start, open.end] : null,
      },
      parentElement: part(document, ".offline-timeline"),
      setTriggerValue: (_, chosen) => take(/** @type {{days: Days | null}} */ (chosen).days),
    });
  }
}

/**
 * The days from start to end; null if they are all that the file has.
 * @param {{start: string, end: string}} chosen
 * @param {{first: string, last: string}} all
 * @returns {Days | null}
 */
const wholeOrPart = ({ start, end }, { first, last }) =>
  (start || first) <= first && (end || last) >= last ? null : [start || first, end || last];

/**
 * The base map's options with what is under the incidents, which is unpacked once these are painted.
 * @param {BaseOptions} base
 * @returns {BaseOptions}
 */
function withGround(base) {
  const ground = (/** @type {string} */ name) => async () => (await packed("ground"))[name];
  return { ...base, vectors: { ...base.vectors, world: ground("world"), districts: ground("districts") } };
}

new Offline(JSON.parse(part(document, "#content").textContent ?? ""));

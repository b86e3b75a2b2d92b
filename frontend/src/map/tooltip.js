/** What tooltips and popups say about incidents and cells. */

import { element } from "../common/dom.js";
import { term } from "../common/terms.js";
import { around, contents, inDistrict, listed, somewhere, vagueness, words } from "./mark_words.js";
import { evidenceOf } from "./symbols.js";

/**
 * Text from the data in an element with its own text direction, so that direction marks end with it.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {unknown} value
 */
function isolated(tag, className, value) {
  const node = element(tag, className);
  node.append(element("bdi", "", words(value)));
  return node;
}

/**
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {string} className
 * @param {unknown[]} values
 */
const lines = (tag, className, values) =>
  values.filter(words).map((value) => isolated(tag, className, value));

/** @param {Incident | Cell} properties */
export const tooltip = (properties) =>
  properties.kind === "cell" ? cellTooltip(properties) : incidentTooltip(properties);

/** @param {Incident} incident */
function incidentTooltip(incident) {
  const { title, place, when, killed, injured } = incident;
  const tip = element("div");
  tip.append(
    ...lines("strong", "", [words(title) || place]),
    ...lines("span", "", [when, listed(killed, injured)]),
  );
  tip.append(...lines("em", "", [somewhere(incident)]));
  return tip;
}

/** @param {Cell} cell */
function cellTooltip(cell) {
  const tip = element("div");
  const details = [inDistrict(cell.somewhere), vagueness(cell), around(cell), cell.killed];
  tip.append(element("strong", "", contents(cell)), ...lines("span", "", details));
  const together = cell.somewhere || (cell.uncertainty_m ?? 0) > 0 ? "tip-drawn-together" : "tip-together";
  tip.append(element("em", "", term(cell.same_point ? together : "tip-zoom")));
  return tip;
}

/**
 * The popup of an incident where the page shows no dossier: in a file, or when the map is in full screen.
 * @param {Incident} incident
 * @param {Legend} legend
 */
export function incidentPopup(incident, legend) {
  const { title, place, when, killed, injured, attribution } = incident;
  const body = element("article", "mapapp-popup");
  body.append(...lines("h3", "", [words(title) || place]));
  body.append(...lines("p", "", [listed(when, somewhere(incident) || place), listed(killed, injured)]));
  const quiet = [listed(attributedTo(incident), attribution), evidenceOf(incident, legend).words];
  body.append(...lines("p", "mapapp-quiet", quiet));
  const sources = (Array.isArray(incident.sources) ? incident.sources : []).flatMap(sourceEntry);
  if (!sources.length) return body;
  const list = element("ul");
  list.append(...sources);
  body.append(element("h4", "", term("tip-sources")), list);
  return body;
}

/** @param {Incident} incident */
function attributedTo({ actor }) {
  if (!actor) return "";
  return words(actor) === "Not established"
    ? term("tip-not-established")
    : `${term("attributed-to")} ${words(actor)}`;
}

/**
 * A source as a list entry: a link if its URL is http(s), otherwise only its words.
 * @param {unknown} source
 */
function sourceEntry(source) {
  if (!source || typeof source !== "object") return [];
  const { publisher, title, url } = /** @type {Record<string, unknown>} */ (source);
  const label = listed(publisher, title) || words(url);
  if (!label) return [];
  const entry = element("li");
  entry.append(
    typeof url === "string" && /^https?:\/\//i.test(url) ? link(url, label) : isolated("span", "", label),
  );
  return [entry];
}

/**
 * @param {string} url
 * @param {string} label
 */
const link = (url, label) =>
  Object.assign(isolated("a", "", label), { href: url, target: "_blank", rel: "noopener noreferrer" });

/** The legend: what the marks on the map mean. */

import { element, svg } from "../common/dom.js";
import { words } from "./mark_words.js";
import { broken, cropped, donut, dot, picture, radiusOf, SHAPES } from "./symbols.js";
import { term } from "./terms.js";

/**
 * The legend as a panel that can be folded; `referenceLines` is the base map's own list of lines.
 * @param {Legend} legend
 * @param {boolean} isOpen
 * @param {HTMLElement} referenceLines
 */
export function legendPanel(legend, isOpen, referenceLines) {
  const panel = element("details", "mapapp-panel mapapp-legend");
  const lines = element("section");
  panel.open = isOpen;
  lines.append(referenceLines);
  panel.append(
    element("summary", "", term("legend-title")),
    shapes(legend),
    actors(legend),
    evidence(legend),
    sizes(legend),
    lines,
  );
  return panel;
}

/** The entry of the legend for the density of reports, while it is shown. */
export function heatLine() {
  const line = entry(element("i", "mapapp-heat-swatch"), term("legend-density"));
  line.className = "mapapp-heat-line";
  return line;
}

/**
 * @param {string} heading
 * @param {...HTMLElement} entries
 */
function section(heading, ...entries) {
  const made = element("section");
  const list = element("ul");
  list.append(...entries);
  made.append(element("h4", "", heading), list);
  return made;
}

/**
 * @param {Element} image
 * @param {string | number} text
 */
function entry(image, text) {
  const item = element("li");
  const label = element("span");
  label.append(element("bdi", "", words(text)));
  item.append(image, label);
  return item;
}

/** @param {string} colour */
const swatch = (colour) => picture(14, "", svg("circle", { r: 5.5, fill: colour }));

/**
 * What stands on the map: a dot, a ring, a disc, a square.
 * @param {Legend} legend
 */
function shapes(legend) {
  const [one, other] = [0, 1].map((i) => legend.actors[i]?.[1] ?? legend.other);
  const disc = picture(22, "", svg("circle", { class: "mapapp-disc", r: 10 }));
  const vague = broken("circle", 7, { fill: 0 }, "var(--quiet)");
  const sum = picture(18, "", SHAPES.square(legend.sizes.unstated, { class: "mapapp-size" }));
  const entries = {
    one: entry(swatch("var(--quiet)"), term("legend-one")),
    several: entry(cropped(donut(7, 10, [[one, 5], [other, 2]], 3), 23), term("legend-several")), // biome-ignore format: pairs
    area: entry(disc, term("legend-approximate")),
    vague: entry(cropped(vague, 18), term("legend-vague")),
    summary: entry(sum, term("legend-combined")),
  };
  const shown = Object.entries(entries).filter(([shape]) => legend.shapes.includes(shape));
  return section(term("legend-shapes"), ...shown.map(([, made]) => made));
}

/** @param {Legend} legend */
function actors(legend) {
  const all = [...legend.actors, ...(legend.otherWords ? [[legend.otherWords, legend.other]] : [])];
  if (!all.length) return "";
  return section(term("legend-colour"), ...all.map(([actor, colour]) => entry(swatch(colour), actor)));
}

/** @param {Legend} legend */
function evidence({ evidence: marks, shown }) {
  if (!shown.length) return "";
  const sample = (/** @type {EvidenceMark} */ mark) => cropped(dot("circle", 5.5, mark, "var(--quiet)"), 18);
  const entries = shown.map((status) => entry(sample(marks[status]), marks[status].words));
  return section(term("legend-fill"), ...entries);
}

/** @param {Legend} legend */
function sizes({ sizes: all, shapes: occurring }) {
  if (!occurring.includes("figure")) return "";
  const blank = occurring.includes("no figure") ? [null] : [];
  const entries = [...blank, ...all.examples].map((n) => {
    const radius = radiusOf(n, all);
    const shape = SHAPES[n === null ? "diamond" : "circle"](radius, { class: "mapapp-size" });
    return entry(picture(2 * radius + 4, "", shape), n ?? term("totals-no-figure"));
  });
  const made = section(term("legend-size"), ...entries);
  made.querySelector("ul")?.classList.add("mapapp-sizes");
  return made;
}

/** The legend: what the marks on the map mean. */

import { element, svg } from "../common/dom.js";
import { term } from "../common/terms.js";
import { radiusFor } from "./mark_sizes.js";
import { words } from "./mark_words.js";
import { broken, cropped, donut, dot, picture, SHAPES } from "./symbols.js";

/**
 * The legend as a strip, which can be folded if there is little room; `referenceLines` is the base map's own list.
 * @param {Legend} legend
 * @param {boolean} isOpen
 * @param {HTMLElement} referenceLines
 */
export function legendStrip(legend, isOpen, referenceLines) {
  const strip = element("details", "mapapp-legend");
  const parts = element("div", "mapapp-legend-parts");
  const others = element("section");
  strip.open = isOpen;
  others.append(shapes(legend), referenceLines, atTimes(legend));
  parts.append(sizes(legend), actors(legend), evidence(legend), others);
  strip.append(element("summary", "", term("legend-title")), parts);
  return strip;
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
  const item = element("section");
  const list = element("ul");
  list.append(...entries);
  item.append(element("h4", "", heading), list);
  return item;
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
 * What else is on the map: a disc, a broken ring, a square.
 * @param {Legend} legend
 */
function shapes(legend) {
  const disc = picture(16, "", svg("circle", { class: "mapapp-disc", r: 7 }));
  const vague = broken("circle", 6, legend.evidence[""], "var(--quiet)");
  const sum = picture(18, "", SHAPES.square(legend.sizes.unstated, { class: "mapapp-size" }));
  const entries = {
    area: entry(disc, term("legend-approximate")),
    vague: entry(cropped(vague, 18), term("legend-vague")),
    summary: entry(sum, term("legend-combined")),
  };
  const shown = Object.entries(entries).filter(([shape]) => legend.shapes.includes(shape));
  const list = element("ul");
  list.append(...shown.map(([, item]) => item));
  return list;
}

/**
 * What is only on some views of the map; its room is reserved, for the map above must not grow and shrink.
 * @param {Legend} legend
 */
function atTimes(legend) {
  const [colour, other] = [0, 1].map((i) => legend.actors[i]?.[1] ?? legend.other);
  const ring = cropped(donut(7, 8.5, [[colour, 5], [other, 2]], 2.5), 19); // biome-ignore format: pairs
  const aside = picture(
    18,
    "",
    svg("path", { class: "mapapp-leg", d: "M-7 5L3 -2" }),
    svg("circle", { cx: 4, cy: -3, r: 4, fill: colour }),
  );
  const list = element("ul");
  list.append(sometimes("aside", aside, term("legend-aside")));
  if (legend.shapes.includes("several")) list.append(sometimes("several", ring, term("legend-several")));
  return list;
}

/**
 * @param {string} what
 * @param {Element} image
 * @param {string} text
 */
function sometimes(what, image, text) {
  const item = entry(image, text);
  item.dataset.sometimes = what;
  return item;
}

/**
 * Shows those of the legend's last entries that are currently on the map.
 * @param {HTMLElement | undefined} strip
 * @param {{aside: boolean, several: boolean}} occurring
 */
export function explain(strip, occurring) {
  for (const [what, occurs] of Object.entries(occurring)) {
    strip?.querySelector(`[data-sometimes="${what}"]`)?.classList.toggle("mapapp-absent", !occurs);
  }
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
  const entries = shown.map((status) => {
    const { words: full } = marks[status];
    const item = entry(sample(marks[status]), full.split(":")[0]);
    item.title = full;
    return item;
  });
  return section(term("legend-fill"), ...entries);
}

/** @param {Legend} legend */
function sizes(legend) {
  if (!legend.shapes.includes("figure")) return "";
  const blank = legend.shapes.includes("no figure") ? [null] : [];
  const entries = [...blank, ...legend.sizes.examples].map((n) => {
    const radius = radiusFor(n, legend);
    const shape = SHAPES[n === null ? "diamond" : "circle"](radius, { class: "mapapp-size" });
    return entry(picture(2 * radius + 4, "", shape), n ?? term("totals-no-figure"));
  });
  const item = section(term("legend-size"), ...entries);
  item.querySelector("ul")?.classList.add("mapapp-sizes");
  return item;
}

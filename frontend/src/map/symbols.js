/** The drawings of incidents and cells. Colours, outlines and sizes come from views/style.py, in the legend. */

import { svg } from "../common/dom.js";
import { number } from "../common/numbers.js";
import { radiusOf, shapeOf, shownIn } from "./mark_sizes.js";
import { shares } from "./mark_words.js";
import { isAllVague, isVague } from "./place_precision.js";

const LEAST_TARGET = 24; // px
const CELL_RING = 5;
const FOUR_PARTS = { pathLength: 8, "stroke-dasharray": "1.2 0.8", "stroke-dashoffset": -0.4 };

/** @typedef {Record<string, string | number>} Attributes */
/** @typedef {{picture: SVGSVGElement, radius: number}} Symbol */
/** @typedef {[colour: string, n: number]} Share */

/**
 * @param {number} size
 * @param {string} className
 * @param {...Node} children
 */
export function picture(size, className, ...children) {
  const half = size / 2;
  const viewBox = `${-half} ${-half} ${size} ${size}`;
  return svg(
    "svg",
    { class: className, width: size, height: size, viewBox, "aria-hidden": "true" },
    ...children,
  );
}

/**
 * Shapes by name, each of "radius" r: how an incident's number of people is known.
 */
export const SHAPES = {
  /** @type {(r: number, attributes: Attributes) => SVGElement} */
  circle: (r, attributes) => svg("circle", { r, ...attributes }),
  /** @type {(r: number, attributes: Attributes) => SVGElement} */
  diamond: (r, attributes) =>
    svg("path", { d: `M0 ${-r - 0.8}L${r + 0.8} 0 0 ${r + 0.8} ${-r - 0.8} 0Z`, ...attributes }),
  /** @type {(r: number, attributes: Attributes) => SVGElement} */
  square: (r, attributes) => svg("rect", { x: -r, y: -r, width: 2 * r, height: 2 * r, ...attributes }),
};

/** @typedef {import("./mark_sizes.js").Shape} Shape */

/**
 * @param {Incident} incident
 * @param {Legend} legend
 */
export const evidenceOf = ({ harm_status: status = "" }, { evidence }) =>
  Object.hasOwn(evidence, status ?? "") ? evidence[status ?? ""] : evidence[""];

/**
 * @param {string | undefined} actor
 * @param {Legend} legend
 */
const colourOf = (actor, legend) => legend.actors.find(([name]) => name === actor)?.[1] ?? legend.other;

/**
 * An incident's mark: a circle sized by people harmed, a diamond without a figure, a square for a sum. If no incident
 * has a figure, all are circles.
 * @param {Incident} incident
 * @param {Legend} legend
 * @returns {Symbol}
 */
export function incidentSymbol(incident, legend) {
  const [shape, radius] = [shapeOf(incident, legend), radiusOf(incident, legend)];
  const [evidence, colour] = [evidenceOf(incident, legend), colourOf(incident.actor, legend)];
  return { radius, picture: (isVague(incident) ? broken : dot)(shape, radius, evidence, colour) };
}

/**
 * The mark of an incident of vague place: hollow, and open on four sides; a stronger outline is better evidence.
 * @param {Shape} shape
 * @param {number} radius
 * @param {{hollow: number}} evidence
 * @param {string} colour
 */
export function broken(shape, radius, { hollow: width }, colour) {
  const outline = SHAPES[shape];
  return picture(
    Math.max(LEAST_TARGET, 2 * radius + 14),
    "mapapp-incident mapapp-vague",
    svg("circle", { class: "mapapp-ring", r: radius + 4.5 }),
    outline(radius, { ...FOUR_PARTS, class: "mapapp-gap", "stroke-width": width + 2.4 }),
    outline(radius, { ...FOUR_PARTS, fill: "none", stroke: colour, "stroke-width": width }),
  );
}

/**
 * @param {Shape} shape
 * @param {number} radius
 * @param {EvidenceMark} evidence
 * @param {string} colour
 */
export function dot(shape, radius, { fill, width, inked, dashes, paper }, colour) {
  const outline = SHAPES[shape];
  return picture(
    Math.max(LEAST_TARGET, 2 * radius + 14),
    "mapapp-incident",
    svg("circle", { class: "mapapp-ring", r: radius + 4.5 }),
    outline(radius + width / 2 + 0.75, { class: "mapapp-paper", "fill-opacity": paper }),
    outline(radius, {
      fill: colour,
      "fill-opacity": fill,
      stroke: inked ? "var(--ink)" : colour,
      "stroke-width": width,
      "stroke-dasharray": dashes || "none",
    }),
  );
}

/**
 * A cell's mark: a ring split by actor with the number of incidents in it.
 * @param {Cell} cell
 * @param {Legend} legend
 * @returns {Symbol}
 */
export function cellSymbol(cell, legend) {
  const [shown, radius] = [shownIn(cell), radiusOf(cell, legend)];
  return { radius, picture: donut(shown, radius, coloured(cell, legend), CELL_RING, isAllVague(cell)) };
}

/**
 * The shares of a cell by colour, in the legend's order.
 * @param {Cell} cell
 * @param {Legend} legend
 * @returns {Share[]}
 */
function coloured(cell, legend) {
  const colours = [...legend.actors.map(([, colour]) => colour), legend.other];
  const sums = new Map(colours.map((colour) => [colour, 0]));
  for (const { actor, n } of shares(cell)) {
    const colour = colourOf(actor, legend);
    sums.set(colour, (sums.get(colour) ?? 0) + n);
  }
  const parts = [...sums].filter(([, n]) => n > 0);
  return parts.length ? parts : [[legend.other, 1]];
}

/**
 * @param {number} count
 * @param {number} radius
 * @param {Share[]} parts
 */
export function donut(count, radius, parts, ring = CELL_RING, isBroken = false) {
  const middle = radius - ring / 2;
  const gaps = svg("circle", {
    class: "mapapp-gap",
    r: middle,
    "stroke-width": ring + 2.5,
    pathLength: 8,
    "stroke-dasharray": "0.55 1.45",
    "stroke-dashoffset": 0.275,
  });
  return picture(
    2 * radius + 14,
    `mapapp-cell${isBroken ? " mapapp-vague" : ""}`,
    svg("circle", { class: "mapapp-ring", r: radius + 4 }),
    svg("circle", { class: "mapapp-paper", r: radius + 1.25 }),
    ...arcs(middle, parts, ring),
    ...(isBroken ? [gaps] : []),
    digits(count, radius - ring),
  );
}

/**
 * @param {number} radius
 * @param {Share[]} parts
 * @param {number} width
 */
function arcs(radius, parts, width) {
  const total = parts.reduce((sum, [, n]) => sum + n, 0) || 1;
  let from = 0;
  return parts.map(([colour, n]) => {
    const arc = svg("circle", {
      r: radius,
      fill: "none",
      stroke: colour,
      "stroke-width": width,
      pathLength: total,
      "stroke-dasharray": `${n} ${total - n}`,
      "stroke-dashoffset": -from,
      transform: "rotate(-90)",
    });
    from += n;
    return arc;
  });
}

/**
 * @param {number} count
 * @param {number} radius Of the room for them.
 */
function digits(count, radius) {
  const text = shortCount(count);
  const room = 2 * radius; // a digit is about 0.6 em wide
  const size = Math.min(12, 0.75 * room, (1.5 * room) / text.length);
  return svg("text", { class: "mapapp-count", y: "0.36em", "font-size": size }, text);
}

/** @param {number} count */
const shortCount = (count) => (count < 10_000 ? number(count) : `${Math.round(count / 1000)}k`);

/**
 * A drawing cropped to a size.
 * @param {SVGSVGElement} image
 * @param {number} size
 */
export function cropped(image, size) {
  const half = size / 2;
  image.setAttribute("viewBox", `${-half} ${-half} ${size} ${size}`);
  for (const name of ["width", "height"]) image.setAttribute(name, String(size));
  return image;
}

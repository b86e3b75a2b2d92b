/** Which shape an incident's mark has, and how large marks are, by the sizes of the legend. Pure. */

import { isVague } from "./place_precision.js";

/** @typedef {"circle" | "diamond" | "square"} Shape */

/**
 * An incident's shape: a square for a sum; a diamond if a figure is missing, unless no incident has one.
 * @param {Incident} incident
 * @param {Legend} legend
 * @returns {Shape}
 */
export function shapeOf({ harmed, aggregate }, legend) {
  if (aggregate) return "square";
  return Number.isFinite(harmed) || !legend.shapes.includes("figure") ? "circle" : "diamond";
}

/**
 * The radius of an incident's or a cell's mark, in pixels.
 * @param {Incident | Cell} properties
 * @param {Legend} legend
 */
export function radiusOf(properties, legend) {
  if (properties.kind === "cell") return cellRadius(shownIn(properties), legend.sizes.cell);
  const radius =
    shapeOf(properties, legend) === "circle" ? radiusFor(properties.harmed, legend) : radiusFor(null, legend);
  return isVague(properties) ? Math.max(legend.sizes.hollow, radius) : radius;
}

/**
 * The radius for a number of people harmed; null means that no figure is given.
 * @param {number | null | undefined} harmed
 * @param {Legend} legend
 */
export function radiusFor(harmed, { shapes, sizes: { least, per_root: perRoot, largest, unstated } }) {
  if (typeof harmed !== "number") return shapes.includes("figure") ? unstated : least;
  return Math.min(largest, Math.hypot(least, perRoot * Math.sqrt(harmed)));
}

/**
 * The number that a cell shows: its incidents or, without any, its combined entries.
 * @param {Cell} cell
 */
export const shownIn = ({ count, aggregates }) => count || aggregates || 0;

/**
 * Proportional to the root of its number until it is large, then slower.
 * @param {number} n
 * @param {CellSizes} sizes
 */
function cellRadius(n, { least, per_root: perRoot, large, largest, most }) {
  const many = ((large - least) / perRoot) ** 2;
  if (n < many) return least + perRoot * Math.sqrt(n);
  return large + (largest - large) * Math.min(1, Math.log(n / many) / Math.log(most / many));
}

/**
 * The legend with incidents' marks scaled by a factor.
 * @param {Legend} legend
 * @param {number} by
 * @returns {Legend}
 */
export function scaled(legend, by) {
  const { least, per_root: perRoot, largest, unstated, hollow, ...unchanged } = legend.sizes;
  const sizes = {
    least: least * by,
    per_root: perRoot * by,
    largest: largest * by,
    unstated: unstated * by,
    hollow: hollow * by,
    ...unchanged,
  };
  return { ...legend, sizes };
}

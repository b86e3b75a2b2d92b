/** A district's coverage in words, and its outline. Pure. */

import { term } from "../common/terms.js";
import { nameColumns, outlineOf } from "./outlines.js";

/** @typedef {{admin1: string | null, district: string | null, within?: string | null, sources: number, words: string}} District A row of the route's answer: the district as the filter names it, its name, the district around it. */
/** @typedef {{name: string, lines: string[]}} Report */
/** @typedef {(properties: Outline["properties"]) => string} Paired */

/**
 * The outline of a row's district, or else of the area in brackets after its name ("This (a wider area)"), or around it.
 * @param {Outline[]} outlines
 * @param {District} row
 */
export function outlineFor(outlines, { district, within }) {
  const wider = district?.match(/\((.+)\)$/)?.[1];
  for (const name of [district, wider, within]) {
    const outline = name ? outlineOf(outlines, name) : null;
    if (outline) return outline;
  }
  return null;
}

/**
 * Pairs of the outlines of a city and of the district of the same name.
 * @param {Outline[]} outlines
 * @returns {[city: Outline, around: Outline][]}
 */
export function citiesIn(outlines) {
  const byName = new Map(outlines.map((outline) => [outline.properties.name, outline]));
  return [...byName].flatMap(([name, outline]) => {
    const around = byName.get(name.replace(/ \(city\)$/, ""));
    return around && around !== outline ? [/** @type {[Outline, Outline]} */ ([outline, around])] : [];
  });
}

/**
 * The name of an outline and what is reported from it, with a line for each of the data's districts if there are several.
 * @param {Outline} outline
 * @param {District[]} rows
 * @param {Paired} paired
 * @returns {Report}
 */
export function reportFrom(outline, rows, paired) {
  const { properties } = outline;
  const { name } = properties;
  const [, other] = nameColumns([outline]);
  const parts = (/** @type {string | null} */ district) =>
    (district ?? term("coverage-elsewhere")).split(" / ");
  const named = (/** @type {string | null} */ district) => {
    const otherName = parts(district).find((part) => part !== name);
    const isPair = otherName && parts(district).length === 2 && parts(district).includes(name);
    return isPair && other ? paired({ ...properties, [other]: otherName }) : parts(district).join(" / ");
  };
  const own = paired(properties);
  if (!rows.length) return { name: own, lines: [term("coverage-nothing")] };
  const [row] = rows;
  if (rows.length === 1 && parts(row.district).includes(name))
    return { name: named(row.district), lines: [row.words] };
  return { name: own, lines: rows.map(({ district, words }) => `${named(district)}: ${words}`) };
}

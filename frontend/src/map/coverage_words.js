/** What is said of the coverage of a district, and which outline it has. Pure. */

import { term } from "../common/terms.js";
import { nameColumns, outlineOf } from "./outlines.js";

/** @typedef {{admin1: string | null, district: string | null, within?: string | null, sources: number, words: string}} District A row of the route's answer: the district as the filter has it, its name, that in which it lies. */
/** @typedef {{name: string, lines: string[]}} Told */
/** @typedef {(properties: Outline["properties"]) => string} Paired */

/**
 * The outline of a row's district, of what stands in brackets after it ("This (a wider area)"), or around it.
 * @param {Outline[]} outlines
 * @param {District} row
 */
export function outlineFor(outlines, { district, within }) {
  const wider = district?.match(/\((.+)\)$/)?.[1];
  for (const name of [district, wider, within]) {
    const found = name ? outlineOf(outlines, name) : null;
    if (found) return found;
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
 * The name of an outline and what is reported from it; each district of the data has a line where there are several.
 * @param {Outline} outline
 * @param {District[]} rows
 * @param {Paired} paired
 * @returns {Told}
 */
export function told(outline, rows, paired) {
  const { properties } = outline;
  const { name } = properties;
  const [, other] = nameColumns([outline]);
  const parts = (/** @type {string | null} */ district) =>
    (district ?? term("coverage-elsewhere")).split(" / ");
  const named = (/** @type {string | null} */ district) => {
    const rest = parts(district).find((part) => part !== name);
    const isPair = rest && parts(district).length === 2 && parts(district).includes(name);
    return isPair && other ? paired({ ...properties, [other]: rest }) : parts(district).join(" / ");
  };
  const own = paired(properties);
  if (!rows.length) return { name: own, lines: [term("coverage-nothing")] };
  const [first] = rows;
  if (rows.length === 1 && parts(first.district).includes(name))
    return { name: named(first.district), lines: [first.words] };
  return { name: own, lines: rows.map(({ district, words }) => `${named(district)}: ${words}`) };
}

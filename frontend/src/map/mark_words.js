/** The names and descriptions of incidents and cells. Pure. */

import { incidents, number, summaries } from "../common/numbers.js";
import { term } from "../common/terms.js";
import { districtOf, isAllVague, isVague } from "./place_precision.js";

const LONGEST_TEXT = 160;

/**
 * Text from the data, shortened; "" for anything but text and numbers.
 * @param {unknown} value
 */
export function words(value) {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text.length > LONGEST_TEXT
    ? `${Array.from(text.slice(0, LONGEST_TEXT)).slice(0, -1).join("")}…`
    : text;
}

/** @param {...unknown} parts */
export const listed = (...parts) => parts.map(words).filter(Boolean).join(", ");

/** @param {string} text */
const capital = (text) => text && text[0].toUpperCase() + text.slice(1);

/** @param {string | undefined} district */
export const inDistrict = (district) =>
  words(district) ? term("tip-in-district", { district: words(district) }) : "";

/**
 * Where an incident without a known place happened: "somewhere in Lakes district"; "" for a known place.
 * @param {Incident} incident
 */
export function somewhere(incident) {
  if (!isVague(incident)) return "";
  return inDistrict(districtOf(incident)) || words(incident.precision) || term("tip-place-unknown");
}

/**
 * How many of a cell's incidents are known to the district at best: "12 incidents known only to the district"; or "".
 * @param {Cell} cell
 */
export function vagueness(cell) {
  if (!cell.vague || words(cell.somewhere)) return "";
  return isAllVague(cell) ? term("tip-all-vague") : term("tip-vague", { count: cell.vague });
}

/**
 * How far from a cell's only point its incidents may have happened: "somewhere within 3 km of this point"; or "".
 * @param {Cell} cell
 */
export function around({ somewhere: district, uncertainty_m: metres }) {
  if (words(district) || !metres || metres <= 0) return "";
  const kilometres = String(Number((metres / 1000).toPrecision(2)));
  const distance =
    metres < 1000
      ? term("distance-m", { metres: String(Math.round(metres)) })
      : term("distance-km", { kilometres });
  return term("tip-around", { distance });
}

/**
 * What a cell contains: "6 incidents and 1 combined entry".
 * @param {Cell} cell
 */
export function contents({ count, aggregates = 0 }) {
  if (!aggregates) return incidents(count);
  if (!count) return summaries(aggregates);
  return term("tip-contents", { incidents: incidents(count), combined: summaries(aggregates) });
}

/**
 * The accessible name of an incident: "Town, 28 October 2020, 20 to 21 killed".
 * @param {Incident} incident
 */
export function nameOfIncident(incident) {
  const { place, title, when, killed, injured } = incident;
  return (
    listed(capital(somewhere(incident)) || words(place) || title, when, killed, injured) ||
    term("tip-unnamed")
  );
}

/**
 * The accessible name of a cell: "6 incidents: 4 Force A, 2 Force B, 3 killed, near Town"; `near` may be "".
 * For vague places: "12 incidents somewhere in Lakes district: 12 Force A".
 * @param {Cell} cell
 * @param {string} near
 */
export function nameOfCell(cell, near) {
  const where = inDistrict(cell.somewhere);
  const isPlaced = cell.same_point || !around(cell);
  const details = [
    ...shares(cell).map(({ actor, n }) => `${number(n)} ${words(actor) || term("legend-not-stated")}`),
    cell.killed,
    vagueness(cell),
    !isAllVague(cell) && isPlaced && near && term("tip-near", { town: near }),
  ];
  return `${contents(cell)}${where && ` ${where}`}: ${listed(...details, around(cell))}`;
}

/**
 * How many of a cell's incidents are attributed to each actor, the most first.
 * @param {Cell} cell
 */
export const shares = ({ by_actor: byActor }) =>
  Object.entries(byActor ?? {})
    .map(([actor, n]) => ({ actor, n }))
    .sort((a, b) => b.n - a.n);

/**
 * What a typed text may mean: a place by any of its names, an area around a place ("within 10 km of …"), or a value of a
 * filter by its words; in any script, ignoring case and accents.
 */

import { folded } from "../../common/text_search.js";

const MOST_PLACES = 6;
const MOST_VALUES = 4; // of one filter
const MOST_FILTERS = 4;

const AREA =
  /^(?:(?:within|in|up to|at most|less than|no more than)\s+)?(\d{1,5}(?:[.,]\d{1,3})?)\s*(?:km|kilomet(?:re|er)s?)(?:\s+(?:of|from|away from|around|near))?\s+(\S.*)$/i;

/** What is chosen: values of a filter, or an area around a place. @typedef {{name: string, values: string[]} | {km: number, place: string}} Choice */
/** Values of a filter, their words, and how many incidents have any; null for combined entries only. @typedef {[values: string[], label: string, count: number | null]} Value */
/** A place: its values, none where nothing happened; its words and count; all its names, and whether an area can be around it. @typedef {[ids: string[], label: string, count: number | null, names: string[], hasArea: boolean]} Place */
/** @typedef {{name: string, label: string, options: Value[]}} Facet */
/** @typedef {{place: {label: string, all: Place[]}, area: string, facets: Facet[]}} Catalogue All that can be suggested, with the names of the groups. */
/** @typedef {{label: string, name: string, count?: number | null, choice: Choice}} Suggestion `name` is the name that matches what was typed; an area is described by its choice. */
/** @typedef {{label: string, rank: number, options: Suggestion[]}} Group */

/**
 * The suggestions for a text by group, those that begin with it first.
 * @param {string} typed
 * @param {Catalogue} catalogue
 * @returns {Group[]}
 */
export function suggested(typed, { place, area, facets }) {
  const typedArea = areaIn(typed);
  if (typedArea) return grouped(area, areas(typedArea, place.all), MOST_PLACES);
  const values = facets
    .flatMap(({ name, label, options }) => grouped(label, valuesOf(typed, name, label, options), MOST_VALUES))
    .sort(byRank)
    .slice(0, MOST_FILTERS);
  return [...grouped(place.label, places(typed, place.all), MOST_PLACES), ...values].sort(byRank);
}

/**
 * The distance and the place in "10 km of a town"; null if a text is not of that form.
 * @param {string} typed
 * @returns {{km: number, place: string} | null}
 */
export function areaIn(typed) {
  const [, km, place] = AREA.exec(typed.trim()) ?? [];
  return place ? { km: Number(km.replace(",", ".")), place } : null;
}

/** @typedef {Suggestion & {rank: number}} Ranked */

/**
 * @param {string} label
 * @param {Ranked[]} suggestions
 * @param {number} most
 * @returns {Group[]}
 */
function grouped(label, suggestions, most) {
  const options = suggestions.sort(byRank).slice(0, most);
  return options.length ? [{ label, rank: options[0].rank, options }] : [];
}

/**
 * @param {string} typed
 * @param {Place[]} all
 */
function places(typed, all) {
  return named(typed, all).flatMap(({ place: [values, label, count], name, rank }) =>
    values.length ? [{ label, name, count, rank, choice: { name: "place_id", values } }] : [],
  );
}

/**
 * @param {{km: number, place: string}} area
 * @param {Place[]} all
 */
function areas({ km, place: typed }, all) {
  return named(typed, all).flatMap(({ place: [, label, , , hasArea], name, rank }) =>
    hasArea ? [{ label, name, rank, choice: { km, place: label } }] : [],
  );
}

/**
 * The places with a name that contains the text, or else nearly matches it, each with that name; a town before its
 * sites, whose names are longer.
 * @param {string} typed
 * @param {Place[]} all
 */
function named(typed, all) {
  const wanted = folded(typed);
  const matches = all.flatMap((place) => {
    const [best] = place[3].map((name) => ({ name, rank: rankOf(folded(name), wanted) })).sort(byRank);
    return best && best.rank < NOT ? [{ place, ...best }] : [];
  });
  matches.sort((a, b) => byRank(a, b) || a.place[1].length - b.place[1].length);
  return matches[0]?.rank < NEARLY ? matches.filter(({ rank }) => rank < NEARLY) : matches;
}

/**
 * The values of a filter for which each typed word begins a word of their label or of the filter's; typed words may be
 * plural. Rank 0 if either label begins so, 1 otherwise.
 * @param {string} typed
 * @param {string} filter
 * @param {string} filterLabel
 * @param {Value[]} options
 * @returns {Ranked[]}
 */
function valuesOf(typed, filter, filterLabel, options) {
  const wanted = wordsOf(typed);
  if (wanted.join("").length < 2) return [];
  return options.flatMap(([values, label, count]) => {
    const [own, all] = [wordsOf(label), wordsOf(`${filterLabel} ${label}`)];
    if (!wanted.every((word) => all.some((candidate) => candidate.startsWith(word)))) return [];
    const rank = [own[0], all[0]].some((word) => word.startsWith(wanted[0])) ? 0 : 1;
    return [{ label, name: label, count, rank, choice: { name: filter, values } }];
  });
}

/** @param {string} text */
const wordsOf = (text) => (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).map(singular);

/** @param {string} word */
const singular = (word) => (word.length > 3 ? word.replace(/s$/, "") : word);

const [NEARLY, NOT] = [3, 4];
const NEARLY_FROM = 5; // letters

/**
 * 0 if a name begins with a text, 1 if a word in it does, 2 if it contains it, 3 if it nearly matches it, else 4.
 * @param {string} name
 * @param {string} wanted
 */
function rankOf(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  if (wanted.length > 2 && name.includes(wanted)) return 2;
  return isNearly(name, wanted) ? NEARLY : NOT;
}

/**
 * Whether adding, removing or changing a letter turns one text into the other, as with "colour" and "color".
 * @param {string} text
 * @param {string} other
 */
function isNearly(text, other) {
  const [short, long] = [text, other].sort((a, b) => a.length - b.length);
  if (short.length < NEARLY_FROM) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const tail = long.slice(start + 1);
  return long.length - short.length < 2 && [short.slice(start), short.slice(start + 1)].includes(tail);
}

/** @type {(a: {rank: number}, b: {rank: number}) => number} */
const byRank = (a, b) => a.rank - b.rank;

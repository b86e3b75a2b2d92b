/** Which places a text may mean that is being typed: by any name, in any script, whatever case and accents. */

import { folded } from "../../common/text_search.js";

const MOST = 8;

/** A place: its identifiers, what it is called on the page, and all its names. @typedef {[ids: string[], label: string, names: string[]]} Place */
/** @typedef {{ids: string[], label: string, name: string}} Suggestion */

/**
 * The places that have a name with the text in it, first those of which a name begins with it; each with that name.
 * @param {string} typed
 * @param {Place[]} places
 * @returns {Suggestion[]}
 */
export function suggested(typed, places) {
  const wanted = folded(typed);
  const found = places.flatMap(([ids, label, names]) => {
    const [best] = names.map((name) => ({ name, rank: rank(folded(name), wanted) })).sort(byRank);
    return best && best.rank < NOT ? [{ ids, label, ...best }] : [];
  });
  return found
    .sort(byRank)
    .slice(0, MOST)
    .map(({ ids, label, name }) => ({ ids, label, name }));
}

const NOT = 3;

/**
 * 0 if a name begins with a text, 1 if a word in it does, 2 if it has it somewhere.
 * @param {string} name
 * @param {string} wanted
 */
function rank(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  return wanted.length > 2 && name.includes(wanted) ? 2 : NOT;
}

/** @typedef {{rank: number, label?: string}} Ranked */

/** A town comes before its sites, whose names are longer. @type {(one: Ranked, other: Ranked) => number} */
const byRank = (one, other) => one.rank - other.rank || (one.label?.length ?? 0) - (other.label?.length ?? 0);

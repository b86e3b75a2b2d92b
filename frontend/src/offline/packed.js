/** Parts of the file that are packed, for nobody needs them at first: so they cost the browser little until they are wanted. */

import { part } from "../common/dom.js";

/** @type {Map<string, Promise<any>>} */
const known = new Map();

/**
 * A part that exports/offline/page.py has packed; it is unpacked once.
 * @param {"ground" | "dossiers"} name
 */
export function packed(name) {
  const found = known.get(name) ?? unpacked(part(document, `#${name}`).textContent ?? "");
  known.set(name, found);
  return found;
}

/** @param {string} base64 */
function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

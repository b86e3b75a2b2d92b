/** Packed parts of the file, which nobody needs at first: so they cost the browser little until they are needed. */

import { part } from "../common/dom.js";

/** @type {Map<string, Promise<any>>} */
const unpackedParts = new Map();

/**
 * A part that exports/offline/page.py has packed; it is unpacked once.
 * @param {"ground" | "dossiers"} name
 */
export function packed(name) {
  const content = unpackedParts.get(name) ?? unpacked(part(document, `#${name}`).textContent ?? "");
  unpackedParts.set(name, content);
  return content;
}

/** @param {string} base64 */
function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

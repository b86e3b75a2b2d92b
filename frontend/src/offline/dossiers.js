/** The dossier that is open instead of the list; the URL has it as `#incident=…`. */

import { part } from "../common/dom.js";
import { packed } from "./packed.js";

const HASH = "#incident=";

export class Dossiers {
  /** The incident whose dossier is open. @type {string | null} */
  open = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.list = part(document, ".offline-list");
    this.box = part(document, ".offline-dossier");
    this.text = part(document, ".offline-text");
    part(document, ".offline-back").addEventListener("click", () => this.choose(null));
    addEventListener("hashchange", () => this.#follow());
    document.addEventListener("DOMContentLoaded", () => this.#follow());
  }

  /** @param {string | null} id */
  choose(id) {
    location.hash = id === null ? "incidents" : `${HASH}${encodeURIComponent(id)}`;
  }

  /** Follows the URL; a link to a part of the open dossier leaves it open. */
  async #follow() {
    if (document.readyState === "loading") return; // it is followed once everything is loaded
    const { hash, search } = location;
    const isElsewhere = hash && hash !== "#incidents" && !hash.startsWith(HASH);
    if (isElsewhere && this.open !== null) return;
    const wanted = hash ? decoded(hash.slice(HASH.length)) : new URLSearchParams(search).get("incident");
    const html = hash === "#incidents" || wanted === null ? null : await htmlOf(wanted);
    if (hash !== location.hash) return; // the newer one is followed
    const id = html === null ? null : wanted;
    if (id !== this.open) this.#show(id, html ?? "");
  }

  /**
   * @param {string | null} id
   * @param {string} html
   */
  #show(id, html) {
    const before = this.open;
    this.open = id;
    this.list.hidden = id !== null;
    this.box.hidden = id === null;
    this.text.innerHTML = html;
    const heading = this.text.querySelector("h2");
    document.title = [heading?.textContent, document.body.dataset.title].filter(Boolean).join(" – ");
    this.changed();
    (heading ?? this.#entry(before) ?? part(document, "#incidents")).focus();
  }

  /**
   * The list's entry that a dossier was opened from.
   * @param {string | null} id
   */
  #entry(id) {
    const links = [.../** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("a[data-id]"))];
    return links.find(({ dataset }) => dataset.id === id);
  }
}

/**
 * An incident's dossier, which Python has escaped; null if there is none.
 * @param {string} id
 * @returns {Promise<string | null>}
 */
async function htmlOf(id) {
  const all = await packed("dossiers");
  return Object.hasOwn(all, id) ? all[id] : null;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * The dossier that is open in place of the list; it stands in the address as `#incident=…`. All of them are the last part of
 * the file: the map is there before they are read.
 */

import { part } from "../common/dom.js";

const HASH = "#incident=";

export class Dossiers {
  /** The incident whose dossier is open. @type {string | null} */
  open = null;

  /** HTML by identifier, escaped where it was made; null until it is wanted. @type {Record<string, string> | null} */
  #all = null;

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

  #of(/** @type {string} */ id) {
    this.#all ??= /** @type {Record<string, string>} */ (
      JSON.parse(part(document, "#dossiers").textContent ?? "")
    );
    return Object.hasOwn(this.#all, id) ? this.#all[id] : null;
  }

  /** @param {string | null} id */
  choose(id) {
    location.hash = id === null ? "incidents" : `${HASH}${encodeURIComponent(id)}`;
  }

  /** Follows the address; what is a part of the open dossier leaves it open. */
  #follow() {
    if (document.readyState === "loading") return; // it is followed once all is there
    const { hash, search } = location;
    const isElsewhere = hash && hash !== "#incidents" && !hash.startsWith(HASH);
    if (isElsewhere && this.open !== null) return;
    const wanted = hash ? decoded(hash.slice(HASH.length)) : new URLSearchParams(search).get("incident");
    const id = hash === "#incidents" || wanted === null || this.#of(wanted) === null ? null : wanted;
    if (id !== this.open) this.#show(id);
  }

  /** @param {string | null} id */
  #show(id) {
    const before = this.open;
    this.open = id;
    this.list.hidden = id !== null;
    this.box.hidden = id === null;
    this.text.innerHTML = (id !== null && this.#of(id)) || "";
    const heading = this.text.querySelector("h2");
    document.title = [heading?.textContent, document.body.dataset.title].filter(Boolean).join(" – ");
    this.changed();
    (heading ?? this.#entry(before) ?? part(document, "#incidents")).focus();
  }

  /**
   * The entry of the list from which a dossier was opened.
   * @param {string | null} id
   */
  #entry(id) {
    const links = [.../** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("a[data-id]"))];
    return links.find(({ dataset }) => dataset.id === id);
  }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

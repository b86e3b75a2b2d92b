/** In an article, the wheel over the map scrolls the article; with Ctrl or ⌘ it zooms, and a hint says so. */

import { term } from "../common/terms.js";
import { Hint } from "./hint.js";

/** @param {{page: PageWindow, ground: HTMLElement}} base */
export function leaveWheelToArticle({ page, ground: container }) {
  if (!isEmbedded(page)) return;
  const key = /Mac|iPhone|iPad/.test(navigator.platform) ? "command" : "ctrl";
  const hint = new Hint(container, term(`map-wheel-${key}`));
  const onWheel = (/** @type {WheelEvent} */ event) => {
    if (event.ctrlKey || event.metaKey) return hint.hide();
    if (/** @type {Element} */ (event.target).closest(".mapapp-panel, .leaflet-popup")) return hint.hide();
    event.stopImmediatePropagation();
    hint.show();
  };
  container.addEventListener("wheel", onWheel, { capture: true, passive: true });
}

/**
 * Whether a page is embedded in another, or shown in the form for embedding.
 * @param {PageWindow} page
 */
function isEmbedded(page) {
  return page !== page.top || new URLSearchParams(page.location.search).get("embed") === "true";
}

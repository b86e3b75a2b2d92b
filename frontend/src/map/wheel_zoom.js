/** In an article, the wheel over the map scrolls the article; with Ctrl or ⌘ it zooms, and a hint says so. */

import { element } from "../common/dom.js";
import { term } from "./terms.js";

const HINT_LASTS = 1500; // ms

/** @param {{page: PageWindow, ground: HTMLElement}} base */
export function leaveWheelToArticle({ page, ground: container }) {
  if (!isEmbedded(page)) return;
  const key = /Mac|iPhone|iPad/.test(navigator.platform) ? "command" : "ctrl";
  const hint = element("p", "mapapp-wheel-hint", term(`map-wheel-${key}`));
  hint.setAttribute("aria-hidden", "true"); // the buttons and keys zoom without it
  container.append(hint);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  const hide = () => hint.classList.remove("shown");
  const onWheel = (/** @type {WheelEvent} */ event) => {
    clearTimeout(later);
    if (event.ctrlKey || event.metaKey) return hide();
    if (/** @type {Element} */ (event.target).closest(".mapapp-panel, .leaflet-popup")) return hide();
    event.stopImmediatePropagation();
    hint.classList.add("shown");
    later = setTimeout(hide, HINT_LASTS);
  };
  container.addEventListener("wheel", onWheel, { capture: true, passive: true });
}

/**
 * Whether a page is part of another one, or is shown without its own frame for that purpose.
 * @param {PageWindow} page
 */
function isEmbedded(page) {
  return page !== page.top || new URLSearchParams(page.location.search).get("embed") === "true";
}

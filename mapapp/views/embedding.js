/**
 * How the map behaves inside other pages, and on paper. `mapapp.embed(map)`.
 *
 * Its links open a new tab: in its own frame, another site would replace the map. Where the page itself is embedded, the
 * wheel scrolls the article around it; with Ctrl or ⌘ it zooms.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const HINT_SHOWN = 1600; // ms
  const SHEET = 1030; // px, the printed width of A4 across

  mapapp.embed = (map) => {
    const container = map.getContainer();
    container.addEventListener("click", openElsewhere, { capture: true });
    container.addEventListener("auxclick", openElsewhere, { capture: true });
    const { page } = map.mapapp;
    if (page !== page.parent) leaveTheWheel(container);
    if (page !== window) keepSizeOnPaper(page);
  };

  /** Prints the page as it is on the screen, scaled to the width of a sheet: a map can't be laid out anew for paper. */
  function keepSizeOnPaper(page) {
    const leaving = new AbortController();
    page.addEventListener("beforeprint", () => {
      const { style } = page.document.documentElement;
      style.setProperty("--printed-zoom", SHEET / Math.max(SHEET, page.innerWidth));
      style.setProperty("--printed-width", `${innerWidth}px`);
      style.setProperty("--printed-height", `${innerHeight}px`);
    }, { signal: leaving.signal });
    addEventListener("pagehide", () => leaving.abort());
  }

  function openElsewhere(event) {
    const link = event.target.closest?.("a[href]");
    if (link) Object.assign(link, { target: "_blank", rel: "noopener" });
  }

  /** Lets the wheel scroll the page around the map, and says once how it zooms. */
  function leaveTheWheel(container) {
    const modifier = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
    const hint = mapapp.element("p", "mapapp-wheel-hint", `Hold ${modifier} and scroll to zoom`);
    container.append(hint);
    let fading;
    container.addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopImmediatePropagation();
      hint.classList.add("shown");
      clearTimeout(fading);
      fading = setTimeout(() => hint.classList.remove("shown"), HINT_SHOWN);
    }, { capture: true, passive: true });
  }
})();

/**
 * Prints the page as it is on the screen, and the map as large as a sheet allows: as a scaled picture, for a map can't be
 * laid out again for paper.
 */

const [SHEET, HIGH] = [1030, 690]; // px, the printable area of A4 in landscape
const AROUND = 250; // px of the page on the map's sheet: title, figures, filters and key
const BESIDE = 12; // px between two maps
const FRAMES = 'iframe[title^="streamlit_folium"]';

/** @param {PageWindow} page */
export function keepSizeOnPaper(page) {
  const leaving = new AbortController();
  const measure = () => {
    const { style } = page.document.documentElement;
    const zoom = SHEET / Math.max(SHEET, page.innerWidth);
    const maps = page.document.querySelectorAll(FRAMES).length;
    const scale = Math.min((SHEET / maps - BESIDE) / innerWidth, (HIGH - AROUND * zoom) / innerHeight);
    style.setProperty("--printed-zoom", String(zoom));
    style.setProperty("--printed-scale", String(scale));
    style.setProperty("--printed-width", `${innerWidth}px`);
    style.setProperty("--printed-height", `${innerHeight}px`);
    const isWhole = document.querySelector(".mapapp-legend")?.matches("[open]");
    style.setProperty("--printed-key", isWhole ? "none" : "block"); // the marks are explained once
  };
  page.addEventListener("beforeprint", measure, { signal: leaving.signal });
  addEventListener("pagehide", () => leaving.abort());
}

/** Prints the page as it is on the screen, scaled to the width of a sheet: a map can't be laid out anew for paper. */

const SHEET = 1030; // px, the printed width of A4 across

/** @param {PageWindow} page */
export function keepSizeOnPaper(page) {
  const leaving = new AbortController();
  const measure = () => {
    const { style } = page.document.documentElement;
    style.setProperty("--printed-zoom", String(SHEET / Math.max(SHEET, page.innerWidth)));
    style.setProperty("--printed-width", `${innerWidth}px`);
    style.setProperty("--printed-height", `${innerHeight}px`);
    const isWhole = document.querySelector(".mapapp-legend")?.matches("[open]");
    style.setProperty("--printed-key", isWhole ? "none" : "block"); // the marks are explained once
  };
  page.addEventListener("beforeprint", measure, { signal: leaving.signal });
  addEventListener("pagehide", () => leaving.abort());
}

/** The map's colours, and its name for screen readers. */

import { borrowTypeface } from "../common/streamlit_private.js";
import { term } from "../common/terms.js";

/**
 * Gives the container its colours, and the strokes of lines. A page with the system's theme follows it, as Streamlit does.
 * @param {HTMLElement} container
 * @param {BaseOptions} options
 */
export function dress(container, { app, theme, themes, lines }) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const ofSystem = () => (dark.matches ? "dark" : "light");
  const isFollowing = theme === "auto" || theme === ofSystem();
  const paint = () => {
    const name = isFollowing ? ofSystem() : theme;
    container.dataset.theme = name;
    for (const [key, value] of Object.entries(themes[name])) container.style.setProperty(`--${key}`, value);
  };
  paint();
  for (const [n, { width, dashes, cap }] of lines.entries()) {
    container.style.setProperty(`--line-${n}-width`, `${width}px`);
    container.style.setProperty(`--line-${n}-dashes`, dashes.join(" "));
    container.style.setProperty(`--line-${n}-cap`, cap);
  }
  dark.addEventListener("change", paint);
  container.classList.add("mapapp");
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", term("map-title"));
  if (app) adaptFrame();
  document.documentElement.classList.toggle("mapapp-frame", app);
}

/** Names st_folium's frame for screen readers, as its title is the component's, and gives it the page's typeface. */
function adaptFrame() {
  try {
    borrowTypeface(parent.document);
    frameElement?.setAttribute("aria-label", term("map-title"));
  } catch {
    // a frame of another origin keeps its title and its typeface
  }
}

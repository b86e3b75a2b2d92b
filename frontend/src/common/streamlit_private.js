/**
 * Everything that Streamlit and streamlit-folium offer no public way for.
 * Observed in Streamlit 1.67 and streamlit-folium 0.27.
 */

const STATE = "data-test-connection-state";
const SCRIPT = "data-test-script-state";
const AWAY = new Set(["PINGING_SERVER", "CONNECTING"]);

/** Whether the page has lost its server, by an attribute of Streamlit's application. */
export const isServerAway = () => AWAY.has(document.querySelector(`[${STATE}]`)?.getAttribute(STATE) ?? "");

/** Whether the server is drawing the page. */
export const isServerAtWork = () => document.querySelector(`[${SCRIPT}=running]`) !== null;

/**
 * Calls back when the connection changes, and when the server begins to draw the page or has drawn it.
 * @param {() => void} changed
 * @returns {MutationObserver}
 */
export function onServerChange(changed) {
  const watch = new MutationObserver(changed);
  const app = document.querySelector(`[${STATE}]`);
  if (app) watch.observe(app, { attributeFilter: [STATE, SCRIPT] });
  return watch;
}

/**
 * Closes the dialog that Streamlit opens while the server is away, which would make the page inert; page.css hides it.
 * @returns {MutationObserver}
 */
export function closeDialogsOfLostServer() {
  const watch = new MutationObserver(() => {
    if (!isServerAway()) return;
    /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stDialog] button"))?.click();
  });
  watch.observe(document.body, { childList: true });
  return watch;
}

/** Makes streamlit-folium, which keeps every feature group that it ever got, forget those that are off the map. */
export function forgetOldGroups() {
  const { feature_group: groups } = /** @type {{feature_group?: unknown[]}} */ (
    /** @type {unknown} */ (globalThis)
  );
  groups?.splice(0);
}

/**
 * Gives this frame the upright typeface that Streamlit has loaded for the page. If it arrives too late it is not used:
 * the legend must not change its size.
 * @param {Document} page
 */
export function borrowTypeface(page) {
  const faces = [...page.styleSheets].filter(({ href }) => href).flatMap((sheet) => [...sheet.cssRules]);
  for (const { cssText, parentStyleSheet } of faces) {
    const url = /^@font-face.*"Source Sans".*font-style: normal.*url\("([^"]+)"\)/s.exec(cssText)?.[1];
    if (!url || !parentStyleSheet?.href) continue;
    const source = `url("${new URL(url, parentStyleSheet.href)}")`;
    const face = new FontFace("Source Sans", source, { weight: "100 900", display: "optional" });
    document.fonts.add(face);
    face.load().catch(() => document.fonts.delete(face));
  }
}

/** streamlit-folium serves the map's frame two folders below the app's root. */
export const rootOfApp = () => new URL("../../", location.href);

/**
 * Hands an event to Python: streamlit-folium sends the clicked feature of a feature group.
 * @param {import("leaflet").FeatureGroup} bridge
 * @param {import("leaflet").LatLng} latlng
 * @param {object} feature
 */
export const sendClick = (bridge, latlng, feature) =>
  bridge.fire("click", { latlng, layer: { toGeoJSON: () => feature } });

/**
 * Which option of which multiple choice was clicked: the widget's key, and the option's index among all of them.
 * @param {Element} target
 */
export function clickedOption(target) {
  const option = /** @type {HTMLElement | null} */ (target.closest("[role=option][data-key]"));
  const list = option?.closest("[role=listbox]");
  const field =
    list && document.querySelector(`[data-testid=stMultiSelect] [aria-controls="${CSS.escape(list.id)}"]`);
  const [, key] = /st-key-(\S+)/.exec(field?.closest("[class*=st-key-]")?.className ?? "") ?? [];
  return option && key ? { key, index: Number(option.dataset.key) } : null;
}

/** The map's ground in its frame, once it is there. */
export function groundOfMap() {
  /** @type {HTMLIFrameElement | null} */
  const frame = document.querySelector('iframe[title^="streamlit_folium"]');
  return frame?.contentDocument?.querySelector(".mapapp-ground");
}

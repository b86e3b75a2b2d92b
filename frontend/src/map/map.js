/** The map's script: what views/map.py calls, as `mapapp`, with Leaflet as `L` for st_folium's own code. */

import L from "leaflet";
import { forgetOldGroups } from "../common/streamlit_private.js";
import { learnTerms } from "../common/terms.js";
import { BaseMap } from "./base_map.js";
import { IncidentLayer } from "./incident_layer.js";
import styles from "./map.css";

/** @type {WeakMap<L.Map, {base: BaseMap, incidents?: IncidentLayer, newest?: IncidentOptions}>} */
const drawn = new WeakMap();

/**
 * Draws the base map into an element and returns the Leaflet map.
 * @param {string} id
 * @param {BaseOptions} options
 */
function baseMap(id, options) {
  const container = document.getElementById(id);
  if (!container) throw new Error(`There is no element ${id} for the map.`);
  learnTerms(options.words);
  const base = new BaseMap(container, options);
  drawn.set(base.map, { base });
  return base.map;
}

/**
 * Shows incidents on a map, or changes what is shown, once the legend can name the reference lines: if it grew
 * afterwards, the map would shrink and ask again.
 * @param {L.Map} map
 * @param {IncidentOptions} options
 */
function showIncidents(map, options) {
  const shown = drawn.get(map);
  if (!shown) throw new Error("The map was not made by mapapp.");
  forgetOldGroups();
  shown.incidents ??= new IncidentLayer(shown.base); // at once: st_folium listens to what is there now
  const { base, incidents } = shown;
  shown.newest = options;
  base.position.know(options.home);
  base.referenceDrawn.then(() => shown.newest === options && incidents.show(options));
}

const styleSheet = new CSSStyleSheet();
styleSheet.replaceSync(styles);
document.adoptedStyleSheets.push(styleSheet); // with the script, so that no map is ever laid out without it

Object.assign(globalThis, { L, mapapp: { baseMap, showIncidents } });

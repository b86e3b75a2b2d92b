/** Tiles of third parties under the map: streets and satellite pictures. */

import L from "leaflet";
import { term } from "../common/terms.js";
import { choice } from "./layer_panel.js";

const TILES_TO_FAIL = 2;
export const FINE_SNAP = 0.25; // zoom levels

/** @typedef {"streets" | "satellite" | "none"} Background */

/** @param {Background} name */
const labelOf = (name) => term(`background-${name}`);

/**
 * Offers tiles over the bundled map; if none of a kind can be reached, shows the bundled map and says so.
 * @param {import("./base_map.js").BaseMap} base
 * @param {BaseOptions["tiles"]} tiles
 */
export function offerBackgrounds({ map, container, names, position, layers: { slots } }, tiles) {
  const layers = Object.entries(tiles).map(([name, { url, ...rest }]) => ({
    name: /** @type {Background} */ (name),
    layer: L.tileLayer(url, { maxZoom: 18, ...rest }),
  }));
  /** @type {Background[]} */
  const offered = [...layers.map(({ name }) => name), "none"];
  const snapTo = (/** @type {number} */ snap) => {
    if (map.options.zoomSnap === snap) return;
    map.options.zoomSnap = snap;
    position.fitAgain();
  };
  const show = (/** @type {Background} */ chosen) => {
    for (const { name, layer } of layers) if (name !== chosen) layer.remove();
    snapTo(chosen === "none" ? FINE_SNAP : 1); // tiles are sharp at whole zoom levels only
    for (const { name, layer } of layers) {
      if (name === chosen) layer.addTo(map);
      container.classList.toggle(`mapapp-${name}`, name === chosen);
    }
    names.onlyPaired = chosen === "streets";
    names.place();
  };
  position.settled.then(() => show(offered[0]));
  if (offered.length === 1) return;
  const choices = offered.map((name, i) =>
    choice("radio", "mapapp-background", labelOf(name), !i, () => show(name)),
  );
  slots.background.append(...choices.map(({ label }) => label));
  for (const [i, { name, layer }] of layers.entries()) {
    whenOutOfReach(layer, (isReachable) => {
      const away = isReachable ? "" : ` ${term("background-away")}`;
      choices[i].words.textContent = `${labelOf(name)}${away}`;
      if (isReachable || !map.hasLayer(layer)) return;
      choices[layers.length].input.checked = true;
      show("none");
    });
  }
}

/**
 * Tells whether tiles come: false after two that failed and none that came, true with the next that comes.
 * @param {L.TileLayer} layer
 * @param {(isReachable: boolean) => void} tell
 */
function whenOutOfReach(layer, tell) {
  let loaded = 0;
  let failed = 0;
  layer.on("tileload", () => {
    loaded += 1;
    if (failed) tell(true);
    failed = 0;
  });
  layer.on("tileerror", () => {
    failed += 1;
    if (!loaded && failed === TILES_TO_FAIL) tell(false);
  });
  layer.on("add", () => {
    failed = 0;
  });
}

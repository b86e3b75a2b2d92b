/** Tiles under the map: streets and satellite pictures, of third parties or of our own server. */

import L from "leaflet";
import { term } from "../common/terms.js";
import { DrawnTiles } from "./drawn_tiles.js";
import { choice } from "./layer_panel.js";

const TILES_TO_FAIL = 2;
export const FINE_SNAP = 0.25; // zoom levels

/** @typedef {"streets" | "satellite" | "none"} Background */

/** @param {Background} name */
const labelOf = (name) => term(`background-${name}`);

/**
 * Offers tiles over the bundled map; if a background can't be reached, shows the bundled map and says so.
 * @param {import("./base_map.js").BaseMap} base
 * @param {BaseOptions["tiles"]} tiles
 */
export function offerBackgrounds(base, tiles) {
  const {
    map,
    container,
    names,
    position,
    layers: { slots },
  } = base;
  const layers = Object.entries(tiles).map(([name, options]) => ({
    name: /** @type {Background} */ (name),
    layer: options.drawn ? new DrawnTiles(base, options) : pictures(base, options),
  }));
  const hasNames = !tiles.streets?.drawn;
  /** @type {Background[]} */
  const offered = [...layers.map(({ name }) => name), "none"];
  const snapTo = (/** @type {number} */ snap) => {
    if (map.options.zoomSnap === snap) return;
    map.options.zoomSnap = snap;
    position.fitAgain();
  };
  const show = (/** @type {Background} */ chosen) => {
    for (const { name, layer } of layers) if (name !== chosen) layer.remove();
    snapTo(tiles[/** @type {"streets"} */ (chosen)]?.drawn === false ? 1 : FINE_SNAP); // pictures are sharp only at whole zoom levels
    for (const { name, layer } of layers) {
      if (name === chosen) layer.addTo(map);
      container.classList.toggle(`mapapp-${name}`, name === chosen);
    }
    container.classList.toggle("mapapp-drawn", chosen === "streets" && !hasNames);
    names.onlyPaired = chosen === "streets" && hasNames;
    names.arrange();
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
 * @param {import("./base_map.js").BaseMap} base
 * @param {TileOptions} tiles
 */
function pictures({ root }, { url, drawn: _, ...options }) {
  const address = url.includes("://") ? url : `${new URL("./", root || location.href).href}${url}`;
  return L.tileLayer(address, { maxZoom: 18, ...options });
}

/**
 * Reports whether tiles arrive: false after two have failed and none has arrived, true with the next that arrives.
 * @param {L.GridLayer} layer
 * @param {(isReachable: boolean) => void} report
 */
function whenOutOfReach(layer, report) {
  let loaded = 0;
  let failed = 0;
  layer.on("tileload", () => {
    loaded += 1;
    if (failed) report(true);
    failed = 0;
  });
  layer.on("tileerror", () => {
    failed += 1;
    if (!loaded && failed === TILES_TO_FAIL) report(false);
  });
  layer.on("add", () => {
    failed = 0;
  });
}

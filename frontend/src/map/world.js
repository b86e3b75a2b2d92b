/** The base map of the whole world; only the cells that a view needs are loaded. */

import L from "leaflet";
import { fetchJsonPatiently } from "../common/question.js";
import { latLngBounds } from "./controls.js";
import { cellsOf, decoded } from "./world_cells.js";

const BEYOND = 0.1; // of the view, so that a short drag shows no empty ground
const MAX_CACHED = 80; // cells

const COARSER = [6, 4]; // zoom levels with larger cells

/** @typedef {ReturnType<typeof decoded>} Decoded */
/** @typedef {import("./world_cells.js").CellKey} CellKey */

export class World {
  /** Borders of districts; the content changes with the view. */
  districts = L.featureGroup();

  /** @type {L.LayerGroup} */
  #drawn = L.layerGroup();

  /** @type {Map<string, Promise<Decoded | null>>} */
  #cells = new Map();

  #shown = "";

  /** The path of a cell, or cells by key. @type {string | WorldCells} */
  #world = "";

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {BaseOptions["vectors"]["world"]} world
   * @param {(data: any, pane: string, className: string) => L.FeatureGroup} layer
   */
  constructor(base, world, layer) {
    this.base = base;
    this.source = world;
    this.layer = layer;
  }

  /** Draws what the default view needs, then what the map shows, whenever it was moved. */
  async follow() {
    const { map, position } = this.base;
    this.#world = typeof this.source === "function" ? await this.source() : this.source;
    let isSettled = false;
    map.on("moveend", () => {
      if (isSettled || !position.isHome()) this.#showView(); // until then it shows the world before it goes home
    });
    position.settled.then(() => {
      isSettled = true;
      this.#showView();
    });
    if (position.isHome() && position.home) {
      const home = latLngBounds(position.home);
      this.#show(home, map.getBoundsZoom(home));
    } else this.#showView();
  }

  #showView() {
    this.#show(this.base.map.getBounds().pad(BEYOND), this.base.map.getZoom());
  }

  /**
   * Loads the cells of a view and then draws them all at once; what was drawn before stays until then.
   * @param {L.LatLngBounds} bounds
   * @param {number} zoom
   */
  async #show(bounds, zoom) {
    const view = /** @type {Bounds} */ ([
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ]);
    const keys = this.#keysOf(view, zoom);
    const wanted = keys.map(textOf).join(" ");
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const cells = await Promise.all(keys.map((key) => this.#cell(key)));
    if (wanted !== this.#shown) return; // the map was moved meanwhile
    const loaded = cells.filter((cell) => cell !== null);
    if (loaded.length < cells.length) this.#shown = ""; // what failed is requested with the next move
    if (loaded.length) this.#draw(loaded);
  }

  /**
   * A file does not have every cell: then a view is drawn from coarser ones.
   * @param {Bounds} view
   * @param {number} zoom
   */
  #keysOf(view, zoom) {
    const world = this.#world;
    if (typeof world === "string") return cellsOf(view, zoom);
    const has = (/** @type {CellKey} */ key) => nameOf(key) in world;
    const choices = [zoom, ...COARSER].map((most) => cellsOf(view, Math.min(zoom, most)));
    return choices.find((keys) => keys.every(has)) ?? choices[choices.length - 1];
  }

  /** @param {CellKey} key */
  #cell(key) {
    const text = textOf(key);
    const cell = this.#cells.get(text) ?? this.#loaded(key);
    this.#cells.delete(text);
    this.#cells.set(text, cell); // ordered by last use
    const [oldest] = this.#cells.keys();
    if (this.#cells.size > MAX_CACHED) this.#cells.delete(oldest);
    return cell;
  }

  /**
   * @param {CellKey} key
   * @returns {Promise<Decoded | null>}
   */
  async #loaded(key) {
    const [world, { root }] = [this.#world, this.base];
    try {
      if (typeof world !== "string") return decoded(world[nameOf(key)], key);
      return decoded(await fetchJsonPatiently(new URL(world.replace("{cell}", nameOf(key)), root)), key);
    } catch (error) {
      console.warn(`A part of the base map could not be loaded: ${/** @type {Error} */ (error).message}`);
      this.#cells.delete(textOf(key));
      return null;
    }
  }

  /** @param {Decoded[]} cells */
  #draw(cells) {
    const { map, container, names } = this.base;
    const before = this.#drawn;
    this.#drawn = L.layerGroup(this.#layersOf(cells)).addTo(map);
    before.remove();
    this.districts.clearLayers();
    this.layer(lines(cells, "districts"), "mapapp-lines", "mapapp-district").addTo(this.districts);
    container.classList.add("mapapp-landed"); // until then all the ground is neutral, not sea
    names.countries = countriesOf(cells);
    names.districtsOfWorld = cells.flatMap(({ districtNames }) => districtNames);
    names.know({ ofWorld: cells.flatMap(({ towns }) => towns) });
    this.base.townsNamed.emit();
  }

  /**
   * The layers from the bottom up.
   * @param {Decoded[]} cells
   */
  #layersOf(cells) {
    const land = (/** @type {any} */ data, /** @type {string} */ className) =>
      this.layer(data, "mapapp-land", className);
    return [
      ...cells.map((cell) => land({ features: cell.land }, "mapapp-land mapapp-cut")),
      land(lines(cells, "borders"), "mapapp-coast"),
      ...cells.map(({ lakes }) => land({ geometry: lakes }, "mapapp-water mapapp-cut")),
      land(lines(cells, "shores"), "mapapp-river mapapp-shore"),
      land(lines(cells, "rivers"), "mapapp-river"),
      this.layer(lines(cells, "disputed"), "mapapp-lines", "mapapp-disputed"),
    ];
  }
}

/** @param {CellKey} key */
const nameOf = ({ size, x, y }) => `${size}/${x}/${y}`;

/** @param {CellKey} key */
const textOf = ({ size, west, south }) => `${size} ${west} ${south}`;

/**
 * @param {Decoded[]} cells
 * @param {"borders" | "shores" | "rivers" | "districts" | "disputed"} name
 */
const lines = (cells, name) => ({
  geometry: { type: "MultiLineString", coordinates: cells.flatMap((cell) => cell[name]) },
});

/**
 * Each country once, with all its parts, for its name.
 * @param {Decoded[]} cells
 */
function countriesOf(cells) {
  const parts = Map.groupBy(
    cells.flatMap(({ land }) => land),
    ({ properties }) => properties.name,
  );
  return [...parts].map(([name, all]) => ({
    properties: { name },
    geometry: { type: "MultiPolygon", coordinates: all.flatMap(({ geometry }) => geometry.coordinates) },
  }));
}

/** The base map of the whole world, of which only the cells that a view needs are loaded. */

import L from "leaflet";
import { fetchedInTheEnd } from "../common/question.js";
import { latLngBounds } from "./controls.js";
import { cellsOf, decoded } from "./world_cells.js";

const BEYOND = 0.1; // of the view, so that a short drag shows no empty ground
const MOST_KEPT = 80; // cells

const COARSER = [6, 4]; // zoom levels at which larger cells do

/** @typedef {ReturnType<typeof decoded>} Decoded */
/** @typedef {import("./world_cells.js").Place} Place */

export class World {
  /** Borders of districts; what is in it changes with the view. */
  districts = L.featureGroup();

  /** @type {L.LayerGroup} */
  #drawn = L.layerGroup();

  /** @type {Map<string, Promise<Decoded | null>>} */
  #cells = new Map();

  #shown = "";

  /** The path of a cell, or cells by place. @type {string | WorldCells} */
  #world = "";

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {BaseOptions["vectors"]["world"]} world
   * @param {(data: any, pane: string, className: string) => L.FeatureGroup} layer
   */
  constructor(base, world, layer) {
    this.base = base;
    this.given = world;
    this.layer = layer;
  }

  /** Draws what the default view needs, then what the map shows, whenever it was moved. */
  async follow() {
    const { map, position } = this.base;
    this.#world = typeof this.given === "function" ? await this.given() : this.given;
    let isSettled = false;
    map.on("moveend", () => {
      if (isSettled || !position.isHome()) this.#showView(); // until then it shows the world, on its way home
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
    const places = this.#placesOf(view, zoom);
    const wanted = places.map(keyOf).join(" ");
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const cells = await Promise.all(places.map((place) => this.#cell(place)));
    if (wanted !== this.#shown) return; // the map was moved meanwhile
    const found = cells.filter((cell) => cell !== null);
    if (found.length < cells.length) this.#shown = ""; // what failed is asked for with the next move
    if (found.length) this.#draw(found);
  }

  /**
   * A file has not every cell in it: then a view is drawn from coarser ones.
   * @param {Bounds} view
   * @param {number} zoom
   */
  #placesOf(view, zoom) {
    const world = this.#world;
    if (typeof world === "string") return cellsOf(view, zoom);
    const has = (/** @type {Place} */ place) => nameOf(place) in world;
    const choices = [zoom, ...COARSER].map((most) => cellsOf(view, Math.min(zoom, most)));
    return choices.find((places) => places.every(has)) ?? choices[choices.length - 1];
  }

  /** @param {Place} place */
  #cell(place) {
    const key = keyOf(place);
    const known = this.#cells.get(key) ?? this.#loaded(place);
    this.#cells.delete(key);
    this.#cells.set(key, known); // the last one is the one that was needed last
    const [oldest] = this.#cells.keys();
    if (this.#cells.size > MOST_KEPT) this.#cells.delete(oldest);
    return known;
  }

  /**
   * @param {Place} place
   * @returns {Promise<Decoded | null>}
   */
  async #loaded(place) {
    const [world, { root }] = [this.#world, this.base];
    try {
      if (typeof world !== "string") return decoded(world[nameOf(place)], place);
      return decoded(await fetchedInTheEnd(new URL(world.replace("{cell}", nameOf(place)), root)), place);
    } catch (error) {
      console.warn(`A part of the base map could not be loaded: ${/** @type {Error} */ (error).message}`);
      this.#cells.delete(keyOf(place));
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
    this.base.townsNamed.tell();
  }

  /**
   * From the ground up.
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

/** @param {Place} place */
const nameOf = ({ size, x, y }) => `${size}/${x}/${y}`;

/** @param {Place} place */
const keyOf = ({ size, west, south }) => `${size} ${west} ${south}`;

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

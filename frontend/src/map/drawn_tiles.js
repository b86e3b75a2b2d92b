/** Vector tiles of our own server, drawn by a module that is loaded with the first tile. */

import L from "leaflet";

/** @typedef {typeof import("../streets/streets.js")} Streets */
/** @typedef {ReturnType<Streets["read"]>} Tile */

const STREETS = "assets/mapapp/streets.js";
const MAX_CACHED = 64;

export class DrawnTiles extends L.GridLayer {
  /** @type {Map<string, Promise<Tile | null>>} The latest last. */
  #tiles = new Map();

  /** @type {Promise<Streets> | null} */
  #streets = null;

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {TileOptions} tiles
   */
  constructor({ root, container }, { url, attribution, maxNativeZoom }) {
    super({ attribution, maxZoom: 18 });
    this.root = root;
    this.url = url;
    this.deepest = maxNativeZoom;
    this.container = container;
  }

  /**
   * @param {L.Coords} coords
   * @param {L.DoneCallback} done
   */
  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    this.#draw(canvas, coords).then(
      () => done(undefined, canvas),
      (fault) => done(fault, canvas),
    );
    return canvas;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {L.Coords} coords
   */
  async #draw(canvas, { x, y, z }) {
    const zoom = Math.min(Math.max(0, z - 1), this.deepest); // such tiles are made to be shown at 512 pixels
    const parts = 2 ** (z - zoom);
    const [column, row] = [x, y].map((count) => Math.floor(count / parts));
    this.#streets ??= import(new URL(STREETS, this.root).href);
    const { read, draw } = await this.#streets;
    const tile = await this.#cached(`${zoom}/${column}/${row}`, read);
    const size = this.getTileSize().x;
    const ratio = devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(size * ratio);
    const ink = canvas.getContext("2d");
    if (!tile || !ink) return;
    ink.scale(ratio, ratio);
    const style = getComputedStyle(this.container);
    const part = { size, zoom: z, parts, column: x - column * parts, row: y - row * parts };
    draw(tile, ink, part, (name) => style.getPropertyValue(name).trim());
  }

  /**
   * @param {string} path
   * @param {Streets["read"]} read
   */
  #cached(path, read) {
    const tile = this.#tiles.get(path) ?? this.#fetch(path, read);
    this.#tiles.delete(path);
    this.#tiles.set(path, tile);
    const [oldest] = this.#tiles.keys();
    if (this.#tiles.size > MAX_CACHED) this.#tiles.delete(oldest);
    return tile;
  }

  /**
   * @param {string} path
   * @param {Streets["read"]} read
   */
  async #fetch(path, read) {
    try {
      const answer = await fetch(new URL(this.url.replace("{z}/{x}/{y}", path), this.root));
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.status === 204 ? null : read(await answer.arrayBuffer());
    } catch (fault) {
      this.#tiles.delete(path);
      throw fault;
    }
  }
}

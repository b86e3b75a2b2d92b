/**
 * Draws vector tiles of streets on a canvas: water, buildings, roads and railways, in the map's own colours. It draws no
 * names or borders, which the map has itself. A separate module, loaded if the operator has such tiles.
 *
 * It knows the layers of the schemas in common use: OpenMapTiles, Protomaps and Shortbread.
 */

import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

const LINE = 2;
const AREA = 3;

const ROADS = ["transportation", "roads", "streets"];
const MAIN = new Set(["motorway", "trunk", "primary", "highway", "major_road"]);
const MIDDLE = new Set(["secondary", "tertiary", "medium_road"]);
const RAIL = new Set(["rail", "railway", "light_rail", "narrow_gauge"]);
const UNDRAWN = new Set(["ferry", "aerialway", "transit", "path_construction", "subway"]);

/** @typedef {{layers: string[], colour: string, is?: (kind: string) => boolean, type: number, from: number, width: (zoom: number) => number, dash?: number[]}} Rule */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{type: number, properties: Record<string, unknown>, loadGeometry: () => Point[][]}} Feature */
/** @typedef {{extent: number, length: number, feature: (i: number) => Feature}} Layer */
/** What is used of a tile. @typedef {{layers: Record<string, Layer>}} Tile */

/** @param {number} at a zoom level @param {number} pixels its width there, which grows by half with each level */
const growing = (at, pixels) => (/** @type {number} */ zoom) =>
  Math.min(14, Math.max(0.5, pixels * 1.4 ** (zoom - at)));

/** In the order in which they are drawn. @type {Rule[]} */
const RULES = [
  { layers: ["water", "ocean", "water_polygons"], colour: "--water", type: AREA, from: 0, width: () => 0 },
  {
    layers: ["waterway", "water", "water_lines"],
    colour: "--river",
    type: LINE,
    from: 9,
    width: growing(13, 1),
  },
  { layers: ["building", "buildings"], colour: "--building", type: AREA, from: 14, width: () => 0 },
  {
    layers: ROADS,
    colour: "--lane",
    type: LINE,
    from: 12,
    is: (kind) => ![MAIN, MIDDLE, RAIL, UNDRAWN].some((kinds) => kinds.has(kind)),
    width: growing(14, 1),
  },
  {
    layers: ROADS,
    colour: "--road",
    type: LINE,
    from: 9,
    is: (kind) => MIDDLE.has(kind),
    width: growing(13, 1.4),
  },
  {
    layers: ROADS,
    colour: "--road",
    type: LINE,
    from: 5,
    is: (kind) => MAIN.has(kind),
    width: growing(10, 1.5),
  },
  {
    layers: ROADS,
    colour: "--rail",
    type: LINE,
    from: 8,
    is: (kind) => RAIL.has(kind),
    width: growing(13, 1.1),
    dash: [5, 3],
  },
];

/** @type {(packed: ArrayBuffer) => Tile} */
export const read = (packed) => new VectorTile(new PbfReader(packed));

/**
 * Draws a part of a tile.
 * @param {Tile} tile
 * @param {CanvasRenderingContext2D} ink
 * @param {{size: number, zoom: number, parts: number, column: number, row: number}} part `size`: of the canvas, in CSS
 *   pixels; it shows one of `parts` x `parts` parts of the tile
 * @param {(name: string) => string} colourOf
 */
export function draw(tile, ink, { size, zoom, parts, column, row }, colourOf) {
  for (const { layers, type, from, is, colour, width, dash } of RULES) {
    if (zoom < from) continue;
    ink.strokeStyle = ink.fillStyle = colourOf(colour);
    ink.lineWidth = width(zoom);
    ink.lineJoin = "round";
    ink.setLineDash(dash ?? []);
    ink.beginPath();
    for (const layer of layers.flatMap((name) => tile.layers[name] ?? [])) {
      const scale = (size * parts) / layer.extent;
      for (let i = 0; i < layer.length; i++) {
        const feature = layer.feature(i);
        if (feature.type !== type || (is && !is(kindOf(feature.properties)))) continue;
        for (const line of feature.loadGeometry()) {
          for (const [n, { x, y }] of line.entries()) {
            const [left, top] = [x * scale - column * size, y * scale - row * size];
            if (n) ink.lineTo(left, top);
            else ink.moveTo(left, top);
          }
        }
      }
    }
    if (type === AREA) ink.fill();
    else ink.stroke();
  }
}

/** @param {Record<string, unknown>} properties */
const kindOf = ({ kind, class: kindOfOpenMapTiles, subclass }) =>
  RAIL.has(String(subclass)) ? "rail" : String(kind ?? kindOfOpenMapTiles ?? "");

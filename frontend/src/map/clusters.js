/**
 * The rule by which incidents become cells, as in mapdata/map_features.py; tests/golden/cells.json keeps both the same. Pure.
 *
 * The world is cut into square cells of 64 px at the integer zoom in Web Mercator. Starting with the fullest, a cell
 * whose mean is within 0.7 cells of a neighbour's is joined to it. A single incident stays one; the others become a cell
 * at their mean. From zoom 9 on, and always at the same point, incidents known to their district at best are kept
 * apart from the others, by district.
 */

import { figure, isNoneOfSome, sumOfRanges, sumOfStated } from "../common/numbers.js";
import { term } from "../common/terms.js";
import { districtOf, isVague } from "./place_precision.js";

const TILE_PIXELS = 256;
export const CELL_PIXELS = 64;
export const NEAREST = 0.7; // cells
export const FINE_ZOOM = 9;
export const MOST_SINGLE = 300; // incidents of a view that are shown individually
const MOST_LATITUDE = 85.0511; // degrees

/** @typedef {[x: number, y: number]} XY In widths of the world, from its north-western corner. */
/** @typedef {{x: number, y: number, vagueness: string, members: IncidentFeature[]}} Group */

/**
 * What a map of this zoom shows of incidents: incidents, and cells of several.
 * @param {IncidentFeature[]} features
 * @param {number} zoom
 * @returns {Feature[]}
 */
export function clustered(features, zoom) {
  const grid = (2 ** zoom * TILE_PIXELS) / CELL_PIXELS;
  const groups = joined(cellsOf(features, grid, zoom >= FINE_ZOOM), grid);
  return groups.flatMap(unmixed).map((members) => (members.length === 1 ? members[0] : asCell(members)));
}

/**
 * @param {IncidentFeature} feature
 * @returns {XY}
 */
function inMercator({
  geometry: {
    coordinates: [lng, lat],
  },
}) {
  const shown = Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, lat));
  const sine = Math.sin((shown * Math.PI) / 180);
  return [lng / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * @param {XY} point
 * @returns {[longitude: number, latitude: number]}
 */
const inDegrees = ([x, y]) => [
  (x - 0.5) * 360,
  (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
];

/**
 * @param {IncidentFeature[]} members
 * @returns {XY}
 */
function middle(members) {
  const points = members.map(inMercator);
  const mean = (/** @type {0 | 1} */ axis) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}

/**
 * The key by which incidents are kept apart: "" for a known place, otherwise one for each district.
 * @param {IncidentFeature} feature
 */
const apart = ({ properties }) => (isVague(properties) ? `in ${districtOf(properties)}` : "");

/** @type {(x: number, y: number, vagueness: string) => string} */
const keyOf = (x, y, vagueness) => `${x},${y},${vagueness}`;

/**
 * Sorts features into cells, the fullest first.
 * @param {IncidentFeature[]} features
 * @param {number} grid
 * @param {boolean} isFine
 */
function cellsOf(features, grid, isFine) {
  /** @type {Map<string, Group>} */
  const cells = new Map();
  for (const feature of features) {
    const [x, y] = inMercator(feature).map((along) => Math.floor(along * grid));
    const vagueness = isFine ? apart(feature) : "";
    const cell = cells.get(keyOf(x, y, vagueness)) ?? { x, y, vagueness, members: [] };
    cell.members.push(feature);
    cells.set(keyOf(x, y, vagueness), cell);
  }
  return [...cells.values()].sort(
    (a, b) =>
      b.members.length - a.members.length || a.x - b.x || a.y - b.y || (a.vagueness < b.vagueness ? -1 : 1),
  );
}

/**
 * Joins neighbouring cells whose marks would cover each other.
 * @param {Group[]} cells
 * @param {number} grid
 */
function joined(cells, grid) {
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const cell of cells) {
    const near = neighbours(cell)
      .map((key) => groups.get(key))
      .find((group) => group && distance(group.members, cell.members) * grid < NEAREST);
    if (near) near.members = near.members.concat(cell.members);
    else groups.set(keyOf(cell.x, cell.y, cell.vagueness), cell);
  }
  return [...groups.values()].map(({ members }) => members);
}

/**
 * @param {IncidentFeature[]} members
 * @param {IncidentFeature[]} others
 */
function distance(members, others) {
  const [here, there] = [middle(members), middle(others)];
  return Math.hypot(here[0] - there[0], here[1] - there[1]);
}

/** @param {Group} cell */
const neighbours = ({ x, y, vagueness }) =>
  [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => keyOf(x + dx, y + dy, vagueness)));

/**
 * Splits a group at a single point, which no zooming would, by how exactly the locations are known.
 * @param {IncidentFeature[]} members
 */
function unmixed(members) {
  if (!isOnePoint(boundsOf(members))) return [members];
  return [...Map.groupBy(members, apart).values()];
}

/**
 * The edges around incidents.
 * @param {IncidentFeature[]} members
 * @returns {Bounds}
 */
export function boundsOf(members) {
  const [lngs, lats] = [0, 1].map((axis) => members.map(({ geometry }) => geometry.coordinates[axis]));
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** @param {Bounds} bounds */
const isOnePoint = ([west, south, east, north]) => west === east && south === north;

/**
 * A cell at the middle of its members.
 * @param {IncidentFeature[]} members
 * @returns {CellFeature}
 */
export function asCell(members) {
  const bounds = boundsOf(members);
  const incidents = members.map(({ properties }) => properties);
  const single = incidents.filter(({ aggregate }) => !aggregate);
  const somewhere = new Set(members.map(apart)).size === 1 ? districtOf(incidents[0]) : "";
  const samePoint = isOnePoint(bounds);
  const radii = incidents
    .map(({ uncertainty_m: radius }) => radius)
    .filter((radius) => typeof radius === "number");
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: inDegrees(middle(members)) },
    properties: {
      kind: "cell",
      count: single.length,
      aggregates: members.length - single.length,
      by_actor: byActor(single),
      bounds,
      same_point: samePoint,
      vague: incidents.filter(isVague).length,
      somewhere,
      uncertainty_m: (somewhere || samePoint) && radii.length ? Math.max(...radii) : null,
      harmed: sumOfStated(single.map(({ harmed }) => harmed)),
      killed: killed(single),
    },
  };
}

/** @param {Incident[]} incidents */
function byActor(incidents) {
  const groups = Map.groupBy(incidents, ({ actor }) => actor ?? "");
  return Object.fromEntries([...groups].map(([actor, { length }]) => [actor, length]));
}

/** @param {Incident[]} incidents */
function killed(incidents) {
  const sum = sumOfRanges(incidents.map(({ killed_low: low, killed_high: high }) => [low, high]));
  const stated = incidents.filter(({ killed_low: low }) => typeof low === "number").length;
  if (isNoneOfSome(sum, stated, incidents.length))
    return term("people-none-killed", { stated, blank: incidents.length - stated });
  const words = figure(...sum);
  return words && term("people-killed", { figure: words });
}

/** The cells of the world's base map: which of them a view needs, and what a cell contains. Pure. */

/** @typedef {{size: number, x: number, y: number, west: number, south: number}} CellKey A cell's size, indices and corner, in degrees. */
/** @typedef {{unit: number, land: [string, number[][][]][], lakes: number[][][], towns: any[][]}} Areas */
/** @typedef {Areas & {district_names: [string, number, number, number][]}} Named */
/** @typedef {Named & Record<"rivers" | "districts" | "disputed", number[][]>} Cell As in `world.zip`. */
/** @typedef {[number, number]} XY */

/** @type {[zoom: number, size: number][]} Below each zoom, how many degrees wide cells are. */
const SIZES = [
  [4.5, 360],
  [6.5, 40],
  [Number.POSITIVE_INFINITY, 10],
];

/**
 * The cells of a view: west, south, east, north in degrees, on whatever copies of the world it shows.
 * @param {Bounds} view
 * @param {number} zoom
 * @returns {CellKey[]}
 */
export function cellsOf([west, south, east, north], zoom) {
  const [, size] = SIZES.find(([below]) => zoom < below) ?? SIZES[0];
  const around = 360 / size;
  const index = (/** @type {number} */ degrees, /** @type {number} */ from) =>
    Math.floor((degrees - from) / size);
  const top = Math.ceil(180 / size) - 1;
  const rows = range(Math.max(0, index(south, -90)), Math.min(top, index(north, -90)));
  return range(index(west, -180), index(east, -180)).flatMap((column) =>
    rows.map((y) => {
      const x = ((column % around) + around) % around;
      return { size, x, y, west: column * size - 180, south: y * size - 90 };
    }),
  );
}

/**
 * The content of a cell, as GeoJSON; coasts, borders and shores end where the cell ends.
 * @param {Cell} cell
 * @param {CellKey} key
 */
export function decoded(cell, { size, west, south }) {
  const span = Math.round(size / cell.unit);
  const onMap = (/** @type {XY} */ [x, y]) =>
    /** @type {XY} */ ([west + x * cell.unit, south + y * cell.unit]);
  const area = (/** @type {number[][][]} */ shapes) => ({
    type: "MultiPolygon",
    coordinates: shapes.map((rings) => rings.map((ring) => pointsOf(ring).map(onMap))),
  });
  const edge = (/** @type {number[][][]} */ shapes) =>
    shapes.flat().flatMap((ring) => withoutEdges(pointsOf(ring), span).map((line) => line.map(onMap)));
  const lines = (/** @type {number[][]} */ flat) => flat.map((line) => pointsOf(line).map(onMap));
  const turn = 360 * Math.round((west - wrapped(west)) / 360);
  return {
    land: cell.land.map(([name, shapes]) => ({ properties: { name }, geometry: area(shapes) })),
    borders: cell.land.flatMap(([, shapes]) => edge(shapes)),
    lakes: area(cell.lakes),
    shores: edge(cell.lakes),
    rivers: lines(cell.rivers),
    districts: lines(cell.districts),
    disputed: lines(cell.disputed),
    towns: cell.towns.map((row) => town(row, turn)),
    districtNames: cell.district_names.map((row) => districtName(row, turn)),
  };
}

/**
 * @param {any[]} row
 * @param {number} turn
 * @returns {Town}
 */
function town([name, local, latitude, longitude, rank], turn) {
  return { name, local, latitude, longitude: longitude + turn, rank, first: "" };
}

/**
 * @param {[string, number, number, number]} row
 * @param {number} turn
 * @returns {DistrictName}
 */
function districtName([name, latitude, longitude, room], turn) {
  return { name, latitude, longitude: longitude + turn, room };
}

/** @param {number} longitude */
const wrapped = (longitude) => ((((longitude + 180) % 360) + 360) % 360) - 180;

/**
 * @param {number} from
 * @param {number} to Included.
 */
const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/**
 * The points of a line that is encoded as a first point and steps.
 * @param {number[]} flat
 */
function pointsOf(flat) {
  /** @type {XY[]} */
  const points = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i];
    y += flat[i + 1];
    points.push([x, y]);
  }
  return points;
}

/**
 * The parts of a ring that do not run along the edge of a cell.
 * @param {XY[]} ring
 * @param {number} span The cell's size in units.
 */
function withoutEdges(ring, span) {
  const isOn = (/** @type {0 | 1} */ axis, /** @type {XY} */ start, /** @type {XY} */ end) =>
    start[axis] === end[axis] && (start[axis] === 0 || start[axis] === span);
  /** @type {XY[][]} */
  const parts = [[]];
  for (const [i, point] of ring.entries()) {
    const before = ring[i - 1];
    if (before && (isOn(0, before, point) || isOn(1, before, point))) parts.push([]);
    parts[parts.length - 1].push(point);
  }
  return parts.filter((part) => part.length > 1);
}

/**
 * Names of towns and countries, rearranged after each move so that none covers another, and next to the incidents rather
 * than under them. Over street tiles, which have their own names, only places with two names.
 */

import L from "leaflet";
import { element } from "../common/dom.js";
import { oncePainted } from "../common/page.js";
import { addPane } from "./controls.js";
import { positionFlat } from "./flat.js";
import { widestSpot } from "./geometry.js";
import { merged } from "./own_places.js";

const PAIRED_UNTIL_ZOOM = 12; // closer up, street tiles suffice
const NEAR_DEGREES = 0.225; // of latitude: 25 km
const COUNTRIES_UNTIL_ZOOM = 9; // closer up, a country's name would seem to belong to a town
const DISTRICTS_FROM_ZOOM = 6.5; // farther out, cells have no districts
const WORLD_PX = 256; // wide at zoom 0
const NAME_HEIGHT = 15; // px, of a line
const DOT = 3; // px, half of what a town's dot takes
const PAIR = " / ";
const BROKEN_PAIR = " /\n"; // in a crowd, two short lines fit more often
const FURTHER = [0, 14, 28, 42]; // px, how far away the name of a large town may be in a crowd of marks

/** @type {[zoom: number, rank: number][]} Below each zoom, towns up to a rank are shown. */
const RANKS = [
  [4, 0],
  [6, 1],
  [7, 2],
  [9, 3],
  [Number.POSITIVE_INFINITY, 4],
];

/** @typedef {{latlng: L.LatLng, radius: number, vague: boolean}} Taken What the names keep clear of. */
/** @typedef {{x: number, y: number, radius: number, vague: boolean}} Obstacle */
/** @typedef {Town & {point: L.Point}} PlacedTown */
/** @typedef {{properties: {name?: string}, geometry: any}} Country */

export class PlaceNames {
  /** All towns, as the data set names them. @type {Town[]} */
  towns = [];

  /** Towns of the base map, those of the world that the view needs, and the data set's own places. */
  #parts = {
    ofRegion: /** @type {Town[]} */ ([]),
    ofWorld: /** @type {Town[]} */ ([]),
    own: /** @type {Town[]} */ ([]),
  };

  /** @type {Country[]} */
  countries = [];

  /** Districts with outlines. @type {Outline[]} */
  districts = [];

  /** Districts of the world that the view needs. @type {DistrictName[]} */
  districtsOfWorld = [];

  /** Whether their borders are drawn. */
  showsDistricts = false;

  /** The tradition whose names come first; "" is the order of the data. */
  first = "";

  onlyPaired = false;

  /** @type {Taken[]} */
  #marks = [];

  /** @type {Obstacle[]} */
  #obstacles = [];

  /** @type {L.Bounds[]} */
  #taken = [];

  /** @type {Set<Obstacle>} Marks that already have a town's name. */
  #named = new Set();

  /** @type {WeakMap<[number, number][], L.LatLngBounds>} */
  #spans = new WeakMap();

  /** Where the names of outlined districts are. @type {WeakMap<Outline, Omit<DistrictName, "name"> | null>} */
  #spots = new WeakMap();

  #font = "";
  #measure = element("canvas").getContext("2d");

  /**
   * @param {L.Map} map
   * @param {Tradition[]} traditions
   */
  constructor(map, traditions) {
    this.map = map;
    this.ofBaseMap = traditions;
    this.traditions = traditions;
    /** Whether the data set has its own traditions. */
    this.hasOwn = false;
    this.pane = addPane(map, "mapapp-names", 500);
    this.pane.setAttribute("aria-hidden", "true");
    map.on("moveend", () => this.arrange());
    map.getContainer().addEventListener("toggle", () => this.arrange(), true); // a panel opened or closed
    map.on("zoomanim viewprereset", () => this.pane.replaceChildren());
    document.fonts.addEventListener("loadingdone", () => this.arrange()); // its letters have another width
  }

  /** @param {Taken[]} marks */
  keepClearOf(marks) {
    this.#marks = marks;
    this.arrange();
  }

  /**
   * Adds towns of the base map, or the data set's own places.
   * @param {Partial<Record<"ofRegion" | "ofWorld" | "own", Town[]>>} towns
   */
  know(towns) {
    Object.assign(this.#parts, towns);
    const { ofRegion, ofWorld, own } = this.#parts;
    this.towns = merged([...ofRegion, ...ofWorld], own);
    this.arrange();
  }

  /**
   * Adds the data set's own traditions to those of the base map.
   * @param {Tradition[]} traditions
   */
  addTraditions(traditions) {
    const own = traditions.filter(({ places }) => !this.ofBaseMap.some((usual) => usual.places === places));
    this.traditions = [...this.ofBaseMap, ...own];
    this.hasOwn = own.length > 0;
    this.arrange();
  }

  /** Arranges all names for the current view, once the incidents are painted, however often it is called. */
  arrange = oncePainted(() => this.#arrangeNow());

  /**
   * The name of the nearest town; "" if there is none within 25 km.
   * @param {L.LatLng} latlng
   */
  near({ lat, lng }) {
    const narrowing = Math.cos((lat * Math.PI) / 180);
    let nearest = null;
    let least = NEAR_DEGREES ** 2;
    for (const town of this.towns) {
      const distance = (Number(town.latitude) - lat) ** 2 + ((Number(town.longitude) - lng) * narrowing) ** 2;
      if (distance < least) [nearest, least] = [town, distance];
    }
    return nearest ? this.#words(nearest) : "";
  }

  /** The points on the layer of the towns that a map of this zoom shows. */
  townPoints() {
    return this.#townsIn(layerView(this.map)).map(({ point }) => point);
  }

  /**
   * The names of a district, that of the chosen tradition first.
   * @param {Outline["properties"]} properties
   */
  ofDistrict = (properties) => this.#paired(({ districts }) => properties[districts]);

  /**
   * The names of all traditions, first that of the chosen tradition, or else of the one that the data put first.
   * @param {(tradition: Tradition) => string} nameOf
   */
  #paired(nameOf, firstInData = "") {
    const first = this.first || firstInData;
    const isFirst = (/** @type {Tradition} */ { name }) => Number(name === first);
    const ordered = this.traditions.toSorted((a, b) => isFirst(b) - isFirst(a));
    return [...new Set(ordered.map(nameOf).filter(Boolean))].join(PAIR);
  }

  /** @param {Town} town */
  #isPaired(town) {
    return this.traditions.filter(({ places }) => town[places]).length > 1;
  }

  #arrangeNow() {
    const { map } = this;
    const view = layerView(map);
    this.#obstacles = this.#marks.map(({ latlng, radius, vague }) => {
      const { x, y } = map.latLngToLayerPoint(latlng);
      return { x, y, radius, vague };
    });
    const covered = this.#controls();
    this.#taken = [...covered];
    this.#named = new Set();
    this.#font = getComputedStyle(map.getContainer()).fontFamily;
    const towns = this.#visibleTowns(view)
      .filter(({ point }) => !covered.some((control) => control.contains(point)))
      .flatMap((town) => this.#townName(town, view));
    const withCountries = !this.onlyPaired && map.getZoom() < COUNTRIES_UNTIL_ZOOM;
    const countries = withCountries
      ? this.countries.flatMap((country) => this.#countryName(country, view))
      : [];
    this.pane.replaceChildren(...countries, ...towns, ...this.#districtNames(view));
  }

  /** Where panels and buttons cover the map: no name is cut by them. */
  #controls() {
    const container = this.map.getContainer();
    const frame = container.getBoundingClientRect();
    const corner = (/** @type {number} */ x, /** @type {number} */ y) =>
      this.map.containerPointToLayerPoint([x - frame.left, y - frame.top]);
    return [...container.querySelectorAll(".leaflet-control, .mapapp-beyond")]
      .map((node) => node.getBoundingClientRect())
      .map(({ left, top, right, bottom }) => L.bounds(corner(left, top), corner(right, bottom)));
  }

  /** @param {L.Bounds} view */
  #visibleTowns(view) {
    const zoom = this.map.getZoom();
    if (this.onlyPaired && (zoom < 7 || zoom >= PAIRED_UNTIL_ZOOM)) return [];
    return this.#townsIn(view)
      .filter((town) => !this.onlyPaired || this.#isPaired(town))
      .map((town) => ({ ...town, under: this.#markOver(town.point) }))
      .sort((a, b) => +a.rank - +b.rank || Number(Boolean(b.under)) - Number(Boolean(a.under)));
  }

  /**
   * The towns that a map of this zoom shows, with their points on the layer.
   * @param {L.Bounds} view
   * @returns {PlacedTown[]}
   */
  #townsIn(view) {
    const zoom = this.map.getZoom();
    const [, lowest] = RANKS.find(([below]) => zoom < below) ?? RANKS[0];
    return this.towns
      .filter(({ rank }) => +rank <= lowest)
      .map((town) => ({ ...town, point: this.map.latLngToLayerPoint([+town.latitude, +town.longitude]) }))
      .filter(({ point }) => view.contains(point));
  }

  /** @param {Town} town */
  #words(town) {
    const names = this.#paired(({ places }) => town[places] ?? "", town.first);
    return names || [town.name, town.local].filter(Boolean).join(" · ");
  }

  /**
   * A town's dot and name at the first of eight spots where the name covers nothing, if there is one.
   * @param {PlacedTown & {under?: Obstacle}} town
   * @param {L.Bounds} view
   */
  #townName(town, view) {
    const { under, point } = town;
    const rank = +town.rank;
    const text = this.#words(town);
    const size = rank <= 1 ? 13 : rank <= 2 ? 12 : 11;
    if (under && this.#named.has(under)) return []; // a mark has one name; the other appears closer up
    const dot = L.bounds(point.subtract([DOT, DOT]), point.add([DOT, DOT]));
    if (!under && this.#taken.some((other) => other.overlaps(dot))) return [];
    const isLarge = rank <= 2;
    const gaps = (under && isLarge ? FURTHER : [0]).map((further) => (under?.radius ?? 0) + 6 + further);
    for (const words of under && isLarge ? new Set([text, text.replace(PAIR, BROKEN_PAIR)]) : [text]) {
      const free = this.#roomAround(under ?? point, gaps, words, `${isLarge ? 600 : 500} ${size}px`, view);
      if (!free) continue;
      this.#taken.push(free.pad(0.05));
      if (under) this.#named.add(under);
      else this.#taken.push(dot);
      const name = label(`mapapp-town mapapp-rank-${Math.min(4, rank)}`, words, free.getTopLeft());
      if (free.getBottomRight().x < point.x) name.classList.add("mapapp-before");
      return under ? [name] : [label("mapapp-dot", "", point), name];
    }
    return [];
  }

  /**
   * The first spot around a point where words, in lines, cover nothing.
   * @param {{x: number, y: number}} point
   * @param {number[]} gaps
   * @param {string} words
   * @param {string} font
   * @param {L.Bounds} view
   */
  #roomAround(point, gaps, words, font, view) {
    const lines = words.split("\n");
    const width = Math.max(...lines.map((line) => this.#widthOf(line, font)));
    const height = NAME_HEIGHT * lines.length;
    return gaps
      .flatMap((gap) => spotsAround(point, gap, width, height))
      .map(([x, y]) => L.bounds([x, y], [x + width, y + height]))
      .find((box) => view.contains(box) && this.#isFree(box));
  }

  /**
   * The nearest mark with a known place that covers a point, if any: a vague one does not get a town's name.
   * @param {L.Point} point
   */
  #markOver(point) {
    let nearest;
    let least = Number.POSITIVE_INFINITY;
    for (const mark of this.#obstacles) {
      const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
      if (!mark.vague && distance < mark.radius && distance <= least) [nearest, least] = [mark, distance];
    }
    return nearest;
  }

  /** @param {L.Bounds} box */
  #isFree(box) {
    return !this.#taken.some((other) => other.overlaps(box)) && !this.#coversMarks(box);
  }

  /**
   * Whether a name would cover a mark. Without objects, for this runs a million times on a full map.
   * @param {L.Bounds} box
   */
  #coversMarks({ min, max }) {
    if (!min || !max) return false;
    for (const { x, y, radius } of this.#obstacles) {
      if (x + radius > min.x && x - radius < max.x && y + radius > min.y && y - radius < max.y) return true;
    }
    return false;
  }

  /**
   * A country's name at its roomiest visible spot, if there is room.
   * @param {Country} country
   * @param {L.Bounds} view
   */
  #countryName({ properties, geometry }, view) {
    const rings = this.#ringsInSight(geometry);
    if (!rings.length) return [];
    const text = String(properties.name ?? "").toUpperCase();
    const width = this.#widthOf(text, "600 11px", 2.2);
    const spot = this.#roomiest(rings, view, width);
    if (!spot) return [];
    const half = L.point(width / 2, NAME_HEIGHT / 2);
    const box = L.bounds(spot.subtract(half), spot.add(half));
    if (!view.contains(box) || !this.#isFree(box)) return [];
    this.#taken.push(box);
    return [label("mapapp-country", text, box.getTopLeft())];
  }

  /**
   * The outer rings of a country that the map may show in part.
   * @param {any} geometry
   * @returns {[number, number][][]}
   */
  #ringsInSight(geometry) {
    if (!geometry) return [];
    const view = this.map.getBounds();
    /** @type {[number, number][][][]} */
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return polygons
      .map(([ring]) => ring)
      .filter((ring) => {
        const span = this.#spans.get(ring) ?? L.latLngBounds(ring.map(([lng, lat]) => [lat, lng]));
        this.#spans.set(ring, span);
        return span.isValid() && span.intersects(view);
      });
  }

  /**
   * The names of districts at their widest spots, where there is room next to all other names.
   * @param {L.Bounds} view
   */
  #districtNames(view) {
    if (!this.showsDistricts || this.onlyPaired || this.map.getZoom() < DISTRICTS_FROM_ZOOM) return [];
    const outlined = this.districts.flatMap((district) => {
      const spot = this.#spotOf(district);
      return spot ? [{ ...spot, name: this.ofDistrict(district.properties) }] : [];
    });
    return [...outlined, ...this.districtsOfWorld].flatMap((name) => this.#districtName(name, view));
  }

  /**
   * @param {DistrictName} district
   * @param {L.Bounds} view
   */
  #districtName({ name, latitude, longitude, room }, view) {
    const middle = this.map.latLngToLayerPoint([latitude, longitude]);
    if (!view.contains(middle)) return [];
    const across = (room * WORLD_PX * this.map.getZoomScale(this.map.getZoom(), 0)) / 360;
    const width = this.#widthOf(name, "italic 500 11px", 0.6);
    const free = withinSpot(across, width)
      .map(([x, y]) => middle.add([x, y]))
      .map(({ x, y }) => L.bounds([x, y], [x + width, y + NAME_HEIGHT]))
      .find((box) => view.contains(box) && this.#isFree(box));
    if (!free) return [];
    this.#taken.push(free.pad(0.05));
    return [label("mapapp-district-name", name, free.getTopLeft())];
  }

  /** @param {Outline} district */
  #spotOf(district) {
    const cached = this.#spots.get(district);
    if (cached !== undefined) return cached;
    const spot = widestOf(district.geometry);
    this.#spots.set(district, spot);
    return spot;
  }

  /**
   * The point of a coarse grid on a country's visible part that is farthest from its edges.
   * @param {[number, number][][]} rings
   * @param {L.Bounds} view
   * @param {number} width Of the name.
   */
  #roomiest(rings, view, width) {
    /** @type {L.Point | null} */
    let roomiest = null;
    let most = width * 0.3;
    for (const ring of rings) {
      const corners = ring.map(([lng, lat]) => this.map.latLngToLayerPoint([lat, lng]));
      const points = L.PolyUtil.clipPolygon(corners, view);
      const spot = points.length < 3 ? null : widestSpot(points);
      if (spot && spot.room > most) [roomiest, most] = [L.point(spot.point.x, spot.point.y), spot.room];
    }
    return roomiest;
  }

  /**
   * @param {string} text
   * @param {string} font
   */
  #widthOf(text, font, spacing = 0) {
    if (!this.#measure) return 0;
    this.#measure.font = `${font} ${this.#font}`;
    return this.#measure.measureText(text).width + text.length * spacing + 2;
  }
}

/**
 * The view's edges in points of the layer.
 * @param {L.Map} map
 */
function layerView(map) {
  const [start, end] = [L.point(0, 0), map.getSize()].map((corner) => map.containerPointToLayerPoint(corner));
  return L.bounds(start, end);
}

/**
 * The widest spot of an area, on the map at zoom 0, in degrees.
 * @param {any} geometry
 */
function widestOf(geometry) {
  /** @type {[number, number][][][]} */
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let widest = null;
  for (const [ring] of polygons) {
    const spot = widestSpot(ring.map(([lng, lat]) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0)));
    if (spot && spot.room > (widest?.room ?? 0)) widest = spot;
  }
  if (!widest) return null;
  const { lat, lng } = L.CRS.EPSG3857.pointToLatLng(L.point(widest.point.x, widest.point.y), 0);
  return { latitude: lat, longitude: lng, room: (2 * widest.room * 360) / WORLD_PX };
}

/**
 * The upper left corners of a name's positions in a round spot, from its middle, the best first; none if it is too small.
 * @param {number} across
 * @param {number} width
 */
function withinSpot(across, width) {
  const slack = (across - width) / 2;
  if (slack < 0) return [];
  return [0, 1, -1].flatMap((down) =>
    [0, 1, -1].map((right) => [
      (right * slack) / 2 - width / 2,
      down * Math.min(slack / 2, 2 * NAME_HEIGHT) - NAME_HEIGHT / 2,
    ]),
  );
}

/**
 * The upper left corners of a name's eight positions around a point, the best first.
 * @param {{x: number, y: number}} point
 * @param {number} gap
 * @param {number} width
 * @param {number} height
 * @returns {[x: number, y: number][]}
 */
function spotsAround({ x, y }, gap, width, height) {
  const [right, left] = [x + gap, x - gap - width];
  const [above, below] = [y - gap - height, y + gap];
  const shifted = [width / 2, gap, width - gap].flatMap((start) => [
    /** @type {[number, number]} */ ([x - start, above]),
    /** @type {[number, number]} */ ([x - start, below]),
  ]);
  return [[right, y - height / 2], [left, y - height / 2], ...shifted];
}

/**
 * @param {string} className
 * @param {string} words
 * @param {L.Point} at
 */
function label(className, words, at) {
  const node = element("span", className, words);
  positionFlat(node, at.round());
  return node;
}

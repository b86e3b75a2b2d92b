/** The marks that are drawn: those that are already there stay untouched, with their focus. */

import L from "leaflet";
import { apart, overlaps } from "./apart.js";
import { addPane } from "./controls.js";
import { Mark } from "./mark.js";

const TOWN = { radius: 4 }; // px, what a town's dot takes up
const NEAR = 3; // px, more than marks are off by rounding to pixels
const FINGER = 12; // px, half of what a finger needs
export const LEGS = "mapapp-legs";

export class Marks {
  /** @type {Map<string, Mark>} By everything that is visible of them. */
  #drawn = new Map();

  /** The towns that vague marks avoid: a town named for lack of anything more exact was not hit. */
  #keptClearOf = /** @type {import("./apart.js").Circle[]} */ ([]);

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {import("./mark.js").Actions} actions
   */
  constructor({ map, names }, actions) {
    this.map = map;
    this.names = names;
    this.actions = actions;
    addPane(map, LEGS, 595);
    this.group = L.layerGroup().addTo(map);
    this.legs = L.polyline([], { pane: LEGS, className: "mapapp-leg", interactive: false, noClip: true });
    this.legs.addTo(map);
  }

  /** @returns {Mark[]} */
  get all() {
    return [...this.#drawn.values()];
  }

  /** @param {Mark} mark */
  has(mark) {
    return this.all.includes(mark);
  }

  /**
   * Draws these features in place of the old ones.
   * @param {Feature[]} features
   * @param {Legend} legend
   */
  show(features, legend) {
    const wanted = new Map(features.map((feature) => [keyOf(feature), feature]));
    for (const key of [...this.#drawn.keys()]) if (!wanted.has(key)) this.#erase(key);
    const create = (/** @type {Feature} */ feature) => new Mark(feature, legend, this.group, this.actions);
    const marks = [...wanted].map(([key, feature]) => [key, this.#drawn.get(key) ?? create(feature)]);
    this.#drawn = new Map(/** @type {[string, Mark][]} */ (marks)); // in their order, whatever was there before
  }

  clear() {
    for (const key of [...this.#drawn.keys()]) this.#erase(key);
    this.legs.setLatLngs([]);
  }

  /**
   * Arranges the marks next to each other; returns the incidents without room.
   * @param {import("./apart.js").Ground} ground
   */
  standApart(ground) {
    const towns = this.#towns();
    this.#keptClearOf = towns;
    const { all } = this;
    const wanted = all.map((mark) => ({
      ...this.#circleOf(mark),
      within: this.#pixels(mark),
      clear: mark.isVague ? towns : [],
    }));
    const spots = apart(wanted, ground);
    for (const [i, mark] of all.entries()) {
      const { x, y } = spots[i] ?? wanted[i];
      const isAtHome = x === wanted[i].x && y === wanted[i].y;
      mark.moveTo(isAtHome ? mark.at : this.map.layerPointToLatLng([x, y]));
    }
    this.#drawLegs(all);
    this.#giveRoomToPoint();
    return all.filter(({ cell }, i) => !cell && !spots[i]);
  }

  /** Whether the marks would stay if they were arranged again: no town is gone, and no new one is near a vague mark. */
  standClearOfTowns() {
    const towns = this.#towns();
    const [before, now] = [this.#keptClearOf, towns].map((list) => new Set(list.map(spotOf)));
    if (![...before].every((spot) => now.has(spot))) return false;
    const others = towns.filter((town) => !before.has(spotOf(town)));
    const vague = this.all.filter(({ isVague }) => isVague);
    return vague.every(({ drawnAt, radius }) => {
      const { x, y } = this.map.latLngToLayerPoint(drawnAt);
      return !others.some((town) => overlaps(x, y, radius + NEAR, town));
    });
  }

  #towns() {
    return this.names.townPoints().map(({ x, y }) => ({ x, y, ...TOWN }));
  }

  /** Whether a mark is further from its location than that is uncertain. */
  get standAside() {
    return !this.legs.isEmpty();
  }

  /** Makes each mark's target as large as a finger needs, but not over a neighbour. */
  #giveRoomToPoint() {
    const all = this.all.map((mark) => ({ mark, at: this.map.latLngToLayerPoint(mark.drawnAt) }));
    for (const { mark, at } of all) {
      const free = all.map((other) =>
        other.mark === mark ? FINGER : at.distanceTo(other.at) - other.mark.radius,
      );
      mark.reachTo(Math.max(mark.radius, Math.min(FINGER, ...free)));
    }
  }

  /** Draws a line to its location from each mark that is further off than that is uncertain. @param {Mark[]} marks */
  #drawLegs(marks) {
    const off = marks.filter((mark) => {
      const [here, there] = [mark.drawnAt, mark.at].map((at) => this.map.latLngToLayerPoint(at));
      return here.distanceTo(there) > Math.max(1, this.#pixels(mark));
    });
    this.legs.setLatLngs(off.map(({ drawnAt, at }) => [drawnAt, at]));
  }

  /**
   * How uncertain a mark's location is, in pixels.
   * @param {Mark} mark
   */
  #pixels({ at, properties }) {
    const metres = properties.uncertainty_m ?? 0;
    if (!(metres > 0)) return 0;
    const narrowing = Math.cos((at.lat * Math.PI) / 180);
    const east = L.latLng(at.lat, at.lng + metres / (111_320 * Math.max(0.01, narrowing)));
    return this.map.latLngToLayerPoint(east).distanceTo(this.map.latLngToLayerPoint(at));
  }

  /** @param {Mark} mark */
  #circleOf({ at, radius }) {
    const { x, y } = this.map.latLngToLayerPoint(at);
    return { x, y, radius };
  }

  /** @param {string} key */
  #erase(key) {
    const mark = this.#drawn.get(key);
    if (!mark) return;
    this.actions.leave(mark);
    this.group.removeLayer(mark.marker);
    this.#drawn.delete(key);
  }
}

/** @param {{x: number, y: number}} town */
const spotOf = ({ x, y }) => `${x} ${y}`;

/** @param {Feature} feature */
const keyOf = ({ geometry, properties }) => JSON.stringify([geometry.coordinates, properties]);

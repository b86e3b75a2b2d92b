/** The marks that are drawn: what is there already stays untouched, with its focus. */

import L from "leaflet";
import { around } from "./geometry.js";
import { Mark } from "./mark.js";

const LEAST_TARGET = 12; // px, half of what a finger needs
const TOWN = 4; // px, what a town's dot takes up
const APART = 2; // px

/** @typedef {{x: number, y: number, radius: number}} Circle */

export class Marks {
  /** @type {Map<string, Mark>} By all that is seen of them. */
  #drawn = new Map();

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {import("./mark.js").Hands} hands
   */
  constructor({ map, names }, hands) {
    this.map = map;
    this.names = names;
    this.hands = hands;
    this.group = L.layerGroup().addTo(map);
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
   * Changes what is drawn into these features.
   * @param {Feature[]} features
   * @param {Legend} legend
   */
  show(features, legend) {
    const wanted = new Map(features.map((feature) => [keyOf(feature), feature]));
    for (const key of [...this.#drawn.keys()]) if (!wanted.has(key)) this.#erase(key);
    for (const [key, feature] of wanted) {
      if (!this.#drawn.has(key)) this.#drawn.set(key, new Mark(feature, legend, this.group, this.hands));
    }
  }

  clear() {
    for (const key of [...this.#drawn.keys()]) this.#erase(key);
  }

  /** Puts marks of vague places, whose points mean nothing closer, beside the marks and towns that they would cover. */
  standAside() {
    const vague = this.all.filter(({ isVague }) => isVague);
    if (!vague.length) return;
    const towns = this.names.townPoints().map(({ x, y }) => ({ x, y, radius: TOWN }));
    const placed = [
      ...towns,
      ...this.all.filter(({ isVague }) => !isVague).map((mark) => this.#circleOf(mark)),
    ];
    for (const mark of vague) {
      const home = this.#circleOf(mark);
      const free =
        [home, ...around(home).map((spot) => ({ ...home, ...spot }))].find(isFreeOf(placed)) ?? home;
      placed.push(free);
      mark.moveTo(free === home ? mark.at : this.map.layerPointToLatLng([free.x, free.y]));
    }
  }

  /**
   * @param {Mark} mark
   * @returns {Circle}
   */
  #circleOf({ at, radius }) {
    const { x, y } = this.map.latLngToLayerPoint(at);
    return { x, y, radius: Math.max(LEAST_TARGET, radius) };
  }

  /** @param {string} key */
  #erase(key) {
    const mark = this.#drawn.get(key);
    if (!mark) return;
    this.hands.leave(mark);
    this.group.removeLayer(mark.marker);
    this.#drawn.delete(key);
  }
}

/** @param {Feature} feature */
const keyOf = ({ geometry, properties }) => JSON.stringify([geometry.coordinates, properties]);

/** @type {(placed: Circle[]) => (spot: Circle) => boolean} */
const isFreeOf = (placed) => (spot) =>
  !placed.some(
    (other) => Math.hypot(other.x - spot.x, other.y - spot.y) < other.radius + spot.radius + APART,
  );

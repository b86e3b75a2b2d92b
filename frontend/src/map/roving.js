/** Only one mark is a stop of the Tab key; from it, arrow keys go to the nearest mark in their direction. */

/** @typedef {import("./mark.js").Mark} Mark */

/** @type {Record<string, [x: number, y: number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIDEWAYS = 2; // how much more a distance off the direction counts than one along it

export class Roving {
  /** @type {Mark | undefined} */
  #stop;

  /**
   * @param {import("leaflet").Map} map
   * @param {() => Mark[]} marks
   */
  constructor(map, marks) {
    this.map = map;
    this.marks = marks;
    const pane = map.getPane("markerPane");
    pane?.addEventListener("keydown", (event) => this.#go(event));
    pane?.addEventListener("focusin", ({ target }) =>
      this.#stopAt(marks().find(({ node }) => node === target)),
    );
  }

  /** Makes one of the current marks the stop. */
  refresh() {
    const marks = this.marks();
    this.#stopAt(this.#stop && marks.includes(this.#stop) ? this.#stop : marks[0]);
  }

  /** @param {Mark | undefined} mark */
  #stopAt(mark) {
    if (!mark) return;
    if (this.#stop?.node) this.#stop.node.tabIndex = -1;
    this.#stop = mark;
    mark.node.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #go(event) {
    const direction = DIRECTIONS[event.key];
    const from = this.marks().find(({ node }) => node === event.target);
    if (!direction || !from) return;
    event.preventDefault();
    event.stopPropagation(); // the map would move
    this.#nearest(from, direction)?.node.focus();
  }

  /**
   * @param {Mark} from
   * @param {[x: number, y: number]} direction
   */
  #nearest(from, [x, y]) {
    const here = this.map.latLngToLayerPoint(from.drawnAt);
    let nearest;
    let least = Number.POSITIVE_INFINITY;
    for (const mark of this.marks()) {
      const away = this.map.latLngToLayerPoint(mark.drawnAt).subtract(here);
      const along = away.x * x + away.y * y;
      const far = along + SIDEWAYS * Math.abs(away.x * y - away.y * x);
      if (along > 0 && far < least) [nearest, least] = [mark, far];
    }
    return nearest;
  }
}

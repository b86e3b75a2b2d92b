/** Announces the map's view to the page, and moves with a map next to this one. */

import L from "leaflet";
import { emit, listen, onceForAll } from "../common/page.js";
import { edgesOf } from "./date_line.js";

export class Views {
  /** Distinguishes this map's views from those of a map next to it. */
  #number = Math.random();

  #announced = "";

  /** Announces the map's view and what it shows, once its current changes are complete. */
  announce = onceForAll(() => this.#announce());

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {() => string} params
   * @param {AbortSignal} leaving
   */
  constructor({ map, page, position }, params, leaving) {
    this.map = map;
    this.position = position;
    this.params = params;
    this.page = page;
    map.on("moveend", this.announce);
    listen(page, "mapapp:view", (view) => view && this.#follow(view), leaving);
    leaving.addEventListener("abort", () => this.#forget());
    this.#announce();
  }

  /** Announces this map's view, unless a map next to it has announced the same. */
  #announce() {
    const { mapappView: last } = this.page;
    if (last && last.from !== this.#number && this.#isAt(last)) return;
    const { lat, lng } = this.map.getCenter();
    const zoom = this.map.getZoom();
    /** @type {View} */
    const view = {
      params: this.params(),
      from: this.#number,
      bounds: edgesOf(this.map.getBounds()),
      zoom,
      isHome: this.position.isHome(),
      center: [lng, lat],
    };
    if (JSON.stringify(view) === this.#announced) return;
    this.#announced = JSON.stringify(view);
    this.page.mapappView = view; // for views that start later than the map
    emit(this.page, "mapapp:view", view);
  }

  /** A map that leaves the page is no longer followed. */
  #forget() {
    if (this.page.mapappView?.from === this.#number) delete this.page.mapappView;
  }

  /** @param {View} view */
  #follow(view) {
    if (view.from === this.#number || !this.map.getSize().x || this.#isAt(view)) return;
    this.position.accompany(view);
  }

  /** @param {View} view */
  #isAt({ center: [lng, lat], zoom }) {
    const { map } = this;
    const there = map.project(L.latLng(lat, lng));
    return zoom === map.getZoom() && there.distanceTo(map.project(map.getCenter())) < 1;
  }
}

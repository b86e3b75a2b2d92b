/** Tells the page where the map stands, and moves with a map beside this one. */

import L from "leaflet";
import { listen, onceForAll, tell } from "../common/page.js";
import { edgesOf } from "./date_line.js";

export class Views {
  /** Tells this map's views from those of another one beside it. */
  #number = Math.random();

  #told = "";

  /**
   * @param {import("./base_map.js").BaseMap} base
   * @param {AbortSignal} leaving
   */
  constructor({ map, page }, leaving) {
    this.map = map;
    this.page = page;
    map.on(
      "moveend",
      onceForAll(() => this.#tell()),
    );
    listen(page, "mapapp:view", (view) => view && this.#follow(view), leaving);
    this.#tell();
  }

  #tell() {
    const { lat, lng } = this.map.getCenter();
    const zoom = this.map.getZoom();
    /** @type {View} */
    const view = { from: this.#number, bounds: edgesOf(this.map.getBounds()), zoom, center: [lng, lat] };
    if (JSON.stringify(view) === this.#told) return;
    this.#told = JSON.stringify(view);
    this.page.mapappView = view; // for views that start later than the map
    tell(this.page, "mapapp:view", view);
  }

  /** @param {View} view */
  #follow({ from, center: [lng, lat], zoom }) {
    const { map } = this;
    if (from === this.#number || !map.getSize().x) return;
    const there = L.latLng(lat, lng);
    const isThere = zoom === map.getZoom() && map.project(there).distanceTo(map.project(map.getCenter())) < 1;
    if (!isThere) map.setView(there, zoom, { animate: false });
  }
}

/** Tells the page where the map stands, and moves with a map beside this one. */

import L from "leaflet";
import { listen, onceForAll, tell } from "../common/page.js";
import { edgesOf } from "./date_line.js";

export class Views {
  /** Tells this map's views from those of another one beside it. */
  #number = Math.random();

  #told = "";

  /** Tells where the map stands and what it shows, once after all that changes it just now. */
  tell = onceForAll(() => this.#tell());

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
    map.on("moveend", this.tell);
    listen(page, "mapapp:view", (view) => view && this.#follow(view), leaving);
    leaving.addEventListener("abort", () => this.#forget());
    this.#tell();
  }

  /** Tells where this map stands, unless a map beside it has told the same. */
  #tell() {
    const { mapappView: told } = this.page;
    if (told && told.from !== this.#number && this.#standsAt(told)) return;
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
    if (JSON.stringify(view) === this.#told) return;
    this.#told = JSON.stringify(view);
    this.page.mapappView = view; // for views that start later than the map
    tell(this.page, "mapapp:view", view);
  }

  /** A map that leaves the page is followed no more. */
  #forget() {
    if (this.page.mapappView?.from === this.#number) delete this.page.mapappView;
  }

  /** @param {View} view */
  #follow(view) {
    if (view.from === this.#number || !this.map.getSize().x || this.#standsAt(view)) return;
    this.position.accompany(view);
  }

  /** @param {View} view */
  #standsAt({ center: [lng, lat], zoom }) {
    const { map } = this;
    const there = map.project(L.latLng(lat, lng));
    return zoom === map.getZoom() && there.distanceTo(map.project(map.getCenter())) < 1;
  }
}

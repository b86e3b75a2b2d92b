/** The area in which each incident happened: its district's outline if only that is known, or else a disc. */

import L from "leaflet";
import { addPane } from "./controls.js";
import { LateSvg } from "./leaflet_private.js";
import { districtOf } from "./place_precision.js";

const FAINTER = [3000, 12_000, 25_000]; // metres; at each, an area gets fainter
const PANE = "mapapp-discs";

export class Areas {
  /** @type {Map<string, L.Layer>} */
  #drawn = new Map();

  /** @param {import("./base_map.js").BaseMap} base */
  constructor(base) {
    this.base = base;
    addPane(base.map, PANE, 440);
    /** The options that all areas share. */
    this.options = { pane: PANE, renderer: new LateSvg({ pane: PANE }), interactive: false };
    this.group = L.layerGroup().addTo(base.map);
  }

  /** @param {boolean} isShown */
  switch(isShown) {
    if (isShown) this.group.addTo(this.base.map);
    else this.group.remove();
  }

  /** @param {Feature[]} features */
  show(features) {
    const wanted = new Map(features.flatMap((feature) => this.#areaOf(feature)));
    for (const [key, area] of this.#drawn) {
      if (wanted.has(key)) continue;
      this.group.removeLayer(area);
      this.#drawn.delete(key);
    }
    for (const [key, make] of wanted) {
      if (!this.#drawn.has(key)) this.#drawn.set(key, make().addTo(this.group));
    }
  }

  /**
   * The key of a feature's area and how to draw it; empty if it is a point.
   * @param {Feature} feature
   * @returns {[string, () => L.Layer][]}
   */
  #areaOf({ geometry, properties }) {
    const [lng, lat] = geometry.coordinates;
    const radius = properties.uncertainty_m ?? 0;
    const district = properties.kind === "cell" ? properties.somewhere : districtOf(properties);
    const outline = district ? this.base.outlineOf(district) : null;
    if (outline)
      return [
        [`district ${outline.properties.iso} ${outline.properties.name}`, () => this.#district(outline)],
      ];
    return radius > 0 ? [[[lng, lat, radius].join(), () => this.#disc([lat, lng], radius)]] : [];
  }

  /**
   * @param {L.LatLngTuple} center
   * @param {number} radius
   */
  #disc(center, radius) {
    return L.circle(center, { ...this.options, radius, className: className(radius) });
  }

  /** @param {Outline} outline */
  #district(outline) {
    const bounds = L.geoJSON(outline).getBounds();
    const size = bounds.getSouthWest().distanceTo(bounds.getNorthEast()) / 3;
    const style = { className: `${className(size)} mapapp-outline` };
    return L.geoJSON(outline, { ...this.options, style });
  }
}

/** @param {number} metres */
const className = (metres) => `mapapp-disc mapapp-faint-${FAINTER.filter((least) => metres >= least).length}`;

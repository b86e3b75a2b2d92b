/** The outline of the area to which the reader has confined the map: a box, or so many kilometres around a place. */

import L from "leaflet";
import { addPane } from "./controls.js";

const PANE = "mapapp-chosen-area";

/** @type {any} What Leaflet calls by itself is no part of its types. */
const Line = L.Polyline;

/** A line with all its corners, each where it belongs: on whole pixels, and fewer, they make a circle uneven. */
const Outline = Line.extend({
  options: { smoothFactor: 0, noClip: true },

  /** @param {L.LatLng[]} corners @param {L.Point[][]} parts @param {L.Bounds} bounds */
  _projectLatlngs(corners, parts, bounds) {
    const points = corners.map((at) => this._map.project(at).subtract(this._map.getPixelOrigin()));
    for (const point of points) bounds.extend(point);
    parts.push(points);
  },
});

export class ChosenArea {
  #drawn = "";

  /** @param {L.Map} map */
  constructor(map) {
    addPane(map, PANE, 445);
    this.group = L.layerGroup().addTo(map);
  }

  /** @param {[number, number][][]} rings Closed, longitude before latitude. */
  show(rings) {
    if (JSON.stringify(rings) === this.#drawn) return;
    this.#drawn = JSON.stringify(rings);
    this.group.clearLayers();
    for (const ring of rings) {
      const corners = ring.map(([lng, lat]) => L.latLng(lat, lng));
      new Outline(corners, { pane: PANE, interactive: false, className: PANE }).addTo(this.group);
    }
  }
}

/**
 * Whether the map stays where it is though its filter changes: when only the box was given up or, while there is one,
 * whatever changes, for the box is what the map shows.
 * @param {string} before
 * @param {string} after
 */
export function staysPut(before, after) {
  const [old, now] = [before, after].map((text) => new URLSearchParams(text));
  if (now.has("bbox")) return true;
  if (!old.has("bbox")) return false;
  old.delete("bbox");
  return String(old) === String(now);
}

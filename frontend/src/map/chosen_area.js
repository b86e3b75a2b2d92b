/** The outline of the area to which the reader has limited the map: a box, a polygon, or a circle around a place. */

import L from "leaflet";
import { addPane } from "./controls.js";
import { ExactLine } from "./leaflet_private.js";

const PANE = "mapapp-chosen-area";

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
      new ExactLine(corners, { pane: PANE, interactive: false, className: PANE }).addTo(this.group);
    }
  }
}

/**
 * Whether the map stays where it is although its filter changes: if only the box was removed or, while there is a box,
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

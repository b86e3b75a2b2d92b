/** Draws an area on the map by hand. A separate module, loaded only by readers who draw. */

import {
  TerraDraw,
  TerraDrawPolygonMode,
  TerraDrawRectangleMode,
  ValidateNotSelfIntersecting,
} from "terra-draw";
import { TerraDrawLeafletAdapter } from "terra-draw-leaflet-adapter";

const keyEvents = { cancel: null, finish: "Enter" }; // Escape ends the drawing as a whole, see area_drawing.js

/**
 * Starts drawing; returns the function that ends it.
 * @param {typeof import("leaflet")} lib
 * @param {import("leaflet").Map} map
 * @param {"box" | "polygon"} shape
 * @param {`#${string}`} colour
 * @param {(ring: [number, number][]) => void} finished Receives the closed outline, longitude before latitude.
 */
export function draw(lib, map, shape, colour, finished) {
  const styles = {
    fillColor: colour,
    fillOpacity: 0.1,
    outlineColor: colour,
    outlineWidth: 2,
    closingPointColor: colour,
    closingPointWidth: 7,
  };
  const drawing = new TerraDraw({
    adapter: new TerraDrawLeafletAdapter({ lib, map, coordinatePrecision: 6 }),
    modes: [
      new TerraDrawRectangleMode({ drawInteraction: "click-move-or-drag", keyEvents, styles }),
      new TerraDrawPolygonMode({ keyEvents, styles, validation: ValidateNotSelfIntersecting }),
    ],
  });
  drawing.start();
  drawing.setMode(shape === "box" ? "rectangle" : "polygon");
  drawing.on("finish", (id) => {
    const geometry = drawing.getSnapshotFeature(id)?.geometry;
    if (geometry?.type === "Polygon") finished(/** @type {[number, number][]} */ (geometry.coordinates[0]));
  });
  return () => drawing.stop();
}

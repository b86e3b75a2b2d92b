/**
 * Where many incidents were reported: a single hue on a canvas under the marks.
 *
 * Each feature counts as many incidents as it holds, without summary entries. What is known only to its district glows
 * wider and fainter. n incidents in the same place are as strong as n single ones on top of each other; the fullest
 * place sets the scale.
 */

import L from "leaflet";
import { element } from "../common/dom.js";
import { addPane } from "./controls.js";
import { hasNoKnownPlace } from "./place_precision.js";

const RADIUS = 50; // px
const WIDER = 2.2; // times, if a place is known only to its district
const FULLEST = 0.85; // how opaque the fullest place is
const SINGLE = 0.3; // how opaque a single incident is at most
const PANE = "mapapp-heat";

/** @type {[at: number, share: number][]} */
const GLOW = [
  [0, 1],
  [0.35, 0.62],
  [0.7, 0.16],
  [1, 0],
];

/** @typedef {{latlng: L.LatLngTuple, n: number, isWide: boolean}} Spot */

export class Heat extends L.Layer {
  /** @type {Spot[]} */
  #spots = [];

  /** @type {L.Map | null} */
  #map = null;

  #canvas = element("canvas", "mapapp-heat leaflet-zoom-animated");
  #zoom = 0;
  #corner = L.latLng(0, 0);
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #repaint = () => this.#draw();

  /** @param {Feature[]} features */
  show(features) {
    this.#spots = features.map(spotOf).filter(({ n }) => n > 0);
    this.#draw();
  }

  /** @param {L.Map} map */
  onAdd(map) {
    const pane = map.getPane(PANE) ?? addPane(map, PANE, 430);
    this.#map = map;
    this.#canvas.setAttribute("aria-hidden", "true");
    pane.append(this.#canvas);
    this.#scheme.addEventListener("change", this.#repaint);
    this.#draw();
    return this;
  }

  onRemove() {
    this.#map = null;
    this.#scheme.removeEventListener("change", this.#repaint);
    this.#canvas.remove();
    return this;
  }

  getEvents() {
    return { moveend: this.#repaint, zoomanim: (/** @type {any} */ zoom) => this.#follow(zoom) };
  }

  /**
   * Stretches the old picture along with the zoom; after it, the new one is drawn.
   * @param {L.ZoomAnimEvent} zoom
   */
  #follow({ zoom, center }) {
    const map = this.#map;
    if (!map) return;
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const at = map.project(this.#corner, zoom).subtract(origin);
    L.DomUtil.setTransform(this.#canvas, at, map.getZoomScale(zoom, this.#zoom));
  }

  #draw() {
    const map = this.#map;
    const pen = this.#canvas.getContext("2d");
    if (!map || !pen) return;
    const size = map.getSize();
    const sharpness = Math.min(2, devicePixelRatio || 1);
    this.#zoom = map.getZoom();
    this.#corner = map.containerPointToLatLng([0, 0]);
    L.DomUtil.setPosition(this.#canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(this.#canvas, { width: size.x * sharpness, height: size.y * sharpness });
    Object.assign(this.#canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    pen.scale(sharpness, sharpness);
    const hue = getComputedStyle(map.getContainer()).getPropertyValue("--heat").trim();
    const fullest = this.#spots.reduce((most, { n }) => Math.max(most, n), 1);
    const single = Math.min(SINGLE, 1 - (1 - FULLEST) ** (1 / fullest));
    for (const { latlng, n, isWide } of this.#spots) {
      const at = map.latLngToContainerPoint(latlng);
      const wider = isWide ? WIDER : 1;
      const strength = (1 - (1 - single) ** n) / wider;
      if (isInReach(at, RADIUS * wider, size)) glow(pen, at, RADIUS * wider, hue, strength);
    }
  }
}

/**
 * @param {Feature} feature
 * @returns {Spot}
 */
function spotOf({ geometry, properties }) {
  const [lng, lat] = geometry.coordinates;
  const n = properties.kind === "cell" ? properties.count : properties.aggregate ? 0 : 1;
  return { latlng: [lat, lng], n, isWide: hasNoKnownPlace(properties) };
}

/** @type {(at: L.Point, radius: number, size: L.Point) => boolean} */
const isInReach = ({ x, y }, radius, size) =>
  x >= -radius && y >= -radius && x <= size.x + radius && y <= size.y + radius;

/** @type {(pen: CanvasRenderingContext2D, at: L.Point, radius: number, hue: string, strength: number) => void} */
function glow(pen, { x, y }, radius, hue, strength) {
  const gradient = pen.createRadialGradient(x, y, 0, x, y, radius);
  for (const [at, share] of GLOW) gradient.addColorStop(at, withAlpha(hue, strength * share));
  pen.fillStyle = gradient;
  pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

/**
 * A colour of six hexadecimal digits with an opacity from 0 to 1.
 * @param {string} colour
 * @param {number} alpha
 */
const withAlpha = (colour, alpha) =>
  colour +
  Math.round(255 * alpha)
    .toString(16)
    .padStart(2, "0");

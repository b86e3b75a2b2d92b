/** The vectors of the base map: land, water, districts, towns, and the lines of the data set. */

import L from "leaflet";
import { element } from "../common/dom.js";
import { painted } from "../common/page.js";
import { fetchJsonPatiently } from "../common/question.js";
import { term } from "../common/terms.js";
import { shapes } from "./base_shapes.js";
import { addPane, latLngBounds, lineSwatch } from "./controls.js";
import { parseCsv } from "./csv.js";
import { choice } from "./layer_panel.js";
import { LateSvg } from "./leaflet_private.js";
import { World } from "./world.js";

/** @typedef {import("./base_map.js").BaseMap} BaseMap */

/**
 * Loads and prepares the vectors and draws them once the home view is known; one that fails is left out. What the
 * incidents need, the legend's lines and the towns that they avoid, comes before them, the land and the districts after.
 * @param {BaseMap} base
 * @param {BaseOptions} options
 */
export function loadVectors(base, { vectors, lines }) {
  const drawing = new Drawing(base, vectors.world, lines.length);
  /**
   * @param {string} name
   * @param {(data: any) => () => void} prepare
   */
  const load = (name, prepare) =>
    Promise.all([vector(base.root, vectors[name]).then(prepare), base.position.known])
      .then(([draw]) => draw())
      .catch((error) => console.warn(`The base map's ${name} could not be loaded: ${error.message}`));
  load("towns", (towns) => () => drawing.towns(towns));
  const isHere = typeof vectors.world !== "string"; // already loaded, it would delay the incidents, which are too
  const shown = isHere ? base.incidentsShown.then(painted) : base.incidentsShown;
  shown.then(() => {
    base.position.known.then(() => drawing.world.follow());
    load("districts", (data) => drawing.districts(data));
  });
  return { referenceDrawn: load("reference", (data) => () => drawing.referenceLines(data.features)) };
}

/** Each method takes the data, prepares it, and returns how to show it. */
class Drawing {
  /**
   * @param {BaseMap} base
   * @param {BaseOptions["vectors"]["world"]} world
   * @param {number} strokes How many styles of line there are; lines take them in turn.
   */
  constructor(base, world, strokes) {
    this.base = base;
    this.strokes = strokes;
    addPane(base.map, "mapapp-land", 150);
    addPane(base.map, "mapapp-lines", 350);
    this.renderers = Object.fromEntries(
      ["mapapp-land", "mapapp-lines"].map((pane) => [pane, new LateSvg({ pane, padding: 0.6 })]),
    );
    this.world = new World(base, world, this.layer.bind(this));
  }

  /** @param {any} data */
  districts(data) {
    const layer = this.layer(data, "mapapp-lines", "mapapp-district");
    return () => {
      this.base.districts = data.features;
      this.base.districtsLoaded.emit();
      const isNear = this.isNear(layer);
      const shown = L.layerGroup([...(isNear ? [layer] : []), this.world.districts]);
      const { districts: slot } = this.base.layers.slots;
      this.#nameWith(shown, isNear ? data.features : []);
      this.offer(slot, shown, term("layer-districts"), "mapapp-district");
    };
  }

  /**
   * Names districts as long as their borders are drawn.
   * @param {L.LayerGroup} borders
   * @param {Outline[]} outlined
   */
  #nameWith(borders, outlined) {
    const { names } = this.base;
    names.districts = outlined;
    borders.on("add remove", ({ type }) => {
      names.showsDistricts = type === "add";
      names.arrange();
    });
  }

  /** @param {any[]} features */
  referenceLines(features) {
    for (const [number, feature] of features.entries()) {
      const { label, note } = feature.properties;
      const className = `mapapp-reference mapapp-reference-${number % this.strokes}`;
      const layer = this.layer(feature, "mapapp-lines", className);
      const { reference } = this.base.layers.slots;
      this.offer(reference, layer, label, className);
      const isLastOfNote = features[number + 1]?.properties.note !== note;
      if (note && isLastOfNote) reference.append(element("p", "mapapp-quiet", note));
      const entry = element("li");
      entry.append(lineSwatch(className), element("span", "", label));
      this.base.lines.append(entry);
    }
  }

  /** @param {Town[]} towns */
  towns(towns) {
    this.base.names.know({ ofRegion: towns });
    this.base.townsNamed.emit();
  }

  /**
   * @param {any} data
   * @param {string} pane
   * @param {string} className
   */
  layer(data, pane, className) {
    const renderer = this.renderers[pane];
    return shapes(data, { pane, renderer, interactive: false, className });
  }

  /** @param {L.FeatureGroup} layer */
  isNear(layer) {
    const { home } = this.base.position;
    return !home || layer.getBounds().intersects(latLngBounds(home));
  }

  /**
   * @param {HTMLElement} slot
   * @param {L.Layer} layer
   * @param {string} label
   * @param {string} className
   */
  offer(slot, layer, label, className) {
    const { map } = this.base;
    layer.addTo(map);
    const switched = (/** @type {boolean} */ isOn) => void (isOn ? layer.addTo(map) : layer.remove());
    slot.append(choice("checkbox", label, label, true, switched, className).label);
  }
}

/**
 * Loads a vector: from data, a function that loads them, an inline CSV text, or a path relative to the app's root.
 * @param {URL | string} root
 * @param {unknown} source
 */
export async function vector(root, source) {
  if (typeof source === "function") return source();
  if (typeof source !== "string") return source;
  if (source.includes("\n")) return parseCsv(source);
  const address = new URL(source, root);
  if (!source.endsWith(".csv")) return fetchJsonPatiently(address);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return parseCsv(await answer.text());
}

/** The base map: what is under the incidents, its controls, its place names and its position. */

import L from "leaflet";
import { element } from "../common/dom.js";
import { isStill } from "../common/page.js";
import { Signal } from "../common/signal.js";
import { rootOfApp } from "../common/streamlit_private.js";
import { term } from "../common/terms.js";
import { AreaDrawing } from "./area_drawing.js";
import { FINE_SNAP, offerBackgrounds } from "./backgrounds.js";
import { addControl, iconButton } from "./controls.js";
import { FullScreen } from "./full_screen.js";
import { LayerPanel } from "./layer_panel.js";
import { openLinksElsewhere } from "./links.js";
import { outlineOf } from "./outlines.js";
import { townOf } from "./own_places.js";
import { PlaceNames } from "./place_names.js";
import { FARTHEST, Position } from "./position.js";
import { keepSizeOnPaper } from "./print_size.js";
import { dress } from "./theme.js";
import { leaveOneFingerToPage } from "./two_fingers.js";
import { loadVectors, vector } from "./vectors.js";
import { leaveWheelToArticle } from "./wheel_zoom.js";

const HOME = "M10 3 2.5 9.5M10 3l7.5 6.5M5 8v9h10V8";
const INCIDENTS_WITHIN = 3000; // ms that the land waits for them
const LEAFLET = '<a href="https://leafletjs.com">Leaflet</a>';

export class BaseMap {
  /** A list with an entry per reference line, for the legend. */
  lines = element("ul", "mapapp-lines");

  /** @type {Outline[] | null} The outlines of districts, once they are loaded. */
  districts = null;

  /** The outlines of districts are loaded. @type {Signal<void>} */
  districtsLoaded = new Signal();

  /** Towns are loaded, or have other names. @type {Signal<void>} */
  townsNamed = new Signal();

  /** An overlay was switched on or off. @type {Signal<{name: string, shown: boolean}>} */
  overlaySwitched = new Signal();

  /** The reader chose whose place names come first. @type {Signal<string>} */
  namesChosen = new Signal();

  /**
   * @param {HTMLElement} container
   * @param {BaseOptions} options
   */
  constructor(container, options) {
    dress(container, options);
    this.container = container;
    /** The part of the container that is the map itself: the legend is below it. */
    this.ground = element("div", "mapapp-ground");
    container.append(this.ground);
    /** The window with the URL and the events: the app's page, or this window. @type {PageWindow} */
    this.page = options.app ? reachableParent() : window;
    /** The app's URL; "" in a file. */
    this.root = options.app ? rootOfApp() : "";
    this.map = L.map(this.ground, {
      zoomControl: false,
      minZoom: FARTHEST,
      maxZoom: 18,
      zoomSnap: options.tiles.streets?.drawn === false ? 1 : FINE_SNAP,
      worldCopyJump: true,
      trackResize: false,
      ...(isStill()
        ? { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }
        : {}),
    });
    this.map.attributionControl.setPrefix(LEAFLET).addAttribution(options.attribution);
    openLinksElsewhere(this.map.attributionControl.getContainer());
    leaveWheelToArticle(this);
    if (options.app) keepSizeOnPaper(this.page);
    this.position = new Position(this, options.app);
    this.fullScreen = new FullScreen(this);
    if (options.app || options.inPage) leaveOneFingerToPage(this);
    this.layers = new LayerPanel(this);
    this.names = new PlaceNames(this.map, options.traditions);
    /** Resolved once incidents are shown: on a slow line the land would delay them. @type {Promise<void>} */
    this.incidentsShown = new Promise((resolve) => {
      this.noteIncidentsShown = resolve;
      setTimeout(resolve, INCIDENTS_WITHIN);
    });
    this.addControls();
    offerBackgrounds(this, options.tiles);
    /** Resolved when the reference lines are drawn, or can't be. @type {Promise<void>} */
    this.referenceDrawn = loadVectors(this, options).referenceDrawn;
  }

  /** Adds zoom, home, full screen, the layer switch and the scale. */
  addControls() {
    L.control.zoom({ position: "topleft" }).addTo(this.map);
    const bar = element("div", "leaflet-bar mapapp-home");
    bar.append(
      iconButton(term("map-home"), HOME, () => this.position.goHome()),
      ...this.fullScreen.buttons,
    );
    addControl(this.map, "topleft", bar);
    /** Null in a file or inside another page: there is no filter to set. */
    this.drawing = this.root && !isEmbedded(this.page) ? new AreaDrawing(this) : null;
    addControl(this.map, this.position.isWide() ? "topleft" : "topright", this.layers.panel);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 90 }).addTo(this.map);
  }

  /** Scrolls the page to the map, unless it is fully in view. */
  scrollIntoView() {
    frameElement?.scrollIntoView({ block: "nearest", behavior: isStill() ? "instant" : "smooth" });
  }

  /**
   * The outline of a district by its name in the data, or null.
   * @param {string} name
   */
  outlineOf(name) {
    return outlineOf(this.districts ?? [], name);
  }

  /**
   * Lets readers choose whose place names come first.
   * @param {Tradition[]} traditions
   */
  offerNames(traditions) {
    this.names.addTraditions(traditions);
    this.layers.offerNameOrder(traditions);
  }

  /**
   * Names the places of the data set's own gazetteer.
   * @param {IncidentOptions["places"]} source
   */
  async followPlaces(source) {
    try {
      const { features } = source ? await vector(this.root, source) : { features: [] };
      this.names.know({ own: features.map(townOf) });
      this.townsNamed.emit();
    } catch (error) {
      console.warn(`The data set's places could not be loaded: ${/** @type {Error} */ (error).message}`);
    }
  }

  /**
   * Puts a tradition's place names first; "" for the order of the data.
   * @param {string} first
   */
  putNamesFirst(first) {
    this.names.first = first;
    this.names.arrange();
    this.layers.showNameOrder(first);
    this.townsNamed.emit();
  }
}

/** @param {PageWindow} page */
const isEmbedded = ({ location }) => new URLSearchParams(location.search).has("embed");

/** @returns {PageWindow} */
function reachableParent() {
  try {
    return /** @type {PageWindow} */ (parent.location.href && parent);
  } catch {
    return window;
  }
}

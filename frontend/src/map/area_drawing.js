/** Buttons to draw an area by hand: a box, or corner by corner. The drawing module is loaded on demand. */

import L from "leaflet";
import { element } from "../common/dom.js";
import { Signal } from "../common/signal.js";
import { term } from "../common/terms.js";
import { addControl, iconButton } from "./controls.js";

/** @typedef {"box" | "polygon"} Shape */
/** @typedef {typeof import("../draw/draw.js")} Drawer */

const BOX = "M3 5h14v10H3z";
const POLYGON = "M10 2.5 17.5 8l-3 9h-9l-3-9z";
const DRAWER = "assets/mapapp/draw.js";
const DECIMALS = 4; // some ten metres

export class AreaDrawing {
  /** An area was drawn: the longitude and latitude of its corners, two opposite ones for a box. @type {Signal<string>} */
  drawn = new Signal();

  /** @type {(() => void) | null} */
  #end = null;

  #drewAtPress = false;

  /** @param {import("./base_map.js").BaseMap} base */
  constructor(base) {
    this.base = base;
    this.hint = element("p", "mapapp-drawing-hint");
    this.hint.setAttribute("role", "status");
    base.ground.append(this.hint);
    this.buttons = {
      box: iconButton(term("map-draw-box"), BOX, () => this.#toggle("box")),
      polygon: iconButton(term("map-draw-polygon"), POLYGON, () => this.#toggle("polygon")),
    };
    const bar = element("div", "leaflet-bar mapapp-draw");
    bar.append(this.buttons.box, this.buttons.polygon);
    addControl(base.map, "topleft", bar);
    this.#press(null);
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.end());
    base.ground.addEventListener("pointerdown", () => this.#rememberPress(), { capture: true });
    base.ground.addEventListener("click", (event) => this.#spare(event), { capture: true });
  }

  #rememberPress() {
    this.#drewAtPress = this.#end !== null;
  }

  /**
   * Stops the click of the finger that has closed an area from reaching the map: touch screens send it afterwards.
   * @param {MouseEvent} click
   */
  #spare(click) {
    if (this.#drewAtPress && !this.#end && click.detail) click.stopImmediatePropagation();
  }

  /** Ends the drawing, whatever was drawn. */
  end() {
    this.#end?.();
    this.#end = null;
    this.hint.textContent = "";
    this.base.ground.classList.remove("mapapp-drawing");
    this.#press(null);
  }

  /** @param {Shape} shape */
  async #toggle(shape) {
    const isOn = this.buttons[shape].getAttribute("aria-pressed") === "true";
    this.end();
    if (isOn) return;
    this.#press(shape);
    try {
      /** @type {Drawer} */
      const drawer = await import(new URL(DRAWER, this.base.root).href);
      if (this.buttons[shape].getAttribute("aria-pressed") === "true") this.#begin(drawer, shape);
    } catch {
      this.end();
      this.hint.textContent = term("map-draw-away");
    }
  }

  /**
   * @param {Drawer} drawer
   * @param {Shape} shape
   */
  #begin({ draw }, shape) {
    const { map, ground, container } = this.base;
    ground.classList.add("mapapp-drawing");
    map.dragging.disable();
    this.hint.textContent = term(`map-draw-${shape}-hint`);
    const ink = /** @type {`#${string}`} */ (getComputedStyle(container).getPropertyValue("--ink").trim());
    const stop = draw(L, map, shape, ink, (ring) => this.#finish(shape, ring));
    this.#end = () => {
      stop();
      map.dragging.enable();
    };
    ground.focus({ preventScroll: true }); // or Enter would press the button
  }

  /**
   * Emits the corners, once the library has finished with them.
   * @param {Shape} shape
   * @param {[number, number][]} ring
   */
  #finish(shape, ring) {
    const corners = shape === "box" ? [ring[0], ring[2]] : ring.slice(0, -1);
    queueMicrotask(() => {
      this.end();
      this.drawn.emit(corners.map(asText).join(","));
    });
  }

  /** @param {Shape | null} shape */
  #press(shape) {
    for (const [name, button] of Object.entries(this.buttons))
      button.setAttribute("aria-pressed", String(name === shape));
  }
}

/** @param {[number, number]} corner */
function asText([longitude, latitude]) {
  const { lng, lat } = L.latLng(latitude, longitude).wrap();
  return `${lng.toFixed(DECIMALS)} ${lat.toFixed(DECIMALS)}`;
}

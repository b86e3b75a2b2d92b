/**
 * The map's position: home, where it starts, and the page's URL.
 *
 * What the default view shows is known with the incidents; until then the map starts where the URL says, or shows the
 * world. The position is kept in the URL as `map=zoom/lat/lon`.
 */

import { isStill } from "../common/page.js";
import { latLngBounds } from "./controls.js";
import { positionIn, readPosition, withPosition, writePosition } from "./position_text.js";

/** @type {Bounds} */
const WORLD = [-120, -45, 150, 65];
const PHONE = 400; // px; below it, marks fitted closer would cover each other
const LOW = 420; // px; below it what covers the edges leaves too little room: marks avoid it by themselves
const WIDE = 640; // px; from this width on there is room next to the buttons, and for the whole legend
export const [FARTHEST, CLOSEST_HOME] = [2, 11]; // zoom levels
const WRITE_AFTER = 400; // ms

export class Position {
  /** What the default view shows; undefined until it is known. @type {Bounds | null | undefined} */
  home;

  /** The position that the URL should have; null at home. @type {string | null} */
  #own = null;

  #homeText = "";
  #isQuiet = false;

  /** @type {() => void} */
  #resolveKnown = () => {};

  /** @type {() => void} */
  #resolveSettled = () => {};

  /** The last default view that was fitted. @type {Bounds | null | undefined} */
  #fitted;

  /** Resolved once it is known what the default view shows. @type {Promise<void>} */
  known = new Promise((resolve) => {
    this.#resolveKnown = resolve;
  });

  /** Resolved once the map shows it. @type {Promise<void>} */
  settled = new Promise((resolve) => {
    this.#resolveSettled = resolve;
  });

  /**
   * @param {{map: import("leaflet").Map, page: PageWindow, ground: HTMLElement}} base
   * @param {boolean} isInApp
   */
  constructor({ map, page, ground }, isInApp) {
    this.map = map;
    this.page = page;
    this.ground = ground;
    this.isInApp = isInApp;
    /** Writes the position into the URL again, if it was dropped. */
    this.keepAddress = debounced(() => this.#write(), WRITE_AFTER);
    map.on("moveend", () => this.#remember());
    new ResizeObserver(() => this.#fitFrame()).observe(ground);
    if (isInApp) this.#followPage();
    else this.#showHome();
  }

  isWide() {
    return this.map.getSize().x >= WIDE;
  }

  isHome() {
    return this.#own === null;
  }

  goHome() {
    this.#own = null;
    this.#showHome();
    this.#write();
  }

  /**
   * Sets what the default view will show at first, so that what is near it can be drawn.
   * @param {Bounds | null} home
   */
  know(home) {
    this.home ??= home;
    this.#resolveKnown();
  }

  /**
   * Sets what the default view shows; if that is another filter's, the map moves there, unless it is null.
   * @param {Bounds | null} home
   * @param {boolean} isOfOtherFilter
   */
  settle(home, isOfOtherFilter) {
    if (String(home) === String(this.#fitted)) return;
    this.#fitted = home;
    this.home = home ?? this.home ?? null;
    if (isOfOtherFilter && home) this.goHome();
    else if (this.isHome()) this.#showHome();
    else this.#fitFrame();
    this.#resolveSettled();
  }

  /**
   * Sets what the default view shows, and stays where the map is.
   * @param {Bounds | null} home
   */
  stay(home) {
    this.#fitted = home;
    this.home = home ?? this.home ?? null;
    this.#own = this.#here();
    this.#write();
  }

  /**
   * Goes where a map next to this one is; if that is home, stays at home, so that it follows changes of home.
   * @param {View} view
   */
  accompany({ center: [lng, lat], zoom, isHome }) {
    const move = () => this.map.setView([lat, lng], zoom, { animate: false });
    if (!isHome) return move();
    this.#own = null;
    this.#quietly(move);
    this.#homeText = this.#here();
  }

  /** Fits the default view again, if it is shown: the map now has other zoom levels. */
  fitAgain() {
    if (this.isHome()) this.#showHome();
  }

  /**
   * Goes to bounds.
   * @param {import("leaflet").LatLngBounds} bounds
   */
  show(bounds) {
    this.map.fitBounds(bounds, { animate: !isStill(), maxZoom: CLOSEST_HOME, ...this.clear() });
  }

  /** What buttons and words cover at the map's edges, and half a large mark: the padding of everything that is fitted. */
  clear() {
    const { x, y } = this.map.getSize();
    const narrow = x < PHONE ? [22, 52, 16] : [42, 52, 30];
    const [left, high, right] = this.isWide() ? [30, 32, 32] : narrow;
    const [top, bottom] = y < LOW ? [24, 32] : [high, 48];
    return {
      paddingTopLeft: /** @type {[number, number]} */ ([left + this.#buttons(), top]),
      paddingBottomRight: /** @type {[number, number]} */ ([right, bottom]),
    };
  }

  /** How wide the buttons are, in pixels. */
  #buttons() {
    return Number.parseFloat(getComputedStyle(this.ground).getPropertyValue("--button"));
  }

  /** The map's size and padding, from which the server calculates its home view; see mapdata/frame.py. */
  frame() {
    const { paddingTopLeft, paddingBottomRight } = this.clear();
    const { x, y } = this.map.getSize();
    return [x, y, ...paddingTopLeft, ...paddingBottomRight, this.map.options.zoomSnap].join();
  }

  /** Starts where the URL says, and follows it. */
  #followPage() {
    const { page } = this;
    const listen = new AbortController();
    addEventListener("pagehide", () => listen.abort());
    page.addEventListener("popstate", () => this.#follow(), { signal: listen.signal });
    const entered = (/** @type {Event} */ event) => {
      if (/** @type {{navigationType?: string}} */ (event).navigationType !== "traverse") this.keepAddress();
    };
    page.navigation?.addEventListener("currententrychange", entered, { signal: listen.signal });
    this.#follow();
  }

  #follow() {
    this.#own = positionIn(this.page.location.search);
    this.#restore();
  }

  /** Goes where the reader chose, or home. */
  #restore() {
    const position = this.#own === null ? null : readPosition(this.#own);
    if (!position) return this.#showHome();
    const exactly = /** @type {import("leaflet").ZoomPanOptions} */ ({ animate: false, reset: true }); // no pan, which would round
    return this.#quietly(() => this.map.setView(position.center, position.zoom, exactly));
  }

  #remember() {
    const here = this.#here();
    if (this.#isQuiet || here === this.#own || (this.isHome() && here === this.#homeText)) return;
    this.#own = here;
    this.#write();
  }

  #fitFrame() {
    this.#quietly(() => this.map.invalidateSize({ animate: false }));
    this.#restore();
  }

  #showHome() {
    this.#own = null;
    this.#quietly(() => {
      this.map.invalidateSize({ animate: false });
      this.#fitHome();
    });
  }

  #fitHome() {
    this.map.fitBounds(latLngBounds(this.home ?? WORLD), {
      .../** @type {L.ZoomPanOptions} */ ({ animate: false, reset: true }), // no pan, which would round
      maxZoom: CLOSEST_HOME,
      ...this.clear(),
    });
    this.#homeText = this.#here();
  }

  /** @param {() => void} move */
  #quietly(move) {
    this.#isQuiet = true;
    move();
    this.#isQuiet = false;
  }

  #here() {
    return writePosition({ center: this.map.getCenter(), zoom: this.map.getZoom() });
  }

  #write() {
    const { pathname, search, hash } = this.page.location;
    if (!this.isInApp || positionIn(search) === this.#own) return;
    const { history } = this.page;
    history.replaceState(history.state, "", pathname + withPosition(search, this.#own) + hash);
  }
}

/**
 * @param {() => void} action
 * @param {number} milliseconds
 */
function debounced(action, milliseconds) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

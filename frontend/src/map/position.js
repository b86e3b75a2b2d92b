/**
 * The map's position: home, where it starts, and the page's address.
 *
 * What the default view shows is known with the incidents; until then the map starts where the address says, or shows
 * the world. The position is kept in the address as `map=zoom/lat/lon`.
 */

import { latLngBounds } from "./controls.js";
import { positionIn, readPosition, withPosition, writePosition } from "./position_text.js";

/** @type {Bounds} */
const WORLD = [-120, -45, 150, 65];
const WIDE = 680; // px; from this width on the legend starts open, on the right
const CLOSEST_HOME = 11;
const WRITE_AFTER = 400; // ms

export class Position {
  /** What the default view shows; undefined until it is known. @type {Bounds | null | undefined} */
  home;

  /** What the address should say; null at home. @type {string | null} */
  #own = null;

  #homeText = "";
  #isQuiet = false;

  /** @type {() => void} */
  #isSettled = () => {};

  /** Kept once it is known what the default view shows. @type {Promise<void>} */
  settled = new Promise((done) => {
    this.#isSettled = done;
  });

  /**
   * @param {{map: import("leaflet").Map, page: PageWindow, container: HTMLElement}} base
   * @param {boolean} isInApp
   */
  constructor({ map, page, container }, isInApp) {
    this.map = map;
    this.page = page;
    this.isInApp = isInApp;
    /** Writes the position into the address again, if someone dropped it. */
    this.keepAddress = debounced(() => this.#write(), WRITE_AFTER);
    map.on("moveend", () => this.#remember());
    new ResizeObserver(() => this.#fitFrame()).observe(container);
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
   * Says what the default view shows.
   * @param {Bounds | null} home
   */
  settle(home) {
    if (String(home) === String(this.home)) return;
    this.home = home;
    if (this.isHome()) this.#showHome();
    this.#isSettled();
  }

  /** Starts where the address says, and follows it. */
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
    const position = this.#own === null ? null : readPosition(this.#own);
    if (!position) return this.#showHome();
    return this.#quietly(() => this.map.setView(position.center, position.zoom, { animate: false }));
  }

  #remember() {
    const here = this.#here();
    if (this.#isQuiet || here === this.#own || (this.isHome() && here === this.#homeText)) return;
    this.#own = here;
    this.#write();
  }

  #fitFrame() {
    this.#quietly(() => this.map.invalidateSize({ animate: false }));
    if (this.isHome()) this.#showHome();
  }

  #showHome() {
    this.#own = null;
    this.#quietly(() => this.#fitHome());
  }

  #fitHome() {
    const isWide = this.isWide();
    this.map.fitBounds(latLngBounds(this.home ?? WORLD), {
      animate: false,
      maxZoom: CLOSEST_HOME,
      paddingTopLeft: [isWide ? 56 : 24, 28],
      paddingBottomRight: [isWide ? 266 : 24, 52],
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

/**
 * The map's position: home, where it starts, and the page's address. `mapapp.keepPosition(map, options)`.
 *
 * What the default view shows is known with the incidents: `map.mapapp.settle(home)`, [west, south, east, north] or null.
 * Until then the map starts where the address says, or shows the world.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const WORLD = [-120, -45, 150, 65];

  /** Starts where the address says, and keeps `map=zoom/lat/lon` in the address from then on. */
  mapapp.keepPosition = (map, options) => {
    const { page } = map.mapapp;
    let own = null; // what the address should say; null at home
    let quiet = false;

    const moveQuietly = (move) => {
      quiet = true;
      move();
      quiet = false;
    };
    const write = () => options.app && writeAddress(page, own);
    const showHome = () => moveQuietly(() => fitHome(map));
    const follow = () => {
      own = addressOf(page);
      const position = own && parsePosition(own);
      if (!position) own = null;
      moveQuietly(() => (position ? map.setView(position.center, position.zoom, { animate: false }) : fitHome(map)));
    };
    const remembered = () => {
      if (quiet || describe(map) === own) return;
      if (own === null && describe(map) === map.mapapp.homeText) return;
      own = describe(map);
      write();
    };

    map.mapapp.isHome = () => own === null;
    map.mapapp.goHome = () => {
      own = null;
      showHome();
      write();
    };
    map.mapapp.keepAddress = debounced(write, 400);
    map.mapapp.settled = new Promise((done) => {
      map.mapapp.settle = (home) => {
        if (String(home) === String(map.mapapp.home)) return;
        map.mapapp.home = home;
        if (own === null) showHome();
        done();
      };
    });
    map.on("moveend", remembered);
    new ResizeObserver(() => moveQuietly(() => {
      map.invalidateSize({ animate: false });
      if (own === null) fitHome(map);
    })).observe(map.getContainer());
    if (!options.app) return showHome();
    follow();
    const leaving = new AbortController();
    const listen = { signal: leaving.signal };
    page.addEventListener("popstate", follow, listen);
    page.navigation?.addEventListener("currententrychange", (event) => {
      if (event.navigationType !== "traverse") map.mapapp.keepAddress();
    }, listen);
    addEventListener("pagehide", () => leaving.abort());
  };

  function fitHome(map) {
    const [west, south, east, north] = map.mapapp.home ?? WORLD;
    const wide = map.getSize().x >= mapapp.WIDE; // then the legend is open, on the right
    map.fitBounds([[south, west], [north, east]], {
      animate: false, maxZoom: 11, paddingTopLeft: [wide ? 56 : 24, 28], paddingBottomRight: [wide ? 266 : 24, 52],
    });
    map.mapapp.homeText = describe(map);
  }

  function describe(map) {
    const { lat, lng } = map.getCenter();
    return [map.getZoom(), lat.toFixed(4), lng.toFixed(4)].join("/");
  }

  function parsePosition(text) {
    const numbers = text.split("/").map(Number);
    const [zoom, lat, lng] = numbers;
    const possible = numbers.length === 3 && numbers.every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lng) <= 540;
    return possible ? { zoom: Math.min(18, Math.max(2, zoom)), center: [lat, lng] } : null;
  }

  const isPosition = (part) => part === "map" || part.startsWith("map=");

  function addressOf(page) {
    const part = page.location.search.slice(1).split("&").find(isPosition);
    return part ? part.slice(4).replaceAll(/%2f/gi, "/") : null;
  }

  /** Writes the position into the page's address, or takes it out; every other parameter stays as it is. */
  function writeAddress(page, text) {
    if (addressOf(page) === text) return;
    const { pathname, search, hash } = page.location;
    const others = search.slice(1).split("&").filter((part) => part && !isPosition(part));
    const query = [...others, ...(text ? [`map=${text}`] : [])].join("&");
    page.history.replaceState(page.history.state, "", pathname + (query && `?${query}`) + hash);
  }

  function debounced(action, milliseconds) {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(action, milliseconds);
    };
  }
})();

/**
 * The base map: bundled vectors, street tiles on request, place names, layer switch, and the position.
 *
 * `mapapp.baseMap(id, options)` draws it and returns the Leaflet map, with `map.mapapp` for the incident layer:
 *   page       the window that holds the address and hears events (the parent page; this window in a file)
 *   root       the app's address, "" in a file
 *   lines      a list element with one entry per reference line, for the legend
 *   home       what the default view shows, [west, south, east, north] or null; undefined until `settle(home)` says it,
 *              which keeps the promise `settled`
 *   goHome(), isHome()        the default view
 *   near(latlng)              the name of the nearest town, or ""; "mapapp:towns" is fired when it changes
 *   townPoints()              where the towns in view lie, as points of the layer
 *   keepAddress()             writes the position into the address again, if someone dropped it
 *   districts                 the outlines of districts, once they are there; "mapapp:districts" is fired then
 *   isFullScreen()            whether the map has the whole screen
 *   overlay(name, label, on)  offers a switch, which fires "mapapp:overlay" {name, shown}
 *
 * Options (all from views/map.py): {app, theme, themes, tiles: {streets?, satellite?} of {url, ...}, attribution,
 * vectors: {countries, districts, water, rivers, reference, towns}}; a vector is a path under the
 * app's root, or the data itself. Nothing of this comes from incident data.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const GROW = "M2 7V2h5M13 2h5v5M18 13v5h-5M7 18H2v-5";
  const SHRINK = "M7 2v5H2M18 7h-5V2M13 18v-5h5M2 13h5v5";
  mapapp.WIDE = 680; // px; from this width on the legend starts open

  mapapp.baseMap = (id, options) => {
    const container = document.getElementById(id);
    dress(container, options);
    const map = L.map(container, {
      zoomControl: false, minZoom: 2, maxZoom: 18, worldCopyJump: true, trackResize: false, ...calm(),
    });
    map.mapapp = {
      page: options.app ? reachableParent() : window,
      root: options.app ? new URL("../../", location.href) : "",
      lines: element("ul", "mapapp-lines"),
    };
    map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>').addAttribution(options.attribution);
    map.options.zoomSnap = options.tiles.streets ? 1 : 0.5;
    mapapp.embed(map);
    mapapp.keepPosition(map, options);
    controls(map, options);
    return map;
  };

  /** Creates an element with a class and plain text. */
  function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
  mapapp.element = element;

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  mapapp.still = still;

  function calm() {
    return still() ? { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false } : {};
  }

  function reachableParent() {
    try {
      return parent.location.href && parent;
    } catch {
      return window;
    }
  }

  // ---- theme -------------------------------------------------------------------------------------------------

  /** Gives the container its colours, and keeps it hidden until the style sheet is there. */
  function dress(container, options) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const paint = () => {
      const theme = options.theme === "auto" ? (dark.matches ? "dark" : "light") : options.theme;
      container.dataset.theme = theme;
      for (const [name, value] of Object.entries(options.themes[theme])) container.style.setProperty(`--${name}`, value);
    };
    paint();
    dark.addEventListener("change", paint);
    container.classList.add("mapapp");
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", "Map of incidents");
    if (options.app) nameFrame();
    document.documentElement.classList.toggle("mapapp-frame", options.app);
    showWhenStyled(container, Date.now() + 3000);
  }

  /** Names st_folium's frame for people who hear it; its title is the component's own. */
  function nameFrame() {
    try {
      frameElement?.setAttribute("aria-label", "Map of incidents");
    } catch {
      // a frame of another origin keeps its title
    }
  }

  function showWhenStyled(container, deadline) {
    const styled = getComputedStyle(container).getPropertyValue("--mapapp-styled");
    container.style.visibility = styled || Date.now() > deadline ? "" : "hidden";
    if (container.style.visibility) requestAnimationFrame(() => showWhenStyled(container, deadline));
  }

  // ---- layers ------------------------------------------------------------------------------------------------

  /** Adds zoom, home, the layer switch and the scale, then loads the vectors behind them. */
  function controls(map, options) {
    L.control.zoom({ position: "topleft" }).addTo(map);
    corner(map, "topleft", buttons(map));
    const { panel, slots } = layerPanel();
    corner(map, map.getSize().x < mapapp.WIDE ? "topright" : "topleft", panel);
    map.getContainer().addEventListener("toggle", ({ target }) => target.open && foldBelow(map, target), true);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 90 }).addTo(map);
    const names = new mapapp.PlaceNames(map);
    map.mapapp.overlay = (name, label, on) =>
      slots.incidents.append(choice("checkbox", name, label, on, (shown) => map.fire("mapapp:overlay", { name, shown })));
    map.mapapp.near = (latlng) => names.near(latlng);
    map.mapapp.townPoints = () => names.townsIn(mapapp.layerView(map)).map(({ point }) => point);
    namesFirst(map, names);
    background(map, options, slots.background, names);
    vectors(map, options, slots, names);
  }

  /** Folds the panels on which one that was opened would lie, and that of its own corner, for want of height. */
  function foldBelow(map, opened) {
    const one = opened.getBoundingClientRect();
    for (const panel of map.getContainer().querySelectorAll(".mapapp-panel[open]")) {
      const other = panel.getBoundingClientRect();
      const apart = one.right < other.left || other.right < one.left || one.bottom < other.top || other.bottom < one.top;
      if (panel !== opened && (!apart || panel.parentElement === opened.parentElement)) panel.open = false;
    }
  }

  /** Puts an element into one of the map's corners as a control. */
  function corner(map, position, node) {
    L.DomEvent.disableClickPropagation(node).disableScrollPropagation(node);
    const control = new L.Control({ position });
    control.onAdd = () => node;
    control.addTo(map);
  }
  mapapp.corner = corner;

  /** A bar with a button for the default view and, where the browser can, one for the full screen. */
  function buttons(map) {
    const bar = element("div", "leaflet-bar mapapp-home");
    bar.append(button("Reset view", "M10 3 2.5 9.5M10 3l7.5 6.5M5 8v9h10V8", () => map.mapapp.goHome()), ...fullScreen(map));
    return bar;
  }

  function button(name, shape, act) {
    const made = element("button");
    made.type = "button";
    entitle(made, name);
    made.addEventListener("click", act);
    made.append(icon(shape));
    return made;
  }

  function entitle(node, name) {
    node.title = name;
    node.setAttribute("aria-label", name);
  }

  /** The button that gives the map the whole screen, and back; none where the browser does not allow it. */
  function fullScreen(map) {
    const whole = map.mapapp.page === window ? map.getContainer() : frameElement;
    const page = whole.ownerDocument;
    const isFull = () => page.fullscreenElement === whole;
    map.mapapp.isFullScreen = isFull;
    if (!page.fullscreenEnabled || !whole.requestFullscreen) return [];
    const toggle = button("Full screen", GROW, () => {
      const done = isFull() ? page.exitFullscreen() : whole.requestFullscreen();
      done.catch(() => toggle.remove()); // the browser said it could, and can't
    });
    const leaving = new AbortController();
    page.addEventListener("fullscreenchange", () => {
      entitle(toggle, isFull() ? "Leave full screen" : "Full screen");
      toggle.replaceChildren(icon(isFull() ? SHRINK : GROW));
    }, { signal: leaving.signal });
    addEventListener("pagehide", () => leaving.abort());
    map.getContainer().addEventListener("keydown", ({ key }) => key === "Escape" && isFull() && page.exitFullscreen());
    return [toggle];
  }

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const attributes = { class: "mapapp-icon", viewBox: "0 0 20 20", "aria-hidden": "true" };
    for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  function layerPanel() {
    const panel = element("details", "mapapp-panel mapapp-layers");
    const choices = element("div", "mapapp-choices");
    const summary = element("summary", "", "Layers");
    const kinds = ["background", "incidents", "districts", "reference", "names"]; // in this order
    const slots = Object.fromEntries(kinds.map((name) => [name, element("div", "mapapp-slot")]));
    choices.append(...Object.values(slots));
    panel.append(summary, choices);
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !panel.open) return;
      event.stopPropagation();
      panel.open = false;
      summary.focus();
    });
    return { panel, slots };
  }

  /** A labelled checkbox or radio button; `swatch` is the class of a line drawn beside the words. */
  function choice(type, name, words, checked, changed, swatch = "") {
    const label = element("label");
    const input = element("input");
    Object.assign(input, { type, name, checked });
    input.addEventListener("change", () => changed(input.checked));
    label.append(input, ...(swatch ? [lineSwatch(swatch)] : []), element("span", "", words));
    return label;
  }

  function lineSwatch(className) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("class", "mapapp-swatch");
    svg.setAttribute("viewBox", "0 0 24 8");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("class", className);
    line.setAttribute("d", "M0 4H24");
    svg.append(line);
    return svg;
  }

  /** Offers tiles over the bundled map; if none of a kind can be reached, shows the bundled map and says so. */
  function background(map, { tiles }, slot, names) {
    const labels = { streets: "Streets", satellite: "Satellite", none: "None" };
    const layers = Object.fromEntries(Object.entries(tiles).map(([name, { url, ...rest }]) => [name, L.tileLayer(url, { maxZoom: 18, ...rest })]));
    const container = map.getContainer();
    const show = (chosen) => {
      for (const [name, layer] of Object.entries(layers)) {
        if (name === chosen) layer.addTo(map);
        else layer.remove();
        container.classList.toggle(`mapapp-${name}`, name === chosen);
      }
      map.options.zoomSnap = chosen === "none" ? 0.5 : 1; // tiles are sharp at whole zoom levels only
      names.onlyPaired = chosen === "streets";
      names.place();
    };
    const offered = [...Object.keys(layers), "none"];
    map.mapapp.settled.then(() => show(offered[0]));
    if (offered.length === 1) return;
    const choices = Object.fromEntries(offered.map((name, i) => [name, choice("radio", "mapapp-background", labels[name], !i, () => show(name))]));
    slot.append(...Object.values(choices));
    for (const [name, layer] of Object.entries(layers)) {
      const label = choices[name].querySelector("span");
      whenOutOfReach(layer, (reachable) => {
        label.textContent = reachable ? labels[name] : `${labels[name]} (not reachable just now)`;
        if (reachable || !map.hasLayer(layer)) return;
        choices.none.querySelector("input").checked = true;
        show("none");
      });
    }
  }

  /** Tells whether tiles come: false after two that failed and none that came, true with the next that comes. */
  function whenOutOfReach(layer, tell) {
    let loaded = 0;
    let failed = 0;
    layer.on("tileload", () => {
      loaded += 1;
      if (failed) tell(true);
      failed = 0;
    });
    layer.on("tileerror", () => {
      failed += 1;
      if (!loaded && failed === 2) tell(false);
    });
    layer.on("add", () => (failed = 0));
  }

  /** Loads and prepares the bundled vectors and, once it is known where, draws them; one that fails is left out. */
  function vectors(map, options, slots, names) {
    const load = (name, prepare) => Promise.all([vector(map, options.vectors[name]).then(prepare), map.mapapp.settled])
      .then(([draw]) => draw())
      .catch((error) => console.warn(`The base map's ${name} could not be loaded: ${error.message}`));
    const near = (layer) => !map.mapapp.home || layer.getBounds().intersects(boundsOf(map.mapapp.home));
    pane(map, "mapapp-land", 150);
    pane(map, "mapapp-lines", 350);

    const land = load("countries", (countries) => {
      const layer = vectorLayer(map, countries, "mapapp-land", "mapapp-land");
      return () => {
        layer.addTo(map);
        map.getContainer().classList.add("mapapp-landed"); // until then all the ground is neutral, not sea
        names.countries = countries.features;
        names.place();
      };
    });
    for (const [name, className] of [["water", "mapapp-water"], ["rivers", "mapapp-river"]]) {
      load(name, (data) => {
        const layer = vectorLayer(map, data, "mapapp-land", className);
        return () => land.then(() => layer.addTo(map));
      });
    }
    load("districts", (data) => {
      const layer = vectorLayer(map, data, "mapapp-lines", "mapapp-district");
      return () => {
        map.mapapp.districts = data.features;
        map.fire("mapapp:districts");
        if (near(layer)) switchable(map, slots.districts, layer, "District borders", "mapapp-district");
      };
    });
    load("reference", (data) => () => {
      for (const feature of data.features) {
        const className = `mapapp-reference mapapp-reference-${String(feature.properties.id).replaceAll(/[^a-z0-9]+/g, "-")}`;
        const layer = vectorLayer(map, feature, "mapapp-lines", className);
        if (!near(layer)) continue;
        switchable(map, slots.reference, layer, feature.properties.label, className);
        explainLine(map, feature.properties.label, className);
      }
    });
    load("towns", (towns) => () => {
      names.towns = towns;
      if (names.hasPairs()) slots.names.append(...nameOrder(map, names));
      names.place();
      map.fire("mapapp:towns");
    });
  }

  /** Loads a vector: data as it is, a CSV text (inline), or a path under the app's root. */
  async function vector(map, source) {
    if (typeof source !== "string") return source;
    if (source.includes("\n")) return parseCsv(source);
    const answer = await fetch(new URL(source, map.mapapp.root));
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return source.endsWith(".csv") ? parseCsv(await answer.text()) : answer.json();
  }

  /** Reads a CSV text with a header into objects; quoted cells may hold commas, not line ends. */
  function parseCsv(text) {
    const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
      .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
    const [header, ...lines] = text.split(/\r?\n/).filter(Boolean);
    const names = cells(header);
    return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i], cell])));
  }

  function pane(map, name, zIndex) {
    Object.assign(map.createPane(name).style, { zIndex, pointerEvents: "none" });
  }
  mapapp.pane = pane;

  function vectorLayer(map, data, paneName, className) {
    const renderers = (map.mapapp.renderers ??= {});
    renderers[paneName] ??= L.svg({ pane: paneName, padding: 0.6 });
    return L.geoJSON(data, { pane: paneName, renderer: renderers[paneName], interactive: false, style: { className } });
  }

  function switchable(map, slot, layer, label, swatch) {
    layer.addTo(map);
    slot.append(choice("checkbox", label, label, true, (on) => (on ? layer.addTo(map) : layer.remove()), swatch));
  }

  function explainLine(map, label, className) {
    const entry = element("li");
    entry.append(lineSwatch(className), element("span", "", label));
    map.mapapp.lines.append(entry);
  }

  /** Lets the page say whose place names stand first. */
  function namesFirst(map, names) {
    map.mapapp.paired = (armenian, azerbaijani) => names.paired(armenian, azerbaijani);
    map.mapapp.nameFirst = (first) => {
      names.first = first;
      names.place();
      map.fire("mapapp:towns");
      for (const input of map.getContainer().querySelectorAll("input[name=mapapp-names]")) input.checked = input.value === first;
    };
  }

  /** Offers whose place names stand first; the choice is reported, so that the page follows. */
  function nameOrder(map, names) {
    const orders = { "": "The holder's names first", armenian: "Armenian names first", azerbaijani: "Azerbaijani names first" };
    return Object.entries(orders).map(([first, label]) => {
      const entry = choice("radio", "mapapp-names", label, names.first === first, () => {
        map.mapapp.nameFirst(first);
        map.mapapp.incidents?.report({ event: "names", first });
      });
      entry.querySelector("input").value = first;
      return entry;
    });
  }

  /**
   * The outline of a district by its name in the data, or null: "Khojaly / Askeran", "Ordubad (Nakhchivan)".
   * A name that several districts share says nothing alone.
   */
  mapapp.outlineOf = (map, name) => {
    const outlines = map.mapapp.districts ?? [];
    const names = [name, name.replace(/ \(.*\)$/, "")].flatMap((text) => [text, ...text.split(" / ")]).map((text) => text.trim()).filter(Boolean);
    for (const column of ["name", "name_hy_en"]) {
      for (const one of names) {
        const found = outlines.filter(({ properties }) => properties[column] === one);
        if (found.length === 1) return found[0];
      }
    }
    return null;
  };

  const boundsOf = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
  mapapp.boundsOf = boundsOf;
})();

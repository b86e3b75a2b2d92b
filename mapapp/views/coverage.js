/**
 * Who reports anything, by district: the more sources, the stronger; hatched where no report was found.
 * `new mapapp.Coverage(map)` asks the app's coverage route and follows the filter, the data and the days played.
 *
 * The route answers {countries: [name], districts: [{admin1 | null, district | null, within, sources, words, ...}]};
 * `admin1` is the district as the filter has it, `within` its own outline or, without one, that in which it lies. Shown are the outlines near the default view
 * in the countries of the data. A source that reports from two districts of one outline is counted in each.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const { element } = mapapp;
  const PANE = "mapapp-coverage";
  const HATCH = "mapapp-hatch";
  const NOTHING = "no report found";
  const LEVELS = [1, 3, 6, 12, 24]; // sources; from each on, a district is stronger
  const SVG = "http://www.w3.org/2000/svg";
  const WIDEST = 240; // px, a popup
  const OUT_OF_REACH = "could not be loaded just now";

  mapapp.Coverage = class {
    constructor(map) {
      this.map = map;
      this.shown = false;
      this.group = L.layerGroup();
      mapapp.pane(map, PANE, 420);
      this.renderer = L.svg({ pane: PANE, padding: 0.6 });
      map.on("mapapp:districts", () => this.refresh());
    }

    /** Takes the address of the route and the parameters of the filter. */
    follow(address, params) {
      Object.assign(this, { address, params });
      this.refresh();
    }

    /** Shows only the days [first, last] of the filter; null: all of them. */
    during(days) {
      this.days = days;
      return this.refresh();
    }

    show(shown) {
      this.shown = shown;
      if (shown) {
        this.line = this.legendLine();
        this.map.mapapp.lines.prepend(this.line);
        this.group.addTo(this.map);
        this.refresh();
      } else {
        this.request?.abort();
        this.group.clearLayers().remove();
        this.line?.remove();
      }
    }

    async refresh() {
      if (!this.shown || !this.address || !this.map.mapapp.districts) return;
      this.request?.abort();
      const { signal } = (this.request = new AbortController());
      const query = new URLSearchParams(this.params ?? "");
      query.delete("names");
      if (this.days) query.set("datetime", this.days.join("/"));
      try {
        const answer = await fetch(`${this.address}?${query}`, { signal });
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        const found = await answer.json();
        if (!signal.aborted) this.draw(found);
      } catch (error) {
        if (!signal.aborted) this.say(OUT_OF_REACH, []);
      }
    }

    draw({ countries, districts }) {
      const { map } = this;
      const reports = new Map(); // outline -> rows of the answer
      for (const row of districts) {
        const outline = outlineFor(map, row);
        if (outline) reports.set(outline, [...(reports.get(outline) ?? []), row]);
      }
      for (const [city, around] of cities(map.mapapp.districts)) {
        if (!reports.has(city) && reports.has(around)) reports.set(city, reports.get(around)); // filed together
      }
      const near = map.mapapp.districts.filter((outline) => reports.has(outline) || this.isNear(outline, countries));
      this.group.clearLayers();
      for (const outline of near) this.area(outline, reports.get(outline) ?? []).addTo(this.group);
      this.hatch();
      const drawn = new Set([...reports.values()].flat());
      const elsewhere = districts.filter((row) => !drawn.has(row));
      this.say(`${reports.size} of ${near.length} districts with reports`, [
        ...near.map((outline) => told(map, outline, reports.get(outline) ?? [])),
        ...elsewhere.map((row) => [row.district ?? "District not known", [row.words]]),
      ]);
    }

    isNear({ properties, geometry }, countries) {
      if (countries.length && !countries.includes(properties.country)) return false;
      const { home } = this.map.mapapp;
      return !home || L.geoJSON(geometry).getBounds().intersects(mapapp.boundsOf(home));
    }

    area(outline, rows) {
      const most = Math.max(0, ...rows.map(({ sources }) => sources));
      const level = LEVELS.filter((least) => most >= least).length;
      const style = { className: `mapapp-covered mapapp-covered-${level}`, ...(level ? {} : { fillColor: `url(#${HATCH})` }) };
      const area = L.geoJSON(outline, { pane: PANE, renderer: this.renderer, style });
      const [name, lines] = told(this.map, outline, rows);
      const words = element("div");
      words.append(element("strong", "", name), ...lines.map((line) => element("span", "", line)));
      area.bindTooltip(words, { className: "mapapp-tip", sticky: true, opacity: 1 });
      const districts = rows.map(({ admin1 }) => admin1).filter(Boolean);
      if (!districts.length) return area;
      const offer = (latlng) => this.offerClaims(latlng, [name, lines], districts);
      area.on("click", ({ latlng }) => offer(latlng));
      area.eachLayer((part) => part.on("add", () => reachable(part, `${name}: ${lines.join("; ")}`, offer)));
      return area;
    }

    /** Leads from a district's numbers to the claims that they come from. */
    offerClaims(latlng, [name, lines], districts) {
      const words = element("div", "mapapp-popup");
      const claims = element("button", "mapapp-claims", "Read these claims");
      claims.type = "button";
      claims.addEventListener("click", () => {
        this.map.closePopup();
        this.map.mapapp.incidents?.report({ event: "claims", districts }, latlng);
      });
      words.append(element("h3", "", name), ...lines.map((line) => element("p", "", line)), claims);
      words.addEventListener("keydown", ({ key }) => key === "Escape" && this.map.closePopup());
      const from = document.activeElement;
      const popup = L.popup({ maxWidth: WIDEST, ...besideControls(this.map) }).setLatLng(latlng).setContent(words);
      popup.on("remove", () => from?.isConnected && from.focus({ preventScroll: true }));
      popup.openOn(this.map);
      claims.focus({ preventScroll: true });
    }

    /** The pattern of what is hatched lies in the layer's own drawing. */
    hatch() {
      const drawing = this.renderer._container;
      if (!drawing || drawing.querySelector(`#${HATCH}`)) return;
      const pattern = document.createElementNS(SVG, "pattern");
      const attributes = { id: HATCH, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
      for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("class", "mapapp-hatching");
      line.setAttribute("d", "M0 0V7");
      pattern.append(line);
      drawing.prepend(pattern);
    }

    legendLine() {
      const line = element("li", "mapapp-coverage-line");
      const scale = element("ul", "mapapp-coverage-scale");
      scale.append(...[0, ...LEVELS].map((least, level) => {
        const step = element("li", `mapapp-coverage-step mapapp-coverage-step-${level}`);
        step.append(element("i"), element("span", "", level === LEVELS.length ? `${least}+` : String(least)));
        return step;
      }));
      this.told = element("ul", "mapapp-unseen");
      this.told.setAttribute("aria-label", "Coverage by district");
      line.append(element("p", "", "Coverage: sources that report anything, at least; hatched: no report found, not peace"), scale, this.told);
      return line;
    }

    /** Says the same to those who hear the map. */
    say(summary, districts) {
      this.line.title = summary;
      this.told.replaceChildren(...[summary, ...districts.map(([name, lines]) => `${name}: ${lines.join("; ")}`)].map((text) => element("li", "", text)));
    }
  };

  /** Makes a drawn district a button for those who do not point: it has a name, takes the focus and opens by key. */
  function reachable(part, name, offer) {
    const path = part.getElement();
    for (const [key, value] of Object.entries({ tabindex: 0, role: "button", "aria-label": name })) path.setAttribute(key, value);
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      offer(part.getBounds().getCenter());
    });
  }

  /** Keeps a popup clear of what stands at the left and the right of the map, if there is room between. */
  function besideControls(map) {
    const box = map.getContainer().getBoundingClientRect();
    const of = (side) => [...map.getContainer().querySelectorAll(`.leaflet-top.leaflet-${side} .leaflet-control`)].map((one) => one.getBoundingClientRect());
    const left = Math.max(0, ...of("left").filter(({ width }) => width).map(({ right }) => right - box.left));
    const right = Math.max(0, ...of("right").filter(({ width }) => width).map((one) => box.right - one.left));
    if (left + right + WIDEST + 60 > box.width) return {};
    return { autoPanPaddingTopLeft: [left + 12, 12], autoPanPaddingBottomRight: [right + 12, 12] };
  }

  /** The outline of a row's district, of what stands in brackets after it ("Khoda Afarin (East Azerbaijan)"), or around it. */
  function outlineFor(map, { district, within }) {
    const wider = district?.match(/\((.+)\)$/)?.[1];
    const names = [district, wider, within].filter(Boolean);
    return names.reduce((found, name) => found ?? mapapp.outlineOf(map, name), null);
  }

  /** Pairs of the outlines of a city and of the district of the same name. */
  function cities(outlines) {
    const byName = new Map(outlines.map((outline) => [outline.properties.name, outline]));
    return [...byName].flatMap(([name, outline]) => {
      const around = byName.get(name.replace(/ \(city\)$/, ""));
      return around && around !== outline ? [[outline, around]] : [];
    });
  }

  /** The name of an outline and what is reported from it; each district of the data has a line where there are several. */
  function told(map, { properties: { name, name_hy_en: other } }, rows) {
    const own = map.mapapp.paired(other, name);
    const parts = (district) => (district ?? "District not known").split(" / ");
    const named = (district) => {
      const rest = parts(district).find((part) => part !== name);
      return rest && parts(district).length === 2 && parts(district).includes(name) ? map.mapapp.paired(rest, name) : parts(district).join(" / ");
    };
    if (!rows.length) return [own, [NOTHING]];
    if (rows.length === 1 && parts(rows[0].district).includes(name)) return [named(rows[0].district), [rows[0].words]];
    return [own, rows.map(({ district, words }) => `${named(district)}: ${words}`)];
  }
})();

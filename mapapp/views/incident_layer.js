/**
 * The incidents on the map: asks for what the view shows, draws it, and says what was chosen.
 *
 * `mapapp.showIncidents(map, options)` shows or changes them; the layer itself stays on the map, so that old
 * marks remain until new ones are there. Options: {source, home, legend, selected: id | null, names, fingerprint}, where
 * home is what the default view shows ([west, south, east, north] or null), source is {url, params} under the app's root, or {features: FeatureCollection}, and names is the tradition
 * whose place names stand first, or "".
 *
 * A source (incident_sources.js) answers a view with a GeoJSON FeatureCollection that has numberMatched (in the
 * view) and numberUnlocated (anywhere), and features of two kinds:
 *   kind "incident": id, title, when, start, end, place, actor, harm_status, killed, injured, harmed | null, uncertainty_m, aggregate,
 *                    location_precision ("3" and above: a vague place), precision (in words), admin1
 *   kind "cell":     count and by_actor without summary entries, aggregates (their number), bounds [w, s, e, n], same_point, harmed, killed,
 *                    vague (how many of all are known to the district at best), somewhere (that district, if it is one for all), uncertainty_m
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const { element, isLocated, marks } = mapapp;
  const MOST_SPREAD = 60;
  const CLOSEST_BY_CLICK = 15;
  const OUT_OF_DATE = "The incidents could not be loaded; what is shown may be out of date.";
  const TIP_HALF = 140; // px, half of the widest tooltip
  const AWAY = { top: [0, -1], bottom: [0, 1], left: [-1, 0], right: [1, 0] };
  const RETRY = 5000; // ms
  const REST = 120; // ms that the pointer stays on a day before it is asked what is there
  const LEAST_TARGET = 12; // px, half of what a finger needs
  const TOWN = 4; // px, what a town's dot takes up

  mapapp.showIncidents = (map, options) => {
    globalThis.feature_group?.splice(0); // st_folium keeps every group that it was given; all before this one are off the map
    map.mapapp.settle(options.home);
    map.mapapp.incidents ??= new IncidentLayer(map);
    map.mapapp.incidents.show(options);
  };

  // ---- the layer ---------------------------------------------------------------------------------------------

  class IncidentLayer {
    constructor(map) {
      this.map = map;
      this.drawn = new Map(); // key -> mark
      this.discs = new Map(); // place and radius -> circle
      this.nonce = 0;
      this.number = Math.random(); // tells this map's views from those of another one beside it
      this.selected = null;
      this.marked = null;
      this.markedPlaces = [];
      mapapp.pane(map, "mapapp-discs", 440);
      mapapp.pane(map, "mapapp-legs", 595);
      this.group = L.layerGroup().addTo(map);
      this.discGroup = L.layerGroup().addTo(map);
      this.heat = new mapapp.Heat();
      this.coverage = new mapapp.Coverage(map);
      this.bridge = L.featureGroup().addTo(map); // st_folium listens to feature groups; this one has no marks
      this.tip = L.tooltip({ className: "mapapp-tip", opacity: 1, direction: "top" });
      this.furniture();
      this.listen();
    }

    show(options) {
      const before = this.options;
      this.options = options;
      if (differ(before?.legend, options.legend)) this.relegend();
      if (differ([before?.source, before?.fingerprint], [options.source, options.fingerprint])) {
        this.source = mapapp.incidentSource(options.source, this.map.mapapp.root);
        this.showCoverage(options.source);
        this.fold();
        this.refresh();
      }
      if (options.names) this.map.mapapp.nameFirst(options.names);
      this.select(options.selected ?? null, { bring: Boolean(before) });
      this.map.mapapp.keepAddress?.();
    }

    /** Follows the source's coverage, which is offered as a layer once there is any. */
    showCoverage({ coverage, params }) {
      if (!coverage) return;
      if (!this.coverage.address) this.map.mapapp.overlay("coverage", "Coverage", false);
      this.coverage.follow(new URL(coverage, this.map.mapapp.root), params);
    }

    furniture() {
      const { map } = this;
      this.caption = element("p", "mapapp-caption");
      if (map.mapapp.page === window) this.caption.setAttribute("role", "status"); // in the page, the list speaks
      mapapp.corner(map, "bottomleft", this.caption);
      this.notice = element("div", "mapapp-notice");
      this.notice.setAttribute("role", "status");
      this.notice.hidden = true;
      L.DomEvent.disableClickPropagation(this.notice);
      map.getContainer().append(this.notice);
      map.mapapp.overlay("incidents", "Incidents", true);
      map.mapapp.overlay("uncertainty", "Uncertainty of places", true);
      map.mapapp.overlay("heat", "Heat", false);
    }

    relegend() {
      const open = this.legend ? this.legend.open : this.map.getSize().x >= mapapp.WIDE;
      this.legend?.remove();
      this.legend = marks.legend(this.options.legend, open, this.map.mapapp.lines);
      mapapp.corner(this.map, "topright", this.legend);
      for (const key of [...this.drawn.keys()]) this.erase(key);
    }

    listen() {
      const { map } = this;
      map.on("moveend", () => {
        this.refresh();
        this.tellView();
      });
      map.on("zoomstart click", () => this.fold());
      map.on("mapapp:towns", () => {
        this.standAside();
        this.nameAll();
        this.tellPlaces();
      });
      map.on("mapapp:districts", () => this.drawAreas());
      map.on("mapapp:overlay", ({ name, shown }) => {
        if (name === "incidents") this.showMarks(shown);
        if (name === "uncertainty") shown ? this.discGroup.addTo(map) : this.discGroup.remove();
        if (name === "heat") this.showHeat(shown);
        if (name === "coverage") this.coverage.show(shown);
      });
      map.getContainer().addEventListener("keydown", (event) => event.key === "Escape" && this.fold());
      this.listenToPage(map.mapapp.page);
      this.tellView();
    }

    // -- the page's other views: events on its window

    listenToPage(page) {
      const leaving = new AbortController();
      const listen = { signal: leaving.signal };
      page.addEventListener("mapapp:hover", ({ detail }) => detail?.source !== "map" && this.mark(detail ?? {}), listen);
      page.addEventListener("mapapp:days", ({ detail }) => {
        const shown = this.play(detail?.days ?? null);
        detail?.waitFor?.(shown);
      }, listen);
      page.addEventListener("mapapp:view", ({ detail }) => this.follow(detail), listen);
      page.addEventListener("mapapp:select", ({ detail }) => this.select(detail?.id ?? null, { bring: true }), listen);
      addEventListener("pagehide", () => leaving.abort());
    }

    tell(type, detail) {
      const { page } = this.map.mapapp;
      page.dispatchEvent(new page.CustomEvent(type, { detail }));
    }

    /** Moves to where a map beside this one has moved. */
    follow({ from, center: [lng, lat], zoom }) {
      if (from === this.number || !this.map.getSize().x) return;
      const there = L.latLng(lat, lng);
      if (zoom === this.map.getZoom() && this.map.project(there).distanceTo(this.map.project(this.map.getCenter())) < 1) return;
      this.map.setView(there, zoom, { animate: false });
    }

    tellView() {
      const { lat, lng } = this.map.getCenter();
      const detail = { from: this.number, bounds: edges(this.map.getBounds()), zoom: this.map.getZoom(), center: [lng, lat] };
      this.map.mapapp.page.mapappView = detail; // for views that start later than the map
      this.tell("mapapp:view", detail);
    }

    // -- asking

    /**
     * Asks for the present view unless it is the one asked for last, again and again if it must; marks stay as they are
     * until the answer is there. Tells whether the first one came.
     */
    refresh() {
      if (!this.source) return Promise.resolve(true);
      const [bounds, zoom] = [edges(this.map.getBounds()), Math.floor(this.map.getZoom())];
      const wanted = [this.source, String(bounds), zoom];
      if (wanted.every((part, n) => part === this.wanted?.[n])) return this.asking;
      this.wanted = wanted;
      return (this.asking = this.ask(bounds, zoom));
    }

    async ask(bounds, zoom) {
      clearTimeout(this.again);
      this.request?.abort();
      const request = (this.request = new AbortController());
      try {
        const answer = await this.source.view(bounds, zoom, request.signal);
        if (!request.signal.aborted) this.draw(answer);
        return true;
      } catch (error) {
        if (request.signal.aborted) return true;
        this.wanted = null;
        this.say(OUT_OF_DATE, "Try again", () => this.refresh());
        this.again = setTimeout(() => this.refresh(), RETRY);
        return false;
      }
    }

    say(message, action, act) {
      const button = element("button", "", action);
      button.type = "button";
      button.addEventListener("click", () => {
        this.notice.hidden = true;
        act();
      });
      this.notice.replaceChildren(element("span", "", message), ...(action ? [button] : []));
      this.notice.hidden = false;
    }

    // -- overlays

    /** Hides the marks, from the keyboard too, or shows them again; they are kept up to date in between. */
    showMarks(shown) {
      this.fold();
      this.map.getContainer().classList.toggle("mapapp-unmarked", !shown);
      this.tellPlaces();
    }

    showHeat(shown) {
      const { lines } = this.map.mapapp;
      if (shown) {
        this.heat.addTo(this.map);
        lines.prepend(marks.heatLine());
      } else {
        this.heat.remove();
        lines.querySelector(".mapapp-heat-line")?.remove();
      }
    }

    // -- drawing

    /** Changes what is drawn into the answer: what is there already stays untouched, with its focus. */
    draw(answer) {
      this.notice.hidden = true;
      const features = answer.features.filter(isLocated).map((feature) => this.inThisWorld(feature));
      const wanted = new Map(features.map((feature) => [keyOf(feature), feature]));
      for (const key of [...this.drawn.keys()]) if (!wanted.has(key)) this.erase(key);
      for (const [key, feature] of wanted) {
        if (!this.drawn.has(key)) this.drawn.set(key, Object.assign(this.markOf(feature, this.group), { key }));
      }
      this.standAside();
      if (this.spread && !this.drawn.has(this.spread.key)) this.fold();
      this.features = [...wanted.values()];
      this.drawAreas();
      this.heat.show(this.features);
      this.nameAll();
      this.describe(answer);
      this.showStates();
      this.tellPlaces();
      this.focusWithin();
    }

    /** A feature on that copy of the world that is nearest to the middle of the view. */
    inThisWorld(feature) {
      const [lng, lat] = feature.geometry.coordinates;
      const turn = 360 * Math.round((this.map.getCenter().lng - lng) / 360);
      if (!turn) return feature;
      const { bounds } = feature.properties;
      const properties = bounds ? { ...feature.properties, bounds: bounds.map((degree, i) => (i % 2 ? degree : degree + turn)) } : feature.properties;
      return { ...feature, geometry: { type: "Point", coordinates: [lng + turn, lat] }, properties };
    }

    /** Puts marks of vague places, whose points mean nothing closer, beside the marks and towns that they would cover. */
    standAside() {
      const all = [...this.drawn.values()];
      const vague = all.filter(isVague);
      if (!vague.length) return;
      const towns = this.map.mapapp.townPoints().map(({ x, y }) => ({ x, y, radius: TOWN }));
      const placed = [...towns, ...all.filter((mark) => !isVague(mark)).map((mark) => this.circleOf(mark))];
      for (const mark of vague) {
        const home = this.circleOf(mark);
        const spots = [home, ...around(home)].map((spot) => ({ ...home, ...spot }));
        const free = spots.find((spot) => !placed.some((other) => Math.hypot(other.x - spot.x, other.y - spot.y) < other.radius + spot.radius + 2)) ?? home;
        placed.push(free);
        const latlng = free === spots[0] ? mark.at : this.map.layerPointToLatLng([free.x, free.y]);
        if (!mark.marker.getLatLng().equals(latlng)) mark.marker.setLatLng(latlng);
      }
    }

    circleOf({ at, radius }) {
      const { x, y } = this.map.latLngToLayerPoint(at);
      return { x, y, radius: Math.max(LEAST_TARGET, radius) };
    }

    /** After a cell was opened by keyboard, which takes it away: the first mark of what it held has the focus. */
    focusWithin() {
      const bounds = this.opened;
      this.opened = null;
      if (!bounds || document.activeElement?.closest(".mapapp-mark")) return;
      const inside = [...this.drawn.values()].find(({ marker }) => bounds.contains(marker.getLatLng()));
      inside?.marker.getElement().focus();
    }

    /** Tells the place names what to keep clear of; a spread cell counts with all that is around it. */
    tellPlaces() {
      const reach = (mark) => (mark === this.spread?.cell ? this.spread.reach : mark.radius);
      const hidden = this.map.getContainer().classList.contains("mapapp-unmarked");
      const taken = (hidden ? [] : [...this.drawn.values()]).map((mark) => ({ radius: reach(mark), latlng: mark.marker.getLatLng(), vague: isVague(mark) }));
      this.map.fire("mapapp:marks", { marks: taken });
    }

    erase(key) {
      const mark = this.drawn.get(key);
      if (this.tip.owner === mark) this.unhover(mark);
      this.group.removeLayer(mark.marker);
      this.drawn.delete(key);
    }

    /** Draws within what each feature happened: its district's outline if only that is known, else a disc. */
    drawAreas() {
      const wanted = new Map();
      for (const { geometry: { coordinates: [lng, lat] }, properties } of this.features ?? []) {
        const { uncertainty_m: radius } = properties;
        const district = properties.somewhere ?? mapapp.districtOf(properties);
        const outline = district && mapapp.outlineOf(this.map, district);
        if (outline) wanted.set(`district ${outline.properties.iso} ${outline.properties.name}`, () => districtArea(outline));
        else if (Number.isFinite(radius) && radius > 0) wanted.set([lng, lat, radius].join(), () => disc([lat, lng], radius));
      }
      for (const [key, area] of this.discs) {
        if (wanted.has(key)) continue;
        this.discGroup.removeLayer(area);
        this.discs.delete(key);
      }
      for (const [key, make] of wanted) if (!this.discs.has(key)) this.discs.set(key, make().addTo(this.discGroup));
    }

    describe({ numberMatched, numberSummaries = 0, numberUnlocated }) {
      const parts = [`${marks.counted((numberMatched ?? 0) - numberSummaries)} in view`];
      if (numberSummaries) parts.push(numberSummaries === 1 ? "1 summary entry" : `${numberSummaries.toLocaleString("en")} summary entries`);
      if (numberUnlocated) parts.push(`${numberUnlocated.toLocaleString("en")} without a location`);
      const nowhere = !numberMatched && this.map.mapapp.isHome();
      this.caption.textContent = nowhere ? "No located incident matches." : parts.join(" · ");
      if (!numberMatched && !nowhere) this.say("No incidents on this part of the map.", "Show all", () => this.map.mapapp.goHome());
    }

    /** Makes a mark that can be pointed at, clicked, and reached and used by keyboard. */
    markOf(feature, group) {
      const { properties } = feature;
      const isCell = properties.kind === "cell";
      const { picture, radius } = (isCell ? marks.cell : marks.incident)(properties, this.options.legend);
      const size = +picture.getAttribute("width");
      const [lng, lat] = feature.geometry.coordinates;
      const marker = L.marker([lat, lng], {
        icon: L.divIcon({ html: picture, className: "mapapp-mark", iconSize: [size, size] }),
        keyboard: false, autoPanOnFocus: false, riseOnHover: true, zIndexOffset: Math.round(-8 * radius),
      });
      const mark = { marker, radius, properties, at: marker.getLatLng(), id: isCell ? null : properties.id };
      marker.on("click", () => this.activate(mark));
      marker.on("mouseover", () => this.hover(mark)).on("mouseout", () => this.unhover(mark));
      marker.addTo(group);
      this.makeReachable(mark);
      return mark;
    }

    /** Gives every mark its accessible name; incidents that would have the same one add their titles. */
    nameAll() {
      const all = [...this.drawn.values(), ...(this.spread?.marks ?? [])];
      const named = all.map((mark) => [mark, this.nameOf(mark)]);
      const uses = new Map();
      for (const [, name] of named) uses.set(name, (uses.get(name) ?? 0) + 1);
      for (const [{ id, marker, properties }, name] of named) {
        const full = id !== null && uses.get(name) > 1 ? `${name}: ${marks.words(properties.title)}` : name;
        const node = marker.getElement();
        if (node.getAttribute("aria-label") !== full) node.setAttribute("aria-label", full);
      }
    }

    nameOf({ id, marker, properties }) {
      if (id !== null) return marks.nameOfIncident(properties);
      return marks.nameOfCell(properties, this.map.mapapp.near(marker.getLatLng()));
    }

    makeReachable(mark) {
      const node = mark.marker.getElement();
      node.tabIndex = 0;
      node.setAttribute("role", "button");
      node.addEventListener("focus", () => {
        this.hover(mark);
        if (node.matches(":focus-visible")) this.bringIntoView(mark);
      });
      node.addEventListener("blur", () => this.unhover(mark));
      node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.activate(mark, { byKeyboard: true });
      });
    }

    bringIntoView({ marker }) {
      const room = { paddingTopLeft: [40, 40], paddingBottomRight: [40 + this.legendWidth(), 40] };
      this.map.panInside(marker.getLatLng(), { ...room, animate: false });
    }

    // -- hovering

    hover(mark) {
      const { map, tip } = this;
      const latlng = mark.marker.getLatLng();
      tip.owner = mark;
      tip.options.direction = this.roomiestSide(map.latLngToContainerPoint(latlng));
      tip.options.offset = L.point(AWAY[tip.options.direction]).multiplyBy(mark.radius + 3);
      tip.setContent(marks.tooltip(mark.properties)).setLatLng(latlng).openOn(map);
      this.liftTip();
      if (mark.id !== null) this.tell("mapapp:hover", { id: mark.id, days: [mark.properties.start, mark.properties.end], source: "map" });
    }

    /** On which side of a point a tooltip is neither cut by the map's edge nor hidden by the legend. */
    roomiestSide({ x, y }) {
      if (x + TIP_HALF > this.map.getSize().x - this.legendWidth()) return "left";
      if (x < TIP_HALF) return "right";
      return y < 100 ? "bottom" : "top";
    }

    /** Lifts the tooltip above the words at the map's foot, which would be drawn over it. */
    liftTip() {
      const [tip, foot] = [this.tip.getElement(), this.caption].map((node) => node.getBoundingClientRect());
      if (tip.left > foot.right || tip.bottom < foot.top) return;
      this.tip.options.offset = this.tip.options.offset.subtract([0, tip.bottom - foot.top]);
      this.tip.update();
    }

    legendWidth() {
      return this.legend?.open ? this.legend.offsetWidth + 10 : 0;
    }

    unhover(mark) {
      if (this.tip.owner !== mark) return;
      this.tip.owner = null;
      this.tip.remove();
      if (mark.id !== null) this.tell("mapapp:hover", { id: null, source: "map" });
    }

    /** Marks an incident that is pointed at elsewhere, or the cell that holds it (`at` is [lng, lat]); or all of some days. */
    mark({ id = null, days = null, at = null }) {
      this.marked = id;
      this.markedDays = id === null ? days : null;
      this.markedPlaces = id !== null && at ? this.placesInCells([{ geometry: { coordinates: at }, properties: { id } }]) : [];
      this.showStates();
      this.findMarkedDays();
    }

    isMarked({ id, properties: { start, end, bounds } }) {
      if (id === null) return this.markedPlaces.some((place) => mapapp.boundsOf(bounds).contains(place));
      if (this.markedDays) return start <= this.markedDays[1] && end >= this.markedDays[0];
      return id === this.marked;
    }

    /** A place of each of some features that have no mark of their own; of a cell a corner, which lies in what holds it. */
    placesInCells(features) {
      const drawn = new Set([...this.drawn.values()].map(({ id }) => id));
      return features.filter(({ properties: { id } }) => !drawn.has(id)).map((feature) => {
        const { geometry, properties } = this.inThisWorld(feature);
        const [lng, lat] = properties.bounds ?? geometry.coordinates;
        return [lat, lng];
      });
    }

    /** Marks the cells that hold something of the marked days, once the pointer rests on these. */
    findMarkedDays() {
      clearTimeout(this.resting);
      this.finding?.abort();
      const days = this.markedDays;
      if (!days || !this.source?.onDays) return;
      this.resting = setTimeout(async () => {
        const { signal } = (this.finding = new AbortController());
        const found = await this.source.onDays(days, edges(this.map.getBounds()), Math.floor(this.map.getZoom()), signal).catch(() => null);
        if (!found || signal.aborted) return;
        this.markedPlaces = this.placesInCells(found.features.filter(isLocated));
        this.showStates();
      }, REST);
    }

    /** Shows only some days, [first, last], until told null; the filter stays as it is. Tells whether it could. */
    async play(days) {
      if (!this.source?.during) return true;
      this.source.during(days);
      this.wanted = null;
      this.fold();
      const [shown] = await Promise.all([this.refresh(), this.coverage.during(days)]);
      return shown;
    }

    // -- choosing

    activate(mark, { byKeyboard = false } = {}) {
      if (mark.id !== null) return this.choose(mark);
      const { same_point: samePoint, bounds } = mark.properties;
      if (samePoint || this.map.getZoom() >= this.map.getMaxZoom()) return this.unfold(mark, byKeyboard);
      this.opened = byKeyboard ? mapapp.boundsOf(bounds).pad(0.05) : null;
      return this.zoomInto(mapapp.boundsOf(bounds));
    }

    zoomInto(bounds) {
      const closest = Math.min(CLOSEST_BY_CLICK, this.map.getBoundsZoom(bounds, false, L.point(120, 120)));
      const zoom = Math.min(this.map.getMaxZoom(), Math.max(this.map.getZoom() + 1, closest));
      this.map.setView(bounds.getCenter(), zoom, { animate: !mapapp.still() });
    }

    /** Shows an incident as chosen at once, and tells Python; in a file, opens its popup. */
    choose(mark) {
      const { id, at } = mark;
      this.select(id, { point: at, vague: isVague(mark) });
      if (this.options.source.features) return this.openPopup(mark);
      if (this.map.mapapp.isFullScreen()) this.openPopup(mark); // the page's own words are out of sight
      return this.report({ event: "select", id }, at);
    }

    /** Hands an event to Python, as the Feature of a click; a counter makes equal events two. */
    report(properties, latlng = this.map.getCenter()) {
      this.nonce = Math.max(this.nonce + 1, Date.now());
      const geometry = { type: "Point", coordinates: [latlng.lng, latlng.lat] };
      const feature = { type: "Feature", id: properties.id ?? null, geometry, properties: { ...properties, nonce: this.nonce } };
      this.bridge.fire("click", { latlng, layer: { toGeoJSON: () => feature } });
    }

    openPopup({ marker, properties, radius }) {
      this.tip.remove();
      const free = { autoPanPaddingTopLeft: [100, 12], autoPanPaddingBottomRight: [12 + this.legendWidth(), 12] };
      const maxWidth = Math.min(300, this.map.getSize().x - 60);
      L.popup({ maxWidth, offset: [0, 4 - radius], ...(maxWidth < 300 ? {} : free) }).setLatLng(marker.getLatLng())
        .setContent(marks.popup(properties, this.options.legend)).openOn(this.map);
    }

    /** Rings an incident. `point` says where it is, if known; `bring` moves the map to it if it is out of view. */
    async select(id, { point = null, vague = false, bring = false } = {}) {
      if (id === this.selected && !point) return;
      this.selected = id;
      this.selectedAt = point;
      this.selectedIsVague = vague;
      this.showStates();
      if (id === null || point) return;
      const found = await this.source?.one(id, Math.floor(this.map.getZoom())).catch(() => null);
      const [feature] = found?.features?.filter(isLocated).map((one) => this.inThisWorld(one)) ?? [];
      if (!feature || this.selected !== id) return;
      const [lng, lat] = feature.geometry.coordinates;
      this.selectedIsVague = mapapp.isVague(feature.properties);
      this.selectedAt = L.latLng(lat, lng);
      this.showStates();
      if (bring && !this.map.getBounds().contains(this.selectedAt)) this.map.panTo(this.selectedAt, { animate: !mapapp.still() });
    }

    /** Puts the rings where they belong: on the incident's own mark, or on the cell that holds it. */
    showStates() {
      const all = [...this.drawn.values(), ...(this.spread?.marks ?? [])];
      const own = all.some(({ id }) => id === this.selected);
      for (const mark of all) {
        const holds = !own && this.selectedAt && mark.id === null && this.mayHoldSelected(mark);
        const isSelected = this.selected !== null && (mark.id === this.selected || holds);
        const node = mark.marker.getElement();
        node.classList.toggle("mapapp-selected", Boolean(isSelected));
        node.classList.toggle("mapapp-marked", this.isMarked(mark));
        node.classList.toggle("mapapp-open", Boolean(this.spread) && mark === this.spread.cell);
        if (mark.id !== null) node.setAttribute("aria-pressed", String(Boolean(isSelected)));
        mark.marker.setZIndexOffset(isSelected ? 5000 : mark.spread ? 4000 : Math.round(-8 * mark.radius));
      }
    }

    mayHoldSelected({ properties }) {
      const isOther = this.selectedIsVague ? !properties.vague : marks.isAllVague(properties);
      return !isOther && mapapp.boundsOf(properties.bounds).contains(this.selectedAt);
    }

    // -- spreading the incidents of one place

    /** Spreads a cell's incidents around it, with legs; the first 60 if they are more. */
    async unfold(cell, byKeyboard) {
      const isOpen = this.spread?.cell === cell;
      this.fold();
      if (isOpen) return;
      const { key } = cell;
      try {
        const { features } = await this.source.members(cell.properties.bounds, Math.floor(this.map.getZoom()));
        const own = features.filter(isLocated).filter((feature) => belongs(feature.properties, cell.properties));
        if (this.drawn.get(key) === cell) this.drawSpread(key, cell, own, byKeyboard);
      } catch {
        this.say("These incidents could not be loaded.", "Try again", () => this.unfold(cell, byKeyboard));
      }
    }

    drawSpread(key, cell, features, byKeyboard) {
      const group = L.layerGroup().addTo(this.map);
      const center = this.map.latLngToLayerPoint(cell.marker.getLatLng());
      const shown = features.slice(0, MOST_SPREAD).map((feature) => this.markOf(feature, group));
      let reach = cell.radius;
      for (const [mark, place] of spiral(shown, cell.radius)) {
        reach = Math.max(reach, place.distanceTo([0, 0]) + mark.radius);
        const latlng = this.map.layerPointToLatLng(center.add(place));
        mark.spread = true;
        mark.marker.setLatLng(latlng);
        L.polyline([cell.marker.getLatLng(), latlng], { pane: "mapapp-legs", className: "mapapp-leg", interactive: false }).addTo(group);
      }
      this.spread = { key, cell, group, reach, marks: shown, byKeyboard };
      this.nameAll();
      this.showStates();
      this.tellPlaces();
      const more = cell.properties.count + (cell.properties.aggregates ?? 0) - shown.length;
      if (more > 0) this.say(`${shown.length} are shown, and ${more.toLocaleString("en")} more are in the list.`);
      if (byKeyboard) shown[0]?.marker.getElement().focus();
    }

    fold() {
      if (!this.spread) return;
      const { group, cell, byKeyboard, marks: shown } = this.spread;
      this.spread = null;
      const hadFocus = shown.some(({ marker }) => marker.getElement() === document.activeElement);
      group.remove();
      this.tip.remove();
      this.notice.hidden = true;
      this.showStates();
      this.tellPlaces();
      if (byKeyboard && hadFocus) cell.marker.getElement()?.focus();
    }
  }

  const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

  /** West, south, east, north; past 180 where the view reaches over the date line, the whole world if it holds it. */
  function edges(bounds) {
    const clamp = (latitude) => Math.max(-90, Math.min(90, latitude));
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    const around = east - west >= 360 ? [-180, 180] : [west, east];
    return [around[0], clamp(bounds.getSouth()), around[1], clamp(bounds.getNorth())];
  }

  /** Whether a mark, of an incident or a cell, has no known place in it. */
  const isVague = ({ id, properties }) => (id === null ? marks.isAllVague(properties) : mapapp.isVague(properties));

  /** Whether an incident at a cell's point is in that cell: known and vague places there are apart. */
  function belongs(incident, cell) {
    if (!marks.isAllVague(cell)) return Boolean(cell.vague) || !mapapp.isVague(incident);
    return mapapp.isVague(incident) && mapapp.districtOf(incident) === (cell.somewhere ?? "");
  }

  /** Points around a circle, nearest first, below before above. */
  function around({ x, y, radius }) {
    return [1, 2, 3].flatMap((ring) => [0.5, 0.25, 0.75, 0, 1, 1.75, 1.25, 1.5].map((turn) => {
      const distance = radius + ring * 17;
      return { x: x + distance * Math.cos(turn * Math.PI), y: y + distance * Math.sin(turn * Math.PI) };
    }));
  }

  const FAINTER = [3000, 12_000, 25_000]; // metres; from each on, an area is fainter

  const areaClass = (metres) => `mapapp-disc mapapp-faint-${FAINTER.filter((least) => metres >= least).length}`;

  const disc = (center, radius) => L.circle(center, { radius, pane: "mapapp-discs", interactive: false, className: areaClass(radius) });

  function districtArea(outline) {
    const bounds = L.geoJSON(outline).getBounds();
    const className = `${areaClass(bounds.getSouthWest().distanceTo(bounds.getNorthEast()) / 3)} mapapp-outline`;
    return L.geoJSON(outline, { pane: "mapapp-discs", interactive: false, style: { className } });
  }

  /** What makes two features the same mark: everything that is seen of them. */
  const keyOf = ({ geometry, properties }) => JSON.stringify([geometry.coordinates, properties]);

  /** Places marks around a cell, each beside the one before: pairs of mark and offset in pixels. */
  function spiral(shown, inner) {
    const ring = shown.length <= 8; // few fit on one ring
    const apart = 2 * Math.max(...shown.map(({ radius }) => radius)) + 8;
    let distance = inner + 10 + apart / 2;
    let angle = -Math.PI / 2;
    return shown.map((mark, i) => {
      const place = L.point(distance * Math.cos(angle), distance * Math.sin(angle));
      const step = (mark.radius + (shown[i + 1]?.radius ?? 0) + 12) / distance;
      angle += ring ? (2 * Math.PI) / shown.length : step;
      if (!ring) distance += (apart * step) / (2 * Math.PI);
      return [mark, place];
    });
  }
})();

/** Place names on the base map; `new mapapp.PlaceNames(map)` is made by base_map.js. */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const PAIRED_UNTIL_ZOOM = 12; // closer up, street tiles speak for themselves
  const NEAR_DEGREES = 0.225; // of latitude: 25 km
  const COUNTRIES_UNTIL_ZOOM = 9; // closer up, a country's name would seem to belong to a town

  /**
   * Names of towns and countries, placed anew after each move so that none covers another, and beside the
   * incidents rather than under them. Over street tiles, which have their own, only places with two names.
   */
  mapapp.PlaceNames = class {
    constructor(map) {
      this.map = map;
      this.towns = [];
      this.countries = [];
      this.spans = new WeakMap(); // of rings, in degrees
      this.marks = []; // {latlng, radius, vague} of what the names keep clear of
      this.first = ""; // "" is the order of the data: the holder's name first
      this.onlyPaired = false;
      mapapp.pane(map, "mapapp-names", 500);
      this.pane = map.getPane("mapapp-names");
      this.pane.setAttribute("aria-hidden", "true");
      this.measure = document.createElement("canvas").getContext("2d");
      map.on("moveend", () => this.place());
      map.getContainer().addEventListener("toggle", () => this.place(), true); // a panel opened or closed
      map.on("zoomanim", () => this.pane.replaceChildren());
      map.on("mapapp:marks", ({ marks }) => {
        this.marks = marks;
        this.place();
      });
    }

    hasPairs() {
      return this.towns.some((town) => town.name_az_en && town.name_hy_en);
    }

    /** Places all names for the present view, once per frame however often it is asked for. */
    place() {
      cancelAnimationFrame(this.asked);
      this.asked = requestAnimationFrame(() => this.placeNow());
    }

    placeNow() {
      const view = mapapp.layerView(this.map);
      this.obstacles = this.marks.map(({ latlng, ...mark }) => ({ ...this.map.latLngToLayerPoint(latlng), ...mark }));
      this.taken = this.controls();
      this.named = new Set();
      this.font = getComputedStyle(this.map.getContainer()).fontFamily;
      const shown = this.visibleTowns(view).map((town) => this.townName(town, view)).filter(Boolean);
      const withCountries = !this.onlyPaired && this.map.getZoom() < COUNTRIES_UNTIL_ZOOM;
      const countries = (withCountries ? this.countries : []).map((country) => this.countryName(country, view)).filter(Boolean);
      this.pane.replaceChildren(...countries, ...shown.flat());
    }

    /** Where panels and buttons lie over the map: no name is cut by them. */
    controls() {
      const frame = this.map.getContainer().getBoundingClientRect();
      const corner = (x, y) => this.map.containerPointToLayerPoint([x - frame.left, y - frame.top]);
      return [...this.map.getContainer().querySelectorAll(".leaflet-control")].map((node) => node.getBoundingClientRect())
        .map(({ left, top, right, bottom }) => L.bounds(corner(left, top), corner(right, bottom)));
    }

    /** The name of the town that a place is at or near; "" if there is none within 25 km. */
    near({ lat, lng }) {
      const narrowing = Math.cos((lat * Math.PI) / 180);
      let nearest = null;
      let least = NEAR_DEGREES ** 2;
      for (const town of this.towns) {
        const distance = (town.latitude - lat) ** 2 + ((town.longitude - lng) * narrowing) ** 2;
        if (distance < least) [nearest, least] = [town, distance];
      }
      return nearest ? this.words(nearest) : "";
    }

    visibleTowns(view) {
      const zoom = this.map.getZoom();
      if (this.onlyPaired && (zoom < 7 || zoom >= PAIRED_UNTIL_ZOOM)) return [];
      return this.townsIn(view).filter((town) => !this.onlyPaired || (town.name_az_en && town.name_hy_en))
        .map((town) => ({ ...town, under: this.markOver(town.point) }))
        .sort((one, other) => one.rank - other.rank || Boolean(other.under) - Boolean(one.under)); // where something happened first
    }

    /** The towns that a map of this zoom shows, with their points on the layer. */
    townsIn(view) {
      const zoom = this.map.getZoom();
      const lowestRank = zoom < 4 ? 0 : zoom < 6 ? 1 : zoom < 7 ? 2 : zoom < 9 ? 3 : 4;
      return this.towns.filter((town) => town.rank <= lowestRank)
        .map((town) => ({ ...town, point: this.map.latLngToLayerPoint([+town.latitude, +town.longitude]) }))
        .filter(({ point }) => view.contains(point));
    }

    words(town) {
      return this.paired(town.name_hy_en, town.name_az_en, town.first);
    }

    /**
     * Both names of a town or district of the base map, first the one that is chosen, or else the holder's. Districts
     * with two lie where the Nagorno-Karabakh authorities held the ground when the war began.
     */
    paired(armenian, azerbaijani, holder = "armenian") {
      const names = [armenian, azerbaijani].filter(Boolean);
      return [...new Set((this.first || holder) === "azerbaijani" ? names.reverse() : names)].join(" / ");
    }

    /** A town's dot and name at the first of eight places where the name covers nothing, or null. */
    townName(town, view) {
      const text = this.words(town);
      const size = town.rank <= 1 ? 13 : town.rank <= 2 ? 12 : 11;
      const [width, height] = this.sizeOf(text, `${town.rank <= 2 ? 600 : 500} ${size}px`);
      const { under } = town;
      if (under && this.named.has(under)) return null; // a mark bears one name; the other comes closer up
      const at = under ?? town.point;
      const gap = under ? under.radius + 6 : 6;
      const places = [[at.x + gap, at.y - height / 2], [at.x - gap - width, at.y - height / 2],
        ...[width / 2, gap, width - gap].flatMap((left) => [[at.x - left, at.y - gap - height], [at.x - left, at.y + gap]])];
      const free = places.map(([x, y]) => L.bounds([x, y], [x + width, y + height]))
        .find((box) => view.contains(box) && !this.taken.some((other) => other.overlaps(box)) && !this.coveredMarks(box));
      if (!free) return null;
      this.taken.push(free.pad(0.05));
      this.named.add(under);
      const name = this.text(`mapapp-town mapapp-rank-${Math.min(4, town.rank)}`, text, free.getTopLeft());
      return under ? [name] : [this.text("mapapp-dot", "", town.point), name];
    }

    /** The nearest mark of a known place that covers a point, if any: a vague one does not bear a town's name. */
    markOver(point) {
      let nearest = null;
      for (const mark of this.obstacles) {
        const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
        if (!mark.vague && distance < mark.radius && !(nearest?.distance < distance)) nearest = { mark, distance };
      }
      return nearest?.mark;
    }

    /** How many marks a name would cover. Plain numbers: this runs a million times on a full map. */
    coveredMarks({ min, max }) {
      let covered = 0;
      for (const { x, y, radius } of this.obstacles) {
        if (x + radius > min.x && x - radius < max.x && y + radius > min.y && y - radius < max.y) covered += 1;
      }
      return covered;
    }

    /** A country's name at the roomiest visible spot of it, or null if there is no room. */
    countryName({ properties, geometry }, view) {
      const rings = this.ringsInSight(geometry);
      if (!rings.length) return null;
      const text = String(properties.name ?? "").toUpperCase();
      const [width, height] = this.sizeOf(text, "600 11px", 2.2);
      const spot = this.roomiest(rings, view, width);
      if (!spot) return null;
      const box = L.bounds(spot.subtract([width / 2, height / 2]), spot.add([width / 2, height / 2]));
      const blocked = !view.contains(box) || this.taken.some((other) => other.overlaps(box)) || this.coveredMarks(box);
      if (blocked) return null;
      this.taken.push(box);
      return this.text("mapapp-country", text, box.getTopLeft());
    }

    /** The outer rings of a country of which the map may show a part. */
    ringsInSight(geometry) {
      if (!geometry) return [];
      const sight = this.map.getBounds();
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      return polygons.map(([ring]) => ring).filter((ring) => {
        if (!this.spans.has(ring)) this.spans.set(ring, L.latLngBounds(ring.map(([lng, lat]) => [lat, lng])));
        const span = this.spans.get(ring);
        return span.isValid() && span.intersects(sight);
      });
    }

    /** The point of a country's visible part, out of a coarse grid, that is farthest from its edges. */
    roomiest(rings, view, width) {
      let best = { room: width * 0.3, point: null };
      for (const ring of rings) {
        const points = L.PolyUtil.clipPolygon(ring.map(([lng, lat]) => this.map.latLngToLayerPoint([lat, lng])), view);
        if (points.length < 3) continue;
        const extent = L.bounds(points);
        const { x, y } = extent.getSize();
        for (let i = 0.5; i < 12; i += 1) {
          for (let j = 0.5; j < 8; j += 1) {
            const point = extent.min.add([(x * i) / 12, (y * j) / 8]);
            const room = inside(point, points) ? distanceToEdge(point, points) : 0;
            if (room > best.room) best = { room, point };
          }
        }
      }
      return best.point;
    }

    sizeOf(text, font, spacing = 0) {
      this.measure.font = `${font} ${this.font}`;
      return [this.measure.measureText(text).width + text.length * spacing + 2, 15];
    }

    text(className, words, at) {
      const made = mapapp.element("span", className, words);
      L.DomUtil.setPosition(made, at.round());
      return made;
    }
  };

  /** The view's edges in points of the layer. */
  mapapp.layerView = (map) => L.bounds([[0, 0], map.getSize()].map((corner) => map.containerPointToLayerPoint(corner)));

  function inside(point, ring) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
    }
    return odd;
  }

  function distanceToEdge(point, ring) {
    return Math.min(...ring.map((corner, i) => L.LineUtil.pointToSegmentDistance(point, corner, ring[(i + 1) % ring.length])));
  }
})();

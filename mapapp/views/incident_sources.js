/**
 * Where incidents come from: the app's map route, or features that are all here.
 *
 * Both answer `view(bounds, zoom, signal)`, `members(bounds, zoom, signal)` with the incidents of one cell, and
 * `one(id, zoom, signal)`, each with a FeatureCollection as incident_layer.js describes it.
 * The clustering rule, here and in api/features.py: the world is cut into square cells of 64 px at the integer
 * zoom in Web Mercator. From the fullest on, a cell whose mean lies within 0.7 cells of a neighbour's is joined to
 * it. What is alone is sent as an incident; the others as a cell at their mean. From zoom 9 on, and at one point
 * always, incidents known to their district at best stand apart from the others, by district.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const CELL_PIXELS = 64;
  const NEAREST = 0.7; // cells
  const POINT_MARGIN = 1e-6;
  const TINY = 1e-9;
  const VAGUE = ["3", "4", "5", "6", "7"];
  const IN_DISTRICT = ["3", "4"];
  const FINE_ZOOM = 9;
  const FINER = 3; // zoom levels
  const CLOSEST = 22;

  const written = (bounds) => bounds.map((degree) => +degree.toFixed(7)).join(",");

  mapapp.incidentSource = (source, root) => (source.features ? new InlineSource(source) : new UrlSource(source, root));

  /** Asks the app's map route. */
  class UrlSource {
    constructor({ url, params }, root) {
      this.address = new URL(url, root);
      this.params = params;
    }

    /** Shows only the days [first, last] of what the parameters mean; null: all of them. */
    during(days) {
      this.days = days;
    }

    /** `bounds` may reach over the date line. */
    view(bounds, zoom, signal) {
      return this.ask({ view: written(bounds), zoom }, signal);
    }

    /** What the view has of some days, in smaller cells. */
    onDays(days, bounds, zoom, signal) {
      return this.ask({ datetime: days.join("/"), view: written(bounds), zoom: Math.min(CLOSEST, zoom + FINER) }, signal);
    }

    members(bounds, zoom, signal) {
      const [west, south, east, north] = bounds;
      const around = [west - POINT_MARGIN, south - POINT_MARGIN, east + POINT_MARGIN, north + POINT_MARGIN];
      return this.ask({ view: around.map((degree) => degree.toFixed(7)).join(","), zoom, expand: 1 }, signal);
    }

    /** One incident by its identifier; whatever is filtered just now. */
    one(id, zoom, signal) {
      return this.ask({ incident_id: id, view: "-180,-90,180,90", zoom }, signal, null);
    }

    async ask(more, signal, params = this.params) {
      const query = new URLSearchParams(params ?? "");
      if (this.days && params !== null) query.set("datetime", this.days.join("/"));
      for (const [name, value] of Object.entries(more)) query.set(name, value);
      const answer = await fetch(`${this.address}?${query}`, { signal, headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    }
  }

  /** Clusters features that are all here. */
  class InlineSource {
    constructor({ features }) {
      const all = features.features ?? [];
      this.located = all.filter(isLocated).map((feature) => ({ ...feature, properties: { ...feature.properties, kind: "incident" } }));
      this.numberUnlocated = all.length - this.located.length;
    }

    async view(bounds, zoom) {
      const seen = this.within(bounds);
      const groups = joined(cellsOf(seen, zoom)).flatMap(unmixed);
      return this.answer(groups.map(({ members }) => (members.length === 1 ? members[0] : asCell(members))), seen);
    }

    async members(bounds) {
      return this.answer(this.within(bounds));
    }

    async one(id) {
      return this.answer(this.located.filter(({ properties }) => properties.id === id));
    }

    within([west, south, east, north]) {
      const reach = east - west + 2 * TINY;
      const around = (x) => ((((x - west + TINY) % 360) + 360) % 360) <= reach; // the world goes round
      return this.located.filter(({ geometry: { coordinates: [x, y] } }) => around(x) && y >= south && y <= north);
    }

    answer(features, all = features) {
      const counts = { numberMatched: all.length, numberSummaries: all.filter(isSummary).length, numberUnlocated: this.numberUnlocated };
      return { type: "FeatureCollection", features, ...counts };
    }
  }

  const isSummary = ({ properties }) => properties.aggregate === true;

  /** Whether an incident's place is known only to a district or less (location_precision, UCDP where_prec). */
  const isVague = ({ location_precision: precision }) => VAGUE.includes(String(precision ?? ""));

  /** The district in which an incident of vague place lies, as the data names it; "" for any other. */
  const districtOf = ({ location_precision: precision, admin1 }) =>
    IN_DISTRICT.includes(String(precision ?? "")) && typeof admin1 === "string" ? admin1 : "";

  /** What is kept apart: "" for a known place, else something that names the district. */
  const apart = ({ properties }) => (isVague(properties) ? `in ${districtOf(properties)}` : "");

  const isLocated = ({ geometry }) => geometry?.type === "Point" && geometry.coordinates.slice(0, 2).every(Number.isFinite);

  /** A point in Web Mercator, in cells of the zoom. */
  function inCells({ geometry: { coordinates: [lng, lat] } }, zoom) {
    return L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), zoom).divideBy(CELL_PIXELS);
  }

  const mean = (points) => points.reduce((sum, point) => sum.add(point), L.point(0, 0)).divideBy(points.length);

  /** Sorts features into cells, the fullest first: {x, y, members, points}. */
  function cellsOf(features, zoom) {
    const cells = new Map();
    for (const feature of features) {
      const point = inCells(feature, zoom);
      const { x, y } = point.floor();
      const kept = zoom >= FINE_ZOOM ? apart(feature) : "";
      const key = keyOf(x, y, kept);
      if (!cells.has(key)) cells.set(key, { x, y, kept, members: [], points: [] });
      cells.get(key).members.push(feature);
      cells.get(key).points.push(point);
    }
    const fullestFirst = (one, other) => other.members.length - one.members.length || one.x - other.x || one.y - other.y;
    return [...cells.values()].sort(fullestFirst);
  }

  function joined(cells) {
    const groups = new Map();
    for (const cell of cells) {
      const near = neighbours(cell).map((key) => groups.get(key))
        .find((group) => group && mean(group.points).distanceTo(mean(cell.points)) < NEAREST);
      if (near) join(near, cell);
      else groups.set(keyOf(cell.x, cell.y, cell.kept), cell);
    }
    return [...groups.values()];
  }

  function join(group, { members, points }) {
    group.members = group.members.concat(members);
    group.points = group.points.concat(points);
  }

  const keyOf = (x, y, kept) => `${x},${y},${kept}`;

  function neighbours({ x, y, kept }) {
    return [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => keyOf(x + dx, y + dy, kept)));
  }

  /** Parts a group of one point, which no zooming would, by what is known of the places. */
  function unmixed({ members }) {
    const [[x, y]] = members.map(({ geometry }) => geometry.coordinates);
    if (members.some(({ geometry: { coordinates } }) => coordinates[0] !== x || coordinates[1] !== y)) return [{ members }];
    const parts = new Map();
    for (const member of members) parts.set(apart(member), [...(parts.get(apart(member)) ?? []), member]);
    return [...parts.values()].map((part) => ({ members: part }));
  }

  function asCell(members) {
    const center = mean(members.map((member) => inCells(member, 0)));
    const middle = L.CRS.EPSG3857.pointToLatLng(center.multiplyBy(CELL_PIXELS), 0);
    const around = L.latLngBounds(members.map(({ geometry: { coordinates: [lng, lat] } }) => [lat, lng]));
    const bounds = [around.getWest(), around.getSouth(), around.getEast(), around.getNorth()];
    const byActor = new Map();
    const vague = members.filter(({ properties }) => isVague(properties));
    const somewhere = members.every((member) => apart(member) === apart(members[0])) ? districtOf(members[0].properties) : "";
    const samePoint = bounds[0] === bounds[2] && bounds[1] === bounds[3];
    const radii = members.map(({ properties: { uncertainty_m: radius } }) => radius).filter(Number.isFinite);
    const single = members.filter((member) => !isSummary(member));
    for (const { properties: { actor } } of single) byActor.set(actor ?? "", (byActor.get(actor ?? "") ?? 0) + 1);
    return {
      type: "Feature",
      geometry: { type: "Point", coordinates: [middle.lng, middle.lat] },
      properties: {
        kind: "cell", count: single.length, aggregates: members.length - single.length, by_actor: Object.fromEntries(byActor), bounds,
        same_point: samePoint, killed: "",
        vague: vague.length, somewhere, uncertainty_m: (somewhere || samePoint) && radii.length ? Math.max(...radii) : null,
      },
    };
  }

  mapapp.isLocated = isLocated;
  mapapp.isVague = isVague;
  mapapp.districtOf = districtOf;
})();

/**
 * Where incidents come from: the app's map route, or features that are all here.
 *
 * Both answer `view(bounds, zoom, signal)`, `members(bounds, zoom, signal)` with the incidents of one cell, and
 * `one(id, zoom, signal)`, each with a FeatureCollection as incident_layer.js describes it.
 * The clustering rule, here and on the server: the world is cut into square cells of 64 px at the integer zoom in
 * Web Mercator; a cell stands at the mean of its incidents; a cell with one incident is sent as that incident.
 * A cell counts single incidents; an aggregate row (a sum, a period) counts only where it is alone.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const CELL_PIXELS = 64;
  const POINT_MARGIN = 1e-6;

  mapapp.incidentSource = (source, root) => (source.features ? new InlineSource(source) : new UrlSource(source, root));

  /** Asks the app's map route. */
  class UrlSource {
    constructor({ url, params }, root) {
      this.address = new URL(url, root);
      this.params = params;
    }

    view(bounds, zoom, signal) {
      return this.ask({ view: bounds.map((degree) => +degree.toFixed(7)).join(","), zoom }, signal);
    }

    members(bounds, zoom, signal) {
      const [west, south, east, north] = bounds;
      const around = [west - POINT_MARGIN, south - POINT_MARGIN, east + POINT_MARGIN, north + POINT_MARGIN];
      return this.ask({ view: around.map((degree) => degree.toFixed(7)).join(","), zoom, expand: 1 }, signal);
    }

    /** One incident by its identifier; whatever is filtered just now. */
    one(id, zoom, signal) {
      return this.ask({ incident_id: id, view: "-180,-90,180,90", zoom }, signal, "");
    }

    async ask(more, signal, params = this.params) {
      const query = [params, new URLSearchParams(more)].filter(String).join("&");
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
      this.totals = { numberMatched: all.length, numberUnlocated: all.length - this.located.length };
    }

    async view(bounds, zoom) {
      const cells = new Map();
      for (const feature of this.within(bounds)) {
        const key = cellOf(feature, zoom);
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(feature);
      }
      return this.answer([...cells.values()].map((members) => (members.length === 1 ? members[0] : asCell(members))));
    }

    async members(bounds) {
      return this.answer(this.within(bounds));
    }

    async one(id) {
      return this.answer(this.located.filter(({ properties }) => properties.id === id));
    }

    within([west, south, east, north]) {
      return this.located.filter(({ geometry: { coordinates: [x, y] } }) => x >= west && x <= east && y >= south && y <= north);
    }

    answer(features) {
      return { type: "FeatureCollection", features, ...this.totals };
    }
  }

  const isLocated = ({ geometry }) => geometry?.type === "Point" && geometry.coordinates.slice(0, 2).every(Number.isFinite);

  function worldPixel([lng, lat], zoom) {
    return L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), Math.floor(zoom));
  }

  function cellOf({ geometry }, zoom) {
    return worldPixel(geometry.coordinates, zoom).divideBy(CELL_PIXELS).floor().toString();
  }

  function asCell(members) {
    const points = members.map(({ geometry }) => worldPixel(geometry.coordinates, 0));
    const mean = L.CRS.EPSG3857.pointToLatLng(points.reduce((sum, point) => sum.add(point)).divideBy(points.length), 0);
    const [lngs, lats] = [0, 1].map((axis) => members.map(({ geometry }) => geometry.coordinates[axis]));
    const bounds = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
    const byActor = new Map();
    const singles = members.filter(({ properties }) => !properties.aggregate);
    const counted = singles.length ? singles : members;
    for (const { properties } of counted) byActor.set(properties.actor ?? "", (byActor.get(properties.actor ?? "") ?? 0) + 1);
    return {
      type: "Feature",
      geometry: { type: "Point", coordinates: [mean.lng, mean.lat] },
      properties: {
        kind: "cell", count: counted.length, by_actor: Object.fromEntries(byActor), bounds,
        same_point: bounds[0] === bounds[2] && bounds[1] === bounds[3], killed: "",
      },
    };
  }

  mapapp.isLocated = isLocated;
})();

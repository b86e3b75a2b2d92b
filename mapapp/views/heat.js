/**
 * Where many incidents were reported: one hue on a canvas under the marks. `new mapapp.Heat()` is a Leaflet layer.
 *
 * `show(features)` takes what the incident layer drew for the view; each feature counts as many incidents as it
 * holds, without summary entries. What is known only to its district glows wider and fainter.
 * n incidents in one place are as strong as n of one incident over each other; the fullest place sets the scale.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const RADIUS = 50; // px
  const WIDER = 2.2; // times, of what is known only to its district
  const FULLEST = 0.85; // how opaque the fullest place is
  const SINGLE = 0.3; // how opaque one incident is at most

  mapapp.Heat = L.Layer.extend({
    spots: [],

    show(features) {
      this.spots = features.map(spotOf).filter(({ n }) => n > 0);
      this.draw();
    },

    onAdd(map) {
      mapapp.pane(map, "mapapp-heat", 430);
      this.canvas = mapapp.element("canvas", "mapapp-heat leaflet-zoom-animated");
      this.canvas.setAttribute("aria-hidden", "true");
      map.getPane("mapapp-heat").append(this.canvas);
      this.scheme = matchMedia("(prefers-color-scheme: dark)");
      this.repaint = () => this.draw();
      this.scheme.addEventListener("change", this.repaint);
      this.draw();
    },

    onRemove() {
      this.scheme.removeEventListener("change", this.repaint);
      this.canvas.remove();
    },

    getEvents() {
      return { moveend: this.draw, zoomanim: this.follow };
    },

    /** Stretches the old picture along with the zoom; after it, the new one is drawn. */
    follow({ zoom, center }) {
      const at = this._map._latLngToNewLayerPoint(this.corner, zoom, center);
      L.DomUtil.setTransform(this.canvas, at, this._map.getZoomScale(zoom, this.zoom));
    },

    draw() {
      const { _map: map, canvas } = this;
      if (!map) return;
      const size = map.getSize();
      const sharpness = Math.min(2, devicePixelRatio || 1);
      this.zoom = map.getZoom();
      this.corner = map.containerPointToLatLng([0, 0]);
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      Object.assign(canvas, { width: size.x * sharpness, height: size.y * sharpness });
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      const pen = canvas.getContext("2d");
      pen.scale(sharpness, sharpness);
      const hue = getComputedStyle(map.getContainer()).getPropertyValue("--heat").trim();
      const fullest = this.spots.reduce((most, { n }) => Math.max(most, n), 1);
      const single = Math.min(SINGLE, 1 - (1 - FULLEST) ** (1 / fullest));
      for (const { latlng, n, wide } of this.spots) {
        const radius = RADIUS * (wide ? WIDER : 1);
        const { x, y } = map.latLngToContainerPoint(latlng);
        if (x < -radius || y < -radius || x > size.x + radius || y > size.y + radius) continue;
        const glow = pen.createRadialGradient(x, y, 0, x, y, radius);
        const strength = (1 - (1 - single) ** n) / (wide ? WIDER : 1);
        for (const [at, share] of [[0, 1], [0.35, 0.62], [0.7, 0.16], [1, 0]]) glow.addColorStop(at, withAlpha(hue, strength * share));
        pen.fillStyle = glow;
        pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      }
    },
  });

  function spotOf({ geometry: { coordinates: [lng, lat] }, properties }) {
    const isCell = properties.kind === "cell";
    const n = isCell ? properties.count : properties.aggregate ? 0 : 1;
    return { latlng: [lat, lng], n, wide: isCell ? mapapp.marks.isAllVague(properties) : mapapp.isVague(properties) };
  }

  /** A colour of six hexadecimal digits with an opacity from 0 to 1. */
  const withAlpha = (colour, alpha) => colour + Math.round(255 * alpha).toString(16).padStart(2, "0");
})();

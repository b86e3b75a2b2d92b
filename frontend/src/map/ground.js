/** Where marks are visible: the map without what covers it. */

const NO_ROOM = 12; // px, between the map's edge and what covers it
const OVER_THE_MAP = [
  ".leaflet-bar",
  ".mapapp-panel > summary",
  ".leaflet-control-scale",
  ".leaflet-control-attribution",
  ".mapapp-beyond",
].join();

/**
 * What is visible of a map, and where buttons and words cover it, in the pixels of its layers.
 * @param {import("leaflet").Map} map
 * @returns {import("./apart.js").Ground}
 */
export function groundOf(map) {
  const ground = map.getContainer();
  const { left, top, width, height } = ground.getBoundingClientRect();
  const { x, y } = map.containerPointToLayerPoint([0, 0]);
  const boxes = [...ground.querySelectorAll(OVER_THE_MAP)].map((node) => node.getBoundingClientRect());
  const start = (/** @type {number} */ at) => (at < NO_ROOM ? 0 : at);
  const end = (/** @type {number} */ at, /** @type {number} */ edge) => (at > edge - NO_ROOM ? edge : at);
  return {
    map: { left: x, top: y, right: x + width, bottom: y + height },
    covered: boxes
      .filter((box) => box.width > 0)
      .map((box) => ({
        left: x + start(box.left - left),
        top: y + start(box.top - top),
        right: x + end(box.right - left, width),
        bottom: y + end(box.bottom - top, height),
      })),
  };
}

/** In a page, one finger on the map scrolls the page, and two move and zoom the map; a hint says so. */

import { term } from "../common/terms.js";
import { Hint } from "./hint.js";

/** @param {import("./base_map.js").BaseMap} base */
export function leaveOneFingerToPage({ map, ground, fullScreen }) {
  const hint = new Hint(ground, term("map-two-fingers"));
  const isPage = (/** @type {PointerEvent} */ { pointerType }) =>
    pointerType === "touch" && !fullScreen.isOn();
  const choose = (/** @type {PointerEvent} */ event) => {
    if (ground.classList.contains("mapapp-drawing")) return;
    if (isPage(event)) map.dragging.disable();
    else map.dragging.enable();
    ground.classList.toggle("mapapp-one-finger", isPage(event));
  };
  const showHint = (/** @type {TouchEvent} */ { touches }) => {
    const isDrawing = ground.classList.contains("mapapp-drawing");
    if (touches.length === 1 && !isDrawing && !map.dragging.enabled()) hint.show();
    else hint.hide();
  };
  ground.addEventListener("pointerdown", choose, { capture: true });
  ground.addEventListener("touchmove", showHint, { capture: true, passive: true });
}

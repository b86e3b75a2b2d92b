/**
 * Tells the page that embeds this one how high it would like to be: what surrounds the map, and a map in good proportion to
 * its width. It does not depend on the height that it has, so a host that follows is told nothing new.
 */

import { component } from "../common/component.js";
import { groundOfMap } from "../common/streamlit_private.js";

const PROPORTION = 0.6; // height to width
const LOWEST = 240; // px
const HIGHEST = 640;

/** @param {number} width */
const goodHeight = (width) => Math.min(HIGHEST, Math.max(LOWEST, width * PROPORTION));

export default component(() => {
  const resized = new ResizeObserver(tell);
  let told = 0;

  function tell() {
    const ground = groundOfMap();
    if (!ground?.clientHeight) return;
    resized.observe(ground);
    const height = Math.ceil(innerHeight - ground.clientHeight + goodHeight(ground.clientWidth));
    if (height === told || parent === window) return;
    told = height;
    parent.postMessage({ type: "mapapp:height", height }, "*"); // any site may embed the page, and learns no more than this
  }

  return {
    show: tell,
    start(leaving) {
      window.addEventListener("mapapp:view", tell, { signal: leaving });
      window.addEventListener("resize", tell, { signal: leaving });
      leaving.addEventListener("abort", () => resized.disconnect());
    },
  };
});

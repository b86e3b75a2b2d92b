/**
 * Sends the page that embeds this one its preferred height: what surrounds the map, and a map in good proportion to its
 * width. That does not depend on the current height, so a host that adopts it gets no further message.
 */

import { component } from "../common/component.js";
import { groundOfMap } from "../common/streamlit_private.js";

const PROPORTION = 0.6; // height to width
const LOWEST = 240; // px
const HIGHEST = 640;

/** @param {number} width */
const goodHeight = (width) => Math.min(HIGHEST, Math.max(LOWEST, width * PROPORTION));

export default component(() => {
  const resized = new ResizeObserver(send);
  let sentHeight = 0;

  function send() {
    const ground = groundOfMap();
    if (!ground?.clientHeight) return;
    resized.observe(ground);
    const height = Math.ceil(innerHeight - ground.clientHeight + goodHeight(ground.clientWidth));
    if (height === sentHeight || parent === window) return;
    sentHeight = height;
    parent.postMessage({ type: "mapapp:height", height }, "*"); // any site may embed the page, and learns no more than this
  }

  return {
    show: send,
    start(leaving) {
      window.addEventListener("mapapp:view", send, { signal: leaving });
      window.addEventListener("resize", send, { signal: leaving });
      leaving.addEventListener("abort", () => resized.disconnect());
    },
  };
});

/**
 * Keeps the state of the data in the page's URL: `data=`, the start of the fingerprint.
 *
 * A link that was made with another state keeps it until Python writes the URL again; only a state that this page has
 * shown itself is replaced. Writing adds no entry to the history and causes no run of the script. It also names the feed
 * of corrections in the document's head.
 */

import { component } from "../common/component.js";
import { element } from "../common/dom.js";

const NAME = "data=";

/** @type {Set<string>} */
const shownStates = new Set();
let state = "";

export default component(() => ({
  /** @param {AbortSignal} signal */
  start(signal) {
    globalThis.navigation?.addEventListener("currententrychange", write, { signal });
  },

  /** @param {ComponentArguments<{state: string, feed: string}>} argument */
  show({ data }) {
    state = data.state;
    shownStates.add(state);
    nameFeed(data.feed);
    write();
  },
}));

function write() {
  const { pathname, search, hash } = location;
  const parts = search.slice(1).split("&").filter(Boolean);
  const current = parts.find((part) => part.startsWith(NAME));
  if (current && (current === NAME + state || !shownStates.has(current.slice(NAME.length)))) return;
  const others = parts.filter((part) => part !== current && !part.startsWith("map="));
  const position = parts.filter((part) => part.startsWith("map="));
  const query = [...others, NAME + state, ...position].join("&");
  history.replaceState(history.state, "", `${pathname}?${query}${hash}`);
}

/** @param {string} href */
function nameFeed(href) {
  if (document.head.querySelector(`link[type="application/atom+xml"]`)) return;
  const attributes = { rel: "alternate", type: "application/atom+xml", title: "Corrections", href };
  document.head.append(Object.assign(element("link"), attributes));
}

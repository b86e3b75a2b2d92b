/**
 * Keeps in the page's address with which state of the data it is shown: `data=`, the start of the fingerprint.
 *
 * A link that was made with another state keeps it until Python writes the address anew; only a state that this page has
 * shown itself is replaced. Written without a new entry in the history and without a run of the script. It also names
 * the feed of corrections in the document's head.
 */

import { component } from "../common/component.js";
import { element } from "../common/dom.js";

const NAME = "data=";

/** @type {Set<string>} */
const known = new Set();
let state = "";

export default component(() => ({
  /** @param {AbortSignal} signal */
  start(signal) {
    globalThis.navigation?.addEventListener("currententrychange", write, { signal });
  },

  /** @param {ComponentArguments<{state: string, feed: string}>} argument */
  show({ data }) {
    state = data.state;
    known.add(state);
    nameFeed(data.feed);
    write();
  },
}));

function write() {
  const { pathname, search, hash } = location;
  const parts = search.slice(1).split("&").filter(Boolean);
  const given = parts.find((part) => part.startsWith(NAME));
  if (given && (given === NAME + state || !known.has(given.slice(NAME.length)))) return;
  const others = parts.filter((part) => part !== given && !part.startsWith("map="));
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

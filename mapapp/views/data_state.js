/**
 * Keeps in the page's address with which state of the data it is shown: `data=`, the start of the fingerprint.
 *
 * Data from Python: {state, feed}. A link that was made with another state keeps it until Python writes the
 * address anew; only a state that this page has shown itself is replaced. Written without a new entry in the
 * history and without a run of the script. It also names the feed of corrections in the document's head.
 */

const NAME = "data=";
const known = new Set();
let state = "";

export default function ({ data }) {
  state = data.state;
  known.add(state);
  nameFeed(data.feed);
  write();
  const page = globalThis.navigation;
  page?.addEventListener("currententrychange", write);
  return () => page?.removeEventListener("currententrychange", write);
}

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

function nameFeed(href) {
  if (document.head.querySelector(`link[type="application/atom+xml"]`)) return;
  const link = document.createElement("link");
  Object.assign(link, { rel: "alternate", type: "application/atom+xml", title: "Corrections", href });
  document.head.append(link);
}

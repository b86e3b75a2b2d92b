/**
 * Brings a dossier that was opened to its reader: into view, to the ear and, if it was opened by keyboard, under the
 * focus. Closed by keyboard, by Escape too, it gives the focus back to where it was opened.
 *
 * Data from Python: {id, title} of the dossier that is shown; null if none is.
 */

const DRAWN = 5000; // ms until what is asked for must be there
const SETTLED = 1500; // ms in which the page still moves its parts
const ACTS = ["pointerdown", "wheel", "touchstart", "keydown"];

let shown; // undefined until the page is drawn first
let opener = null;
let byKeys = false;

addEventListener("pointerdown", () => (byKeys = false), true);
addEventListener("keydown", () => (byKeys = true), true);
addEventListener("keydown", ({ key, target }) => {
  if (key === "Escape" && target.closest?.(".st-key-dossier")) document.querySelector(".st-key-back button").click();
});

export default function ({ data: { id, title }, parentElement }) {
  if (id === shown) return;
  const before = shown;
  shown = id;
  parentElement.querySelector(".arrival").textContent = id === null ? "" : `Dossier: ${title}`;
  if (id !== null) open(id, before);
  else if (before && byKeys) giveBack(before);
}

async function open(id, before) {
  const dossier = await drawn(() => document.querySelector(`article.dossier[data-id="${CSS.escape(id)}"]`));
  if (!dossier || shown !== id || document.fullscreenElement) return;
  keepInView(dossier);
  if (before === undefined) return;
  const active = focused();
  if (!before) opener = null;
  if (active !== document.body && !active.closest(".st-key-dossier")) opener = way(active);
  const isInFrame = active.ownerDocument !== document;
  if (isInFrame ? active.matches(":focus-visible") : byKeys) dossier.querySelector("h2").focus({ preventScroll: true });
}

async function giveBack(id) {
  const target = await drawn(() => opener?.() ?? listEntry(id));
  (target ?? document.querySelector("#incidents")).focus();
}

/** What has the focus, in whatever frame or shadow it is. */
function focused() {
  let node = document.activeElement;
  for (let inner = node; inner; inner = node.contentDocument?.activeElement ?? node.shadowRoot?.activeElement) node = inner;
  return node;
}

/** How to find an element again, although what holds it was drawn anew. */
function way(node) {
  const root = node.getRootNode();
  const { key } = node.dataset;
  return () => (node.isConnected ? node : key && root.querySelector(`[data-key="${CSS.escape(key)}"]`)) || null;
}

function listEntry(id) {
  const list = [...document.querySelectorAll(".st-key-list *")].find((node) => node.shadowRoot)?.shadowRoot;
  return list?.querySelector(`button[data-id="${CSS.escape(id)}"]`);
}

/** Brings a dossier into view until the page has settled or its reader does something. */
function keepInView(dossier) {
  const until = performance.now() + SETTLED;
  const acting = new AbortController();
  for (const type of ACTS) addEventListener(type, () => acting.abort(), { capture: true, passive: true, signal: acting.signal });
  const look = () => {
    if (performance.now() > until) acting.abort();
    if (acting.signal.aborted) return;
    const { top } = dossier.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) dossier.scrollIntoView({ behavior: "instant" });
    requestAnimationFrame(look);
  };
  look();
}

/** Waits until something is drawn; null if it does not come. */
function drawn(find) {
  const until = performance.now() + DRAWN;
  return new Promise((resolve) => {
    const look = () => {
      const found = find();
      if (found || performance.now() > until) resolve(found ?? null);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/**
 * Brings an opened dossier to the reader: scrolls it into view, announces it to screen readers and, if it was opened by
 * keyboard, moves the focus to it. Closed by keyboard, by Escape too, it returns the focus to where it was opened.
 */

import { part } from "../common/dom.js";

const DRAWN = 20_000; // ms until what was requested must be there
const SETTLED = 1500; // ms after which a page in which nothing has moved is considered at rest
const ACTS = ["pointerdown", "wheel", "touchstart", "keydown"];

/** @type {string | null | undefined} The dossier that is shown; undefined until the page is first drawn. */
let shown;

/** @type {(() => HTMLElement | null) | null} */
let opener = null;
let byKeys = false;

const notByKeys = () => {
  byKeys = false;
};
addEventListener("pointerdown", notByKeys, true);
addEventListener(
  "keydown",
  ({ key, target }) => {
    byKeys = true;
    if (key !== "Escape" || !(target instanceof Element) || !target.closest(".st-key-dossier")) return;
    part(document, ".st-key-back button").click();
  },
  true,
);

/** @param {ComponentArguments<{id: string | null, words: string}>} argument The dossier that is shown, if any, and its announcement. */
export default function ({ data: { id, words }, parentElement }) {
  if (id === shown) return;
  const before = shown;
  shown = id;
  part(parentElement, ".arrival").textContent = words;
  if (id !== null) open(id, before);
  else if (before && byKeys) restoreFocus(before);
}

/**
 * @param {string} id
 * @param {string | null | undefined} before
 */
async function open(id, before) {
  const selector = `article.dossier[data-id="${CSS.escape(id)}"]`;
  const dossier = await drawn(() => /** @type {HTMLElement | null} */ (document.querySelector(selector)));
  if (!dossier || shown !== id || document.fullscreenElement) return;
  keepInView(linkedPart(dossier) ?? dossier);
  if (before === undefined) return;
  const active = focused();
  if (!before) opener = null;
  if (active !== document.body && !active.closest(".st-key-dossier")) opener = wayTo(active);
  const isInFrame = active.ownerDocument !== document;
  const isByKeys = isInFrame ? active.matches(":focus-visible") : byKeys;
  if (isByKeys) part(dossier, "h2").focus({ preventScroll: true });
}

/**
 * The part of a dossier that the URL names; null if it names none.
 * @param {HTMLElement} dossier
 * @returns {HTMLElement | null}
 */
function linkedPart(dossier) {
  /** @type {NodeListOf<HTMLElement>} */
  const parts = dossier.querySelectorAll("[id]");
  return [...parts].find(({ id }) => `#${encodeURIComponent(id)}` === location.hash) ?? null;
}

/**
 * Restores the focus, and again if the element that had it is redrawn.
 * @param {string} id
 */
async function restoreFocus(id) {
  const target = () => opener?.() ?? listEntry(id);
  const focus = () => (target() ?? part(document, "#incidents")).focus();
  await drawn(target);
  focus();
  untilSettled(() => {
    if (focused().tagName === "BODY") focus();
    return focused();
  });
}

/** The element with the focus, in any frame or shadow tree. */
function focused() {
  let node = document.activeElement ?? document.body;
  for (;;) {
    const frame = /** @type {HTMLIFrameElement} */ (node).contentDocument;
    const inner = frame?.activeElement ?? node.shadowRoot?.activeElement;
    if (!inner) return /** @type {HTMLElement} */ (node);
    node = inner;
  }
}

/**
 * How to find an element again although its container was redrawn.
 * @param {HTMLElement} node
 * @returns {() => HTMLElement | null}
 */
function wayTo(node) {
  const root = /** @type {Document | ShadowRoot} */ (node.getRootNode());
  const { key } = node.dataset;
  const again = () => (key ? root.querySelector(`[data-key="${CSS.escape(key)}"]`) : null);
  return () =>
    /** @type {HTMLElement | undefined} */ ([node, again()].find((candidate) => candidate?.isConnected)) ??
    null;
}

/**
 * @param {string} id
 * @returns {HTMLElement | null}
 */
function listEntry(id) {
  const list = [...document.querySelectorAll(".st-key-list *")].find((node) => node.shadowRoot)?.shadowRoot;
  return list?.querySelector(`a[data-id="${CSS.escape(id)}"]`) ?? null;
}

/** @param {HTMLElement} dossier */
function keepInView(dossier) {
  untilSettled(() => {
    const { top } = dossier.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) dossier.scrollIntoView({ behavior: "instant" });
    return top;
  });
}

/**
 * Calls a function before every frame until its result has stayed the same for a while, or the reader acts.
 * @param {() => unknown} act
 */
function untilSettled(act) {
  let until = performance.now() + SETTLED;
  /** @type {unknown} */
  let before;
  const reader = new AbortController();
  const options = { capture: true, passive: true, signal: reader.signal };
  for (const type of ACTS) addEventListener(type, () => reader.abort(), options);
  const look = () => {
    if (performance.now() > until) reader.abort();
    if (reader.signal.aborted) return;
    const now = act();
    if (now !== before) until = performance.now() + SETTLED;
    before = now;
    requestAnimationFrame(look);
  };
  look();
}

/**
 * Waits until an element is drawn; null if it never is.
 * @template Found
 * @param {() => Found | null} find
 * @returns {Promise<Found | null>}
 */
function drawn(find) {
  const until = performance.now() + DRAWN;
  return new Promise((resolve) => {
    const look = () => {
      const node = find();
      if (node || performance.now() > until) resolve(node);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Events on the page's window, on which the map's frame and the page's views hear each other; and its address. */

/**
 * @template {keyof PageEvents} Type
 * @param {PageWindow} page
 * @param {Type} type
 * @param {PageEvents[Type]} detail
 */
export function tell(page, type, detail) {
  page.dispatchEvent(new page.CustomEvent(type, { detail }));
}

/**
 * @template {keyof PageEvents} Type
 * @param {PageWindow} page
 * @param {Type} type
 * @param {(detail: PageEvents[Type] | null | undefined) => void} hear
 * @param {AbortSignal} signal
 */
export function listen(page, type, hear, signal) {
  const heard = (/** @type {Event} */ event) => hear(/** @type {CustomEvent} */ (event).detail);
  page.addEventListener(type, heard, { signal });
}

/**
 * Tells what is pointed at while the pointer or the focus is on a node.
 * @param {HTMLElement} node
 * @param {Pointed} pointed
 */
export function tellWhenPointedAt(node, pointed) {
  for (const type of ["mouseenter", "focusin"])
    node.addEventListener(type, () => tell(window, "mapapp:hover", pointed));
  for (const type of ["mouseleave", "focusout"])
    node.addEventListener(type, () => tell(window, "mapapp:hover", {}));
}

/** The path of the app's root, which the page's own path is. */
export function appRoot() {
  const path = location.pathname;
  return path.endsWith("/") ? path : `${path}/`;
}

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the reader wants nothing to move. */
export const isStill = () => reducedMotion.matches;

/** @param {() => void} changed */
export const onStillness = (changed) => reducedMotion.addEventListener("change", changed);

/**
 * Runs an action once after all that happens just now, however often it is asked for.
 * @param {() => void} action
 */
export function onceForAll(action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      action();
    });
  };
}

/** Kept once what is drawn just now has been painted. @returns {Promise<void>} */
export const painted = () => new Promise((done) => oncePainted(done)());

/**
 * Runs an action once after what is drawn just now has been painted, however often it is asked for.
 * @param {() => void} action
 */
export function oncePainted(action) {
  let waiting = false;
  const act = () => {
    waiting = false;
    action();
  };
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));
  };
}

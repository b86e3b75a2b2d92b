/** Events on the page's window, by which the map's frame and the page's views communicate; and the app's root. */

/**
 * @template {keyof PageEvents} Type
 * @param {PageWindow} page
 * @param {Type} type
 * @param {PageEvents[Type]} detail
 */
export function emit(page, type, detail) {
  page.dispatchEvent(new page.CustomEvent(type, { detail }));
}

/**
 * @template {keyof PageEvents} Type
 * @param {PageWindow} page
 * @param {Type} type
 * @param {(detail: PageEvents[Type] | null | undefined) => void} handle
 * @param {AbortSignal} signal
 */
export function listen(page, type, handle, signal) {
  const onEvent = (/** @type {Event} */ event) => handle(/** @type {CustomEvent} */ (event).detail);
  page.addEventListener(type, onEvent, { signal });
}

/**
 * Announces what is pointed at while the pointer or the focus is on a node.
 * @param {HTMLElement} node
 * @param {Pointed} pointed
 */
export function emitWhenPointedAt(node, pointed) {
  for (const type of ["mouseenter", "focusin"])
    node.addEventListener(type, () => emit(window, "mapapp:hover", pointed));
  for (const type of ["mouseleave", "focusout"])
    node.addEventListener(type, () => emit(window, "mapapp:hover", {}));
}

/** The path of the app's root, which the page's own path is. */
export function appRoot() {
  const path = location.pathname;
  return path.endsWith("/") ? path : `${path}/`;
}

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the reader prefers reduced motion. */
export const isStill = () => reducedMotion.matches;

/** @param {() => void} changed */
export const onStillness = (changed) => reducedMotion.addEventListener("change", changed);

/**
 * Runs an action once after the current task, however often it is called.
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

/** Resolved once what is being drawn has been painted. @returns {Promise<void>} */
export const painted = () => new Promise((resolve) => oncePainted(resolve)());

/**
 * Runs an action once after what is being drawn has been painted, however often it is called.
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

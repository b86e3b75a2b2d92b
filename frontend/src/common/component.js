/** Components of Streamlit's second generation: a view for each place on the page, notified of every change. */

/**
 * @template Data
 * @typedef {object} View
 * @property {(argument: ComponentArguments<Data>) => void} show Shows new data.
 * @property {(leaving: AbortSignal) => void} start Starts listening, until the view leaves the page.
 */

/**
 * Makes the function that Streamlit calls on every change; it returns the function that cleans up. If data arrive while
 * a call is still running, Streamlit cleans up the older call after the newer one: only the newest may do so.
 * @template Data
 * @param {(parent: HTMLElement) => View<Data>} make
 */
export function component(make) {
  /** @typedef {{view: View<Data>, leaving: AbortController | null, newest: ComponentArguments<Data> | null}} Mounted */
  /** @type {WeakMap<HTMLElement, Mounted>} */
  const mounted = new WeakMap();
  /** @param {ComponentArguments<Data>} argument */
  return (argument) => {
    const { parentElement } = argument;
    const own = mounted.get(parentElement) ?? { view: make(parentElement), leaving: null, newest: null };
    mounted.set(parentElement, own);
    if (!own.leaving) {
      own.leaving = new AbortController();
      own.view.start(own.leaving.signal);
    }
    own.view.show(argument);
    own.newest = argument;
    return () => {
      if (own.newest !== argument) return;
      own.leaving?.abort();
      own.leaving = null;
    };
  };
}

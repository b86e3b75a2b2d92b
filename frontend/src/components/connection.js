/** Says that the server is away, while it is; the page stays as it was and Streamlit connects again by itself. */

import { part } from "../common/dom.js";
import { closeDialogsOfLostServer, isServerAway, onConnectionChange } from "../common/streamlit_private.js";

const LASTING = 1000; // ms; a shorter loss is not worth a word

let stop = () => {};

/** @param {ComponentArguments<null>} argument */
export default function ({ parentElement }) {
  stop();
  const line = part(parentElement, ".connection");
  const say = () => {
    line.textContent = (isServerAway() && line.dataset.lost) || "";
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const watch = onConnectionChange(() => {
    clearTimeout(waiting);
    waiting = setTimeout(say, isServerAway() ? LASTING : 0);
  });
  const dialogs = closeDialogsOfLostServer();
  stop = () => {
    clearTimeout(waiting);
    watch.disconnect();
    dialogs.disconnect();
  };
  return stop;
}

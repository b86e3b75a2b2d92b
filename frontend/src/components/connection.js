/**
 * Reports while the server is away, or still at work; the page stays as it was. Streamlit reconnects by itself.
 */

import { part } from "../common/dom.js";
import {
  closeDialogsOfLostServer,
  isServerAtWork,
  isServerAway,
  onServerChange,
} from "../common/streamlit_private.js";

const LASTING = 1000; // ms; a shorter loss is not worth a word
const LATE = 2000; // ms

let stop = () => {};

/** @param {ComponentArguments<null>} argument */
export default function ({ parentElement }) {
  stop();
  const line = part(parentElement, ".connection");
  const say = () => {
    const { lost = "", asking = "" } = line.dataset;
    line.textContent = isServerAway() ? lost : isServerAtWork() ? asking : "";
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, isServerAway() ? LASTING : isServerAtWork() ? LATE : 0);
  };
  changed();
  const watch = onServerChange(changed);
  const dialogs = closeDialogsOfLostServer();
  stop = () => {
    clearTimeout(waiting);
    watch.disconnect();
    dialogs.disconnect();
  };
  return stop;
}

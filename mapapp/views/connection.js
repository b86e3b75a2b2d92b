/**
 * Says that the server is away, while it is; the page stays as it was and Streamlit connects again by itself.
 *
 * Streamlit's own dialog speaks to developers and takes the page away from the reader: it is hidden (page.css)
 * and closed, which gives the page back.
 */

const AWAY = new Set(["PINGING_SERVER", "CONNECTING"]);
const STATE = "data-test-connection-state";
const LASTING = 1000; // ms; a shorter loss is not worth a word
const LOST = "Connection lost. The page comes back by itself.";

let stop = () => {};

export default function ({ parentElement }) {
  stop();
  const line = parentElement.querySelector(".connection");
  const app = document.querySelector(`[${STATE}]`);
  const isAway = () => AWAY.has(app.getAttribute(STATE));
  const say = () => (line.textContent = isAway() ? LOST : "");
  let waiting;
  const watch = new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(say, isAway() ? LASTING : 0);
  });
  const close = () => isAway() && document.querySelector("[data-testid=stDialog] button")?.click();
  const dialogs = new MutationObserver(close);
  watch.observe(app, { attributeFilter: [STATE] });
  dialogs.observe(document.body, { childList: true });
  stop = () => {
    clearTimeout(waiting);
    watch.disconnect();
    dialogs.disconnect();
  };
  return stop;
}

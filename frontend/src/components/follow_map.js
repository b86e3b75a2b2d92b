/** A switch: the page shows only what the map shows. While it is on, Python is sent the map's moves. */

import { component } from "../common/component.js";
import { part } from "../common/dom.js";
import { listen } from "../common/page.js";

const SEND_AFTER = 400; // ms without a further move

export default component((parent) => new FollowMap(part(parent, ".follow-map")));

class FollowMap {
  /** @type {(area: {bounds: Bounds | null}) => void} */
  #send = () => {};

  /** The bounds that were sent last, as text. */
  #sent = "";

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.field = /** @type {HTMLInputElement} */ (part(root, "input"));
    this.field.addEventListener("change", () => this.#sendBounds());
  }

  /** @param {AbortSignal} leaving */
  start(leaving) {
    listen(window, "mapapp:view", () => this.#follow(), leaving);
    leaving.addEventListener("abort", () => clearTimeout(this.#waiting));
  }

  /** @param {ComponentArguments<{follows: boolean}>} argument */
  show({ data, setTriggerValue }) {
    this.#send = (area) => setTriggerValue("area", area);
    this.field.checked = data.follows;
  }

  #follow() {
    clearTimeout(this.#waiting);
    if (this.field.checked) this.#waiting = setTimeout(() => this.#sendBounds(), SEND_AFTER);
  }

  #sendBounds() {
    const view = /** @type {PageWindow} */ (window).mapappView;
    const bounds = this.field.checked && view ? view.bounds : null;
    if (this.field.checked && !bounds) this.field.checked = false; // there is no map yet
    if (this.#sent === String(bounds)) return;
    this.#sent = String(bounds);
    this.#send({ bounds });
  }
}

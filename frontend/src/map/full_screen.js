/** The button that switches the map to full screen and back; there is none if the browser does not allow it. */

import { term } from "../common/terms.js";
import { entitle, icon, iconButton } from "./controls.js";

const GROW = "M2 7V2h5M13 2h5v5M18 13v5h-5M7 18H2v-5";
const SHRINK = "M7 2v5H2M18 7h-5V2M13 18v-5h5M2 13h5v5";

export class FullScreen {
  /** @type {HTMLButtonElement[]} */
  buttons = [];

  /** @param {{page: PageWindow, container: HTMLElement}} base */
  constructor({ page, container }) {
    this.whole = page === window || !frameElement ? container : frameElement;
    this.document = this.whole.ownerDocument;
    if (!this.document.fullscreenEnabled) return;
    this.buttons.push(iconButton(term("map-full-screen"), GROW, () => this.toggle()));
    const leaving = new AbortController();
    this.document.addEventListener("fullscreenchange", () => this.follow(), { signal: leaving.signal });
    addEventListener("pagehide", () => leaving.abort());
    container.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && this.isOn()) this.document.exitFullscreen();
    });
  }

  isOn() {
    return this.document.fullscreenElement === this.whole;
  }

  toggle() {
    const switched = this.isOn() ? this.document.exitFullscreen() : this.whole.requestFullscreen();
    switched.catch(() => this.buttons[0].remove()); // the browser said it could, and can't
  }

  follow() {
    const [button] = this.buttons;
    entitle(button, term(this.isOn() ? "map-leave-full-screen" : "map-full-screen"));
    button.replaceChildren(icon(this.isOn() ? SHRINK : GROW));
  }
}

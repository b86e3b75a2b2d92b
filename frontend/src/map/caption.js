/** The line below the map, on how much it shows; and on the map, notices with a button to act on them. */

import L from "leaflet";
import { element } from "../common/dom.js";
import { summaries } from "../common/numbers.js";
import { term } from "../common/terms.js";

export class Caption {
  line = element("p", "mapapp-caption");
  notice = element("div", "mapapp-notice");

  /** @param {import("./base_map.js").BaseMap} base */
  constructor(base) {
    this.base = base;
    if (base.page === window) this.line.setAttribute("role", "status"); // in the page, the list speaks
    base.container.append(this.line);
    this.notice.setAttribute("role", "status");
    this.notice.hidden = true;
    L.DomEvent.disableClickPropagation(this.notice);
    base.ground.append(this.notice);
  }

  /**
   * Shows a notice; one that is already shown, and has no button, is not repeated.
   * @param {string} message
   * @param {string} [action]
   * @param {() => void} [act]
   */
  say(message, action, act) {
    if (!action && !this.notice.hidden && this.notice.textContent === message) return;
    this.notice.replaceChildren(element("span", "", message));
    if (action) {
      const button = Object.assign(element("button", "", action), { type: "button" });
      button.addEventListener("click", () => {
        this.hush();
        act?.();
      });
      this.notice.append(button);
    }
    this.notice.hidden = false;
  }

  hush() {
    this.notice.hidden = true;
  }

  /**
   * Describes how much an answer contains.
   * @param {Answer} answer
   */
  describe({ numberMatched = 0, numberSummaries = 0, numberUnlocated = 0 }) {
    const { position } = this.base;
    const parts = [term("caption-count", { count: numberMatched - numberSummaries })];
    if (numberSummaries) parts.push(summaries(numberSummaries));
    if (numberUnlocated) parts.push(term("caption-unlocated", { count: numberUnlocated }));
    const isNowhere = !numberMatched && position.isHome();
    const nothing = term(numberUnlocated ? "view-none-located" : "headline-none");
    this.line.textContent = isNowhere ? nothing : parts.join(" · ");
    if (numberMatched || isNowhere) this.hush();
    else this.say(term("view-none-here"), term("map-show-all"), () => position.goHome());
  }
}

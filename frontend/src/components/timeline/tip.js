/** The tooltip of a day that is pointed at: above the bars or the strip, within the timeline's width. */

import { part } from "../../common/dom.js";

export class Tip {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.node = part(root, ".timeline-told");
  }

  /**
   * @param {string} words Lines.
   * @param {HTMLElement} over The element that it is above.
   * @param {number} share Where, as a share of that element's width.
   */
  show(words, over, share) {
    const { root, node } = this;
    node.textContent = words;
    node.hidden = false;
    const middle = over.offsetLeft + share * over.clientWidth;
    const left = Math.min(root.clientWidth - node.offsetWidth, middle - node.offsetWidth / 2);
    node.style.left = `${Math.max(0, left)}px`;
    node.style.bottom = `${root.clientHeight - over.offsetTop + 2}px`;
  }

  hide() {
    this.node.hidden = true;
  }
}

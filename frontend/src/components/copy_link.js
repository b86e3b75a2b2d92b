/**
 * A button that copies a URL, and says so; where the clipboard is forbidden, it shows the URL to be copied by hand. The
 * URL is relative to the page, null for that of the current view.
 */

import { part } from "../common/dom.js";

/** @param {ComponentArguments<{label: string, address: string | null, bring: boolean}>} argument `bring` scrolls to it. */
export default function ({ data: { label, address, bring }, parentElement }) {
  const button = part(parentElement, "button");
  const status = part(parentElement, "[role=status]");
  const field = /** @type {HTMLInputElement} */ (part(parentElement, "input"));
  button.textContent = label;
  if (bring) button.scrollIntoView({ block: "start" });
  status.textContent = "";
  field.hidden = true;
  button.onclick = async () => {
    const url = new URL(address ?? location.href, location.href).href;
    status.textContent = "";
    field.hidden = true;
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = status.dataset.copied ?? "";
    } catch {
      status.textContent = status.dataset.byHand ?? "";
      Object.assign(field, { value: url, hidden: false });
      field.select();
    }
  };
}

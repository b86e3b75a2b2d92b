/**
 * A button that copies an address, and says so; where the clipboard is forbidden, shows the address to be copied by
 * hand. An address is relative to the page, null for that of the view as it is just now.
 */

import { part } from "../common/dom.js";

/** @param {ComponentArguments<{label: string, address: string | null, bring: boolean}>} argument `bring` scrolls to it. */
export default function ({ data: { label, address, bring }, parentElement }) {
  const button = part(parentElement, "button");
  const said = part(parentElement, "[role=status]");
  const field = /** @type {HTMLInputElement} */ (part(parentElement, "input"));
  button.textContent = label;
  if (bring) button.scrollIntoView({ block: "start" });
  said.textContent = "";
  field.hidden = true;
  button.onclick = async () => {
    const url = new URL(address ?? location.href, location.href).href;
    said.textContent = "";
    field.hidden = true;
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = said.dataset.copied ?? "";
    } catch {
      said.textContent = said.dataset.byHand ?? "";
      Object.assign(field, { value: url, hidden: false });
      field.select();
    }
  };
}

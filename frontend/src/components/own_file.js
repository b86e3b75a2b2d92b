/**
 * Takes a file of the reader's, dropped or chosen, sends it to an address that only this page knows, and tells Python
 * that it has arrived.
 */

import { part } from "../common/dom.js";
import { appRoot } from "../common/page.js";

/** @param {ComponentArguments<{address: string, most: number}>} argument */
export default function ({ data: { address, most }, parentElement, setTriggerValue }) {
  const area = part(parentElement, ".own-file");
  const input = /** @type {HTMLInputElement} */ (part(parentElement, "input"));
  const said = part(parentElement, "[role=status]");

  /** @param {File | undefined} file */
  async function bring(file) {
    if (!file) return;
    said.textContent = (file.size > most ? area.dataset.tooLarge : area.dataset.sending) ?? "";
    if (file.size > most) return;
    try {
      const headers = { "X-File-Name": encodeURIComponent(file.name) };
      const answer = await fetch(`${appRoot()}${address}`, { method: "PUT", body: file, headers });
      said.textContent = answer.ok ? file.name : (await answer.json()).detail;
      if (answer.ok) setTriggerValue("arrived", file.name);
    } catch {
      said.textContent = area.dataset.lost ?? "";
    }
  }

  /** @param {DragEvent} event */
  function over(event) {
    event.preventDefault();
    area.classList.toggle("over", event.type === "dragover");
  }

  input.onchange = () => bring(input.files?.[0]);
  area.ondragover = over;
  area.ondragleave = over;
  area.ondrop = (event) => {
    over(event);
    bring(event.dataTransfer?.files[0]);
  };
}

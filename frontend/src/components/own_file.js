/**
 * Takes a reader's file, dropped or chosen, sends it to a URL that only this page knows, and reports to Python that it
 * has arrived. Where the server `fetches`, the reader may enter the https URL of a file instead.
 */

import { part } from "../common/dom.js";
import { appRoot } from "../common/page.js";

/** @param {ComponentArguments<{address: string, most: number, fetches: boolean}>} argument */
export default function ({ data: { address, most, fetches }, parentElement, setTriggerValue }) {
  const area = part(parentElement, ".own-file");
  const input = /** @type {HTMLInputElement} */ (part(parentElement, "input[type=file]"));
  const form = /** @type {HTMLFormElement} */ (part(parentElement, "form"));
  const field = /** @type {HTMLInputElement} */ (part(form, "input"));
  const button = /** @type {HTMLButtonElement} */ (part(form, "button"));
  const status = part(parentElement, "[role=status]");
  form.hidden = !fetches;

  /** @param {File | undefined} file */
  function bring(file) {
    if (!file) return;
    if (file.size > most) {
      status.textContent = area.dataset.tooLarge ?? "";
      return;
    }
    const headers = { "X-File-Name": encodeURIComponent(file.name) };
    return send(area.dataset.sending, file.name, { method: "PUT", body: file, headers });
  }

  /**
   * @param {string | undefined} meanwhile Shown until the server has answered.
   * @param {string} name
   * @param {RequestInit} request
   */
  async function send(meanwhile, name, request) {
    status.textContent = meanwhile ?? "";
    try {
      const answer = await fetch(`${appRoot()}${address}`, request);
      status.textContent = answer.ok ? unlessShown(name) : (await answer.json()).detail;
      if (answer.ok) setTriggerValue("arrived", name);
    } catch {
      status.textContent = area.dataset.lost ?? "";
    }
  }

  /** @param {string} name What the field shows need not be repeated. */
  const unlessShown = (name) => (input.files?.[0]?.name === name ? "" : name);

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
  form.onsubmit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    await send(area.dataset.fetching, field.value, { method: "POST", body: field.value });
    button.disabled = false;
  };
}

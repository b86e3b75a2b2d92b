/** The button of a dossier that shows its incident on the map. */

import { showOnMap } from "../common/chosen.js";
import { part } from "../common/dom.js";

/** @param {ComponentArguments<{label: string, title: string, id: string, at: [number, number]}>} argument */
export default function ({ data: { label, title, id, at }, parentElement }) {
  const button = showOnMap(label, title, { id, at });
  button.append(label);
  part(parentElement, ".shown-incident").replaceChildren(button);
}

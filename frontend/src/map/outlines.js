/** Outlines of districts by name, as in geo/places.py; tests/golden/districts.json keeps both the same. Pure. */

/**
 * The outline of a district by its name in the data, or null: "This / That", "This (a wider area)".
 * A name that several districts share identifies none.
 * @param {Outline[]} outlines
 * @param {string} name
 */
export function outlineOf(outlines, name) {
  const names = [name, name.replace(/ \(.*\)$/, "")]
    .flatMap((text) => [text, ...text.split(" / ")])
    .map((text) => text.trim())
    .filter(Boolean);
  for (const column of nameColumns(outlines)) {
    for (const candidate of names) {
      const matches = outlines.filter(({ properties }) => properties[column] === candidate);
      if (matches.length === 1) return matches[0];
    }
  }
  return null;
}

/**
 * The columns of names of outlines; `name` is the first.
 * @param {Outline[]} outlines
 */
export function nameColumns([first]) {
  const columns = Object.keys(first?.properties ?? {}).filter((column) => column.startsWith("name"));
  return /** @type {NameColumn[]} */ (columns);
}

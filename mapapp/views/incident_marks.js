/**
 * What incidents and cells look like and are called: marks, legend, tooltip, popup. No Leaflet, no events.
 *
 * Colours, outlines and sizes come from views/style.py as `legend`; data text only ever becomes textContent.
 */
(() => {
  "use strict";
  const mapapp = (globalThis.mapapp ??= {});
  const { element } = mapapp;
  const LONGEST_TEXT = 160;
  const SVG = "http://www.w3.org/2000/svg";
  const LEAST_TARGET = 24;
  const CELL_RING = 5;
  const [LEAST_CELL, GROWTH, LARGE_CELL, LARGEST_CELL] = [11.5, 1.6, 30, 36]; // px, radii; cells are 64 px apart
  const MANY = ((LARGE_CELL - LEAST_CELL) / GROWTH) ** 2; // incidents of a large cell
  const MOST = 10_000; // incidents of the largest

  const marks = (mapapp.marks = {});

  // ---- words -------------------------------------------------------------------------------------------------

  /** Text from the data, shortened; anything that is not text or a number is nothing. */
  function words(value) {
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    return text.length > LONGEST_TEXT ? `${Array.from(text.slice(0, LONGEST_TEXT)).slice(0, -1).join("")}…` : text;
  }
  marks.words = words;

  const listed = (...parts) => parts.map(words).filter(Boolean).join(", ");
  const counted = (n) => `${n.toLocaleString("en")} ${n === 1 ? "incident" : "incidents"}`;
  marks.counted = counted;

  /** Where an incident of vague place happened: "somewhere in Tartar district"; "" for a known place. */
  function somewhere(incident) {
    if (!mapapp.isVague(incident)) return "";
    return inDistrict(mapapp.districtOf(incident)) || words(incident.precision) || "at a place not known";
  }

  const inDistrict = (district) => (words(district) ? `somewhere in ${words(district)} district` : "");

  /** How much of a cell is known to the district at best: "12 incidents known only to the district"; or "". */
  function vagueness({ count, aggregates = 0, vague = 0, somewhere: district }) {
    if (!vague || words(district)) return "";
    const all = vague === count + aggregates;
    return `${all ? "all incidents" : counted(vague)} known only to the district`;
  }

  /** How far from the one point of a cell its incidents may have happened: "somewhere within 3 km of this point"; or "". */
  function around({ same_point: samePoint, somewhere: district, uncertainty_m: metres }) {
    if (!samePoint || words(district) || !(metres > 0)) return "";
    const far = metres < 1000 ? `${Math.round(metres)} m` : `${Number((metres / 1000).toPrecision(2))} km`;
    return `somewhere within ${far} of this point`;
  }

  /** Whether nothing in a cell has a known place. */
  const isAllVague = ({ count, aggregates = 0, vague = 0 }) => vague > 0 && vague === count + aggregates;
  marks.isAllVague = isAllVague;

  /** What a cell holds: "6 incidents and 1 summary entry". */
  function contents({ count, aggregates: summaries = 0 }) {
    const parts = count || !summaries ? [counted(count)] : [];
    if (summaries) parts.push(summaries === 1 ? "1 summary entry" : `${summaries.toLocaleString("en")} summary entries`);
    return parts.join(" and ");
  }

  /** The accessible name of an incident: "Barda, 28 October 2020, 20 to 21 killed". */
  marks.nameOfIncident = (incident) => {
    const { place, title, when, killed, injured } = incident;
    return listed(capital(somewhere(incident)) || words(place) || title, when, killed, injured) || "Incident";
  };

  const capital = (text) => text && text[0].toUpperCase() + text.slice(1);

  /**
   * The accessible name of a cell: "6 incidents: 4 Force A, 2 Force B, 3 killed, near Barda"; `near` may be "".
   * Of vague places: "12 incidents somewhere in Tartar district: 12 Force A".
   */
  marks.nameOfCell = (cell, near) => {
    const where = inDistrict(cell.somewhere);
    const details = [...shares(cell).map(([actor, n]) => `${n.toLocaleString("en")} ${actor}`), cell.killed, vagueness(cell), !isAllVague(cell) && near && `near ${near}`];
    return `${contents(cell)}${where && ` ${where}`}: ${listed(...details, around(cell))}`;
  };

  function shares({ by_actor: byActor }) {
    return Object.entries(byActor ?? {}).sort((one, other) => other[1] - one[1])
      .map(([actor, n]) => [words(actor) || "Not established", n, actor]);
  }

  /** Data text as an element of its own direction, so that marks of direction end where it ends. */
  function isolated(tag, className, value) {
    const made = element(tag, className);
    made.append(element("bdi", "", words(value)));
    return made;
  }

  const lines = (tag, className, values) => values.filter((value) => words(value)).map((value) => isolated(tag, className, value));

  marks.tooltip = (feature) => (feature.kind === "cell" ? cellTooltip(feature) : incidentTooltip(feature));

  function incidentTooltip(incident) {
    const { title, place, when, killed, injured } = incident;
    const tip = element("div");
    tip.append(...lines("strong", "", [words(title) || place]), ...lines("span", "", [when, listed(killed, injured)]));
    tip.append(...lines("em", "", [somewhere(incident)]));
    return tip;
  }

  function cellTooltip(cell) {
    const tip = element("div");
    tip.append(element("strong", "", contents(cell)), ...lines("span", "", [inDistrict(cell.somewhere), vagueness(cell), around(cell), cell.killed]));
    const together = cell.somewhere || cell.uncertainty_m > 0 ? "drawn at one point" : "at one place";
    tip.append(element("em", "", cell.same_point ? `${together}: click to spread out` : "click to zoom in"));
    return tip;
  }

  /** The popup of a stand-alone map. */
  marks.popup = (incident, legend) => {
    const body = element("article", "mapapp-popup");
    const evidence = evidenceOf(incident, legend).words;
    body.append(...lines("h3", "", [words(incident.title) || incident.place]));
    body.append(...lines("p", "", [listed(incident.when, somewhere(incident) || incident.place), listed(incident.killed, incident.injured)]));
    const nobody = words(incident.actor) === "Not established";
    const attributed = incident.actor && (nobody ? "Who did it is not established" : `Attributed to ${words(incident.actor)}`);
    body.append(...lines("p", "mapapp-quiet", [listed(attributed, incident.attribution), evidence]));
    const sources = (Array.isArray(incident.sources) ? incident.sources : []).map(sourceLink).filter(Boolean);
    if (sources.length) {
      const list = element("ul");
      list.append(...sources);
      body.append(element("h4", "", "Sources"), list);
    }
    return body;
  };

  /** A source as a list entry: a link if its address is http(s), else its words alone. */
  function sourceLink(source) {
    if (!source || typeof source !== "object") return null;
    const label = listed(source.publisher, source.title) || words(source.url);
    if (!label) return null;
    const entry = element("li");
    const link = isolated(/^https?:\/\//i.test(source.url ?? "") ? "a" : "span", "", label);
    if (link.tagName === "A") Object.assign(link, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
    entry.append(link);
    return entry;
  }

  // ---- shapes ------------------------------------------------------------------------------------------------

  function svg(tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function picture(size, className, ...children) {
    const half = size / 2;
    const viewBox = `${-half} ${-half} ${size} ${size}`;
    return svg("svg", { class: className, width: size, height: size, viewBox, "aria-hidden": "true" }, ...children);
  }

  const evidenceOf = ({ harm_status: status }, { evidence }) =>
    Object.hasOwn(evidence, status ?? "") ? evidence[status ?? ""] : evidence[""];

  function colourOf(actor, legend) {
    return legend.actors.find(([name]) => name === actor)?.[1] ?? legend.other;
  }

  /** The radius of an incident; null stands for "no figure is given". */
  function radiusOf(harmed, { least, per_root: perRoot, largest, unstated }) {
    return Number.isFinite(harmed) ? Math.min(largest, Math.hypot(least, perRoot * Math.sqrt(harmed))) : unstated;
  }

  const LEAST_HOLLOW = 7;
  const FOUR_PARTS = { pathLength: 8, "stroke-dasharray": "1.2 0.8", "stroke-dashoffset": -0.4 };

  /** Shapes by name, each of "radius" r: how an incident's number of people is known. */
  const SHAPES = {
    circle: (r, attributes) => svg("circle", { r, ...attributes }),
    diamond: (r, attributes) => svg("path", { d: `M0 ${-r - 0.8}L${r + 0.8} 0 0 ${r + 0.8} ${-r - 0.8} 0Z`, ...attributes }),
    square: (r, attributes) => svg("rect", { x: -r, y: -r, width: 2 * r, height: 2 * r, ...attributes }),
  };

  /** An incident's mark: {picture, radius}. A circle by people harmed, a diamond without a figure, a square for a sum. */
  marks.incident = (incident, legend) => {
    const counted = Number.isFinite(incident.harmed) && !incident.aggregate;
    const shape = incident.aggregate ? "square" : counted ? "circle" : "diamond";
    const radius = radiusOf(counted ? incident.harmed : null, legend.sizes);
    const [evidence, colour] = [evidenceOf(incident, legend), colourOf(incident.actor, legend)];
    if (!mapapp.isVague(incident)) return { radius, picture: dot(shape, radius, evidence, colour) };
    const hollow = Math.max(LEAST_HOLLOW, radius);
    return { radius: hollow, picture: broken(shape, hollow, evidence, colour) };
  };

  /** The mark of an incident of vague place: hollow, and open on four sides; a stronger outline is better evidence. */
  function broken(shape, radius, { fill }, colour) {
    const outline = SHAPES[shape];
    const width = fill >= 0.8 ? 3.2 : 1.9;
    return picture(Math.max(LEAST_TARGET, 2 * radius + 14), "mapapp-incident mapapp-vague",
      svg("circle", { class: "mapapp-ring", r: radius + 4.5 }),
      outline(radius, { ...FOUR_PARTS, class: "mapapp-gap", "stroke-width": width + 2.4 }),
      outline(radius, { ...FOUR_PARTS, fill: "none", stroke: colour, "stroke-width": width }));
  }

  function dot(shape, radius, { fill, width, inked, dashes }, colour) {
    const outline = SHAPES[shape];
    return picture(Math.max(LEAST_TARGET, 2 * radius + 14), "mapapp-incident",
      svg("circle", { class: "mapapp-ring", r: radius + 4.5 }),
      outline(radius + width / 2 + 0.75, { class: "mapapp-paper", "fill-opacity": fill < 0.8 ? 0.75 : 1 }),
      outline(radius, {
        fill: colour, "fill-opacity": fill,
        stroke: inked ? "var(--ink)" : colour, "stroke-width": width, "stroke-dasharray": dashes || "none",
      }));
  }

  /** The radius of a cell: by the root of its number until it is large, from there on slowly. */
  function cellRadius(n) {
    if (n < MANY) return LEAST_CELL + GROWTH * Math.sqrt(n);
    return LARGE_CELL + (LARGEST_CELL - LARGE_CELL) * Math.min(1, Math.log(n / MANY) / Math.log(MOST / MANY));
  }

  /** A cell's mark: {picture, radius}. A ring split by actor with the number of incidents in it. */
  marks.cell = (cell, legend) => {
    const shown = cell.count || cell.aggregates;
    const radius = cellRadius(shown);
    return { radius, picture: donut(shown, radius, coloured(cell, legend), CELL_RING, isAllVague(cell)) };
  };

  /** The shares of a cell by colour, in the legend's order. */
  function coloured(cell, legend) {
    const colours = [...legend.actors.map(([, colour]) => colour), legend.other];
    const sums = new Map(colours.map((colour) => [colour, 0]));
    for (const [, n, actor] of shares(cell)) {
      const colour = colourOf(actor, legend);
      sums.set(colour, sums.get(colour) + n);
    }
    const parts = [...sums].filter(([, n]) => n > 0);
    return parts.length ? parts : [[legend.other, 1]];
  }

  function donut(count, radius, parts, ring = CELL_RING, isBroken = false) {
    const middle = radius - ring / 2;
    const total = parts.reduce((sum, [, n]) => sum + n, 0) || 1;
    let from = 0;
    const arcs = parts.map(([colour, n]) => {
      const arc = svg("circle", {
        r: middle, fill: "none", stroke: colour, "stroke-width": ring, pathLength: total,
        "stroke-dasharray": `${n} ${total - n}`, "stroke-dashoffset": -from, transform: "rotate(-90)",
      });
      from += n;
      return arc;
    });
    const digits = shortCount(count);
    const room = 2 * (radius - ring); // a digit is about 0.6 em wide
    const size = Math.min(12, 0.75 * room, (1.5 * room) / digits.length);
    const number = svg("text", { class: "mapapp-count", y: "0.36em", "font-size": size }, digits);
    const gaps = svg("circle", {
      class: "mapapp-gap", r: middle, "stroke-width": ring + 2.5, pathLength: 8, "stroke-dasharray": "0.55 1.45", "stroke-dashoffset": 0.275,
    });
    return picture(2 * radius + 14, `mapapp-cell${isBroken ? " mapapp-vague" : ""}`, svg("circle", { class: "mapapp-ring", r: radius + 4 }),
      svg("circle", { class: "mapapp-paper", r: radius + 1.25 }), ...arcs, ...(isBroken ? [gaps] : []), number);
  }

  function shortCount(count) {
    return count < 10_000 ? count.toLocaleString("en") : `${Math.round(count / 1000)}k`;
  }

  // ---- legend ------------------------------------------------------------------------------------------------

  /** The legend as a collapsible panel; `referenceLines` is the base map's own list of lines. */
  marks.legend = (legend, open, referenceLines) => {
    const panel = element("details", "mapapp-panel mapapp-legend");
    panel.open = open;
    panel.append(element("summary", "", "Legend"));
    panel.append(shapesPart(legend), actorsPart(legend), evidencePart(legend), sizesPart(legend), linesPart(referenceLines));
    return panel;
  };

  function part(heading, ...entries) {
    const section = element("section");
    const list = element("ul");
    list.append(...entries);
    section.append(element("h4", "", heading), list);
    return section;
  }

  function entry(image, text) {
    const item = element("li");
    const label = element("span");
    label.append(element("bdi", "", words(text)));
    item.append(image, label);
    return item;
  }

  function actorsPart(legend) {
    const all = [...legend.actors, ...(legend.otherWords ? [[legend.otherWords, legend.other]] : [])];
    if (!all.length) return "";
    return part("Colour: attributed to", ...all.map(([actor, colour]) => entry(swatch(colour), actor)));
  }

  const swatch = (colour) => picture(14, "", svg("circle", { r: 5.5, fill: colour }));

  function evidencePart({ evidence, shown }) {
    if (!shown.length) return "";
    return part("Fill: strength of evidence", ...shown.map((status) => evidence[status])
      .map((mark) => entry(sample(18, 5.5, mark), mark.words)));
  }

  const sample = (size, radius, mark) => {
    return cropped(dot("circle", radius, mark, "var(--quiet)"), size);
  };

  function sizesPart({ sizes }) {
    const section = part("Size: people killed or injured");
    const row = section.firstChild.nextSibling;
    row.className = "mapapp-sizes";
    for (const n of [null, ...sizes.examples]) {
      const r = radiusOf(n, sizes);
      const shape = SHAPES[n === null ? "diamond" : "circle"](r, { class: "mapapp-size" });
      row.append(entry(picture(2 * r + 4, "", shape), n === null ? "no figure" : n));
    }
    return section;
  }

  /** What stands on the map: a dot, a ring, a disc, a square. */
  function shapesPart(legend) {
    const [one, other] = [legend.actors[0]?.[1] ?? legend.other, legend.actors[1]?.[1] ?? legend.other];
    const disc = picture(22, "", svg("circle", { class: "mapapp-disc", r: 10 }));
    const vague = broken("circle", 7, { fill: 0 }, "var(--quiet)");
    const sum = picture(18, "", SHAPES.square(legend.sizes.unstated, { class: "mapapp-size" }));
    return part("On the map", entry(swatch("var(--quiet)"), "One incident"),
      entry(cropped(donut(7, 10, [[one, 5], [other, 2]], 3), 23), "Several: click to open"),
      entry(disc, "Somewhere in this area"), entry(cropped(vague, 18), "Somewhere in the district outlined"), entry(sum, "Summary entry, not in totals"));
  }

  function cropped(image, size) {
    const half = size / 2;
    for (const [name, value] of [["width", size], ["height", size], ["viewBox", `${-half} ${-half} ${size} ${size}`]]) image.setAttribute(name, value);
    return image;
  }

  /** What the legend says of the heat while it is shown. */
  marks.heatLine = () => {
    const line = entry(element("i", "mapapp-heat-swatch"), "Heat: more reported incidents, not more victims");
    line.className = "mapapp-heat-line";
    return line;
  };

  function linesPart(referenceLines) {
    const section = element("section");
    section.append(referenceLines);
    return section;
  }
})();

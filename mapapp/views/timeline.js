/**
 * The timeline: incidents by day, stacked by actor; dates known only as a range lie below as bars.
 *
 * Data from Python: {first, last, rows: [{start, end, actor, n, killed: [low, high], null where not stated}], colours,
 * actors, otherColour, interval: [start, end] | null, selected: [start, end] of the selected incident | null,
 * coverage: {lanes: [names], cells: [{cell, counts, words}], nothing} | null where no claims are known}; days are ISO
 * dates, inclusive. Dragging, or moving a handle with the arrow keys, tells Python the chosen interval.
 *
 * The strip below has a cell for each bar and a lane for each group of sources: the stronger, the more of them
 * report anything; what is hatched has "no report found". Pointer and arrow keys tell the numbers of a day; a click or Enter chooses it.
 *
 * Playing shows the days one after the other: map, list and table hear "mapapp:days" on window ({days: [first, last] |
 * null, playing, waitFor}) and show only those, Python hears nothing. The next day waits for the promises that `waitFor`
 * was given, and does not come if one of them is kept with false. Under "reduce motion" each press is one day.
 */

const DAY = 86_400_000;
const MOST_BINS = 120;
const HEIGHT = 100;
const RANGES = 22;
const SVG = "http://www.w3.org/2000/svg";
const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!states.has(parentElement)) states.set(parentElement, newState(parentElement.querySelector(".timeline")));
  const state = states.get(parentElement);
  state.choose = (interval) => setTriggerValue("interval", interval);
  state.show(data);
}

function newState(root) {
  const state = { root, svg: root.querySelector("svg"), data: null, scale: null, chosen: null };
  state.show = (data) => {
    state.data = data;
    state.pointed = null;
    state.scale = scaleOf(data);
    state.chosen = brush(data, state.scale);
    stop(state);
    draw(state);
    drawStrip(state);
  };
  onDrag(state);
  onKeys(state);
  onPlay(state);
  onHover(state);
  onStrip(state);
  root.querySelector(".timeline-clear").addEventListener("click", () => state.choose({ days: null }));
  return state;
}

const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const written = (day, format) => format.format(day * DAY);
const format = (parts) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts });
const [IN_MONTH, MONTH, YEAR] = [{ day: "numeric" }, { month: "long" }, { year: "numeric" }].map(format);
const SHORT = format({ day: "numeric", month: "long" });
const FULL = format({ day: "numeric", month: "long", year: "numeric" });
const TICKS = { years: format({ month: "short", year: "numeric" }), days: format({ day: "numeric", month: "short" }) };

/** Writes days as `words.days` does: "28 October 2020", "4 to 17 October 2020". */
function inWords(first, last = first) {
  if (first === last) return written(first, FULL);
  const differs = (part) => written(first, part) !== written(last, part);
  const start = differs(YEAR) ? FULL : differs(MONTH) ? SHORT : IN_MONTH;
  return `${written(first, start)} to ${written(last, FULL)}`;
}

/** Days grouped into at most MOST_BINS equal bins; a bin is one day where they are few. */
function scaleOf({ first, last }) {
  const start = toDay(first);
  const days = toDay(last) - start + 1;
  const size = Math.ceil(days / MOST_BINS);
  const bins = Math.ceil(days / size);
  return {
    bins, size,
    binOf: (iso) => Math.min(bins - 1, Math.max(0, Math.floor((toDay(iso) - start) / size))),
    firstDay: (bin) => start + bin * size,
    lastDay: (bin) => Math.min(start + days, start + (bin + 1) * size) - 1,
  };
}

/** The bars of the chosen days that the data has; null if no days are chosen, or only others. */
function brush({ first, last, interval }, scale) {
  if (!interval || isElsewhere({ first, last, interval })) return null;
  return interval.map((day) => scale.binOf(day));
}

/** Whether days are chosen that all lie outside those of the data. */
const isElsewhere = ({ first, last, interval }) => Boolean(interval) && (interval[1] < first || interval[0] > last);

function draw(state) {
  const { svg, data, scale } = state;
  svg.setAttribute("viewBox", `0 0 ${scale.bins} ${HEIGHT}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", spoken(state));
  svg.replaceChildren(...chosenBand(state), ...dayBars(state), ...rangeBars(state));
  markBars(state);
  drawAxis(state);
  drawHandles(state);
  state.root.querySelector(".timeline-clear").hidden = !data.interval;
  state.root.querySelector(".timeline-play").disabled = isElsewhere(data);
  state.root.querySelector(".timeline-hint").textContent = hint(state);
}

function stacks({ data, scale }) {
  const bins = Array.from({ length: scale.bins }, () => new Map());
  for (const { start, end, actor, n } of data.rows) {
    const bin = scale.binOf(start);
    if (bin === scale.binOf(end)) bins[bin].set(actor, (bins[bin].get(actor) || 0) + n);
  }
  return bins;
}

const number = (n) => n.toLocaleString("en");
const counted = (n) => `${number(n)} ${n === 1 ? "incident" : "incidents"}`;
const sum = (counts) => [...counts.values()].reduce((total, n) => total + n, 0);

function dayBars(state) {
  const bins = stacks(state);
  const top = Math.max(1, ...bins.map(sum));
  const { actors } = state.data;
  return bins.flatMap((counts, bin) => {
    let y = HEIGHT - RANGES;
    const others = [...counts.keys()].filter((actor) => !actors.includes(actor));
    return [...actors.filter((actor) => counts.has(actor)), ...others].map((actor) => {
      const height = (counts.get(actor) / top) * (HEIGHT - RANGES - 2);
      y -= height;
      const bar = rect(bin + 0.08, y, 0.84, height, colour(state, actor), outside(state, bin, bin) ? "outside" : "");
      Object.assign(bar.dataset, { from: bin, to: bin });
      bar.append(title(`${binWords(state, bin)}: ${counted(counts.get(actor))}, ${actor || "actor not stated"}`));
      return bar;
    });
  });
}

function rangeBars(state) {
  const ranges = state.data.rows
    .map((row) => ({ ...row, from: state.scale.binOf(row.start), to: state.scale.binOf(row.end) }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const lanes = [];
  for (const range of ranges) {
    range.lane = lanes.findIndex((end) => end < range.from);
    if (range.lane < 0) range.lane = lanes.push(0) - 1;
    lanes[range.lane] = range.to;
  }
  const height = Math.min(4, (RANGES - 4) / Math.max(1, lanes.length));
  return ranges.map((range) => {
    const y = HEIGHT - RANGES + 4 + range.lane * height;
    const bar = rect(range.from + 0.08, y, range.to - range.from + 0.84, height * 0.75, colour(state, range.actor),
      `range ${outside(state, range.from, range.to) ? "outside" : ""}`);
    Object.assign(bar.dataset, { from: range.from, to: range.to });
    bar.append(title(`${inWords(toDay(range.start), toDay(range.end))}: ${counted(range.n)}, ${range.actor || "actor not stated"}`));
    return bar;
  });
}

function chosenBand({ chosen }) {
  return chosen ? [rect(chosen[0], 0, chosen[1] - chosen[0] + 1, HEIGHT, null, "chosen")] : [];
}

const outside = ({ chosen, data }, from, to) => (chosen ? to < chosen[0] || from > chosen[1] : isElsewhere(data));
const colour = ({ data }, actor) => data.colours[actor] || data.otherColour;

function rect(x, y, width, height, fill, className) {
  const element = document.createElementNS(SVG, "rect");
  const attributes = { x, y, width, height, class: className, ...(fill ? { fill } : {}) };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function title(words) {
  const element = document.createElementNS(SVG, "title");
  element.textContent = words;
  return element;
}

function drawAxis({ root, scale }) {
  const wanted = Math.max(2, Math.min(scale.bins, Math.floor(root.clientWidth / 90) || 6));
  const step = Math.ceil(scale.bins / wanted);
  const ticks = Array.from({ length: Math.ceil(scale.bins / step) }, (_, i) => i * step);
  const years = scale.bins * scale.size > 500;
  root.querySelector(".timeline-axis").replaceChildren(...ticks.map((bin) => {
    const label = document.createElement("span");
    const at = (bin + 0.5) / scale.bins;
    label.style.left = `${at * 100}%`;
    label.className = at < 0.04 ? "first" : at > 0.95 ? "last" : "";
    label.textContent = written(scale.firstDay(bin), years ? TICKS.years : TICKS.days);
    return label;
  }));
}

function drawHandles({ root, scale, chosen }) {
  const [from, to] = chosen || [0, scale.bins - 1];
  for (const handle of root.querySelectorAll(".timeline-handle")) {
    const last = handle.dataset.end === "1";
    const bin = last ? to : from;
    handle.style.left = `${((bin + (last ? 1 : 0)) / scale.bins) * 100}%`;
    handle.setAttribute("aria-valuemin", 0);
    handle.setAttribute("aria-valuemax", scale.bins - 1);
    handle.setAttribute("aria-valuenow", bin);
    handle.setAttribute("aria-valuetext", inWords(last ? scale.lastDay(bin) : scale.firstDay(bin)));
  }
}

const binWords = ({ scale }, bin) => inWords(scale.firstDay(bin), scale.lastDay(bin));

function hint(state) {
  const { scale, chosen } = state;
  if (state.playing) return tally(state);
  if (!chosen && isElsewhere(state.data)) return "The chosen days are outside the days of the data.";
  const unit = scale.size === 1 ? "day" : `${scale.size} days`;
  if (!chosen && !state.data.rows.length) return "No incidents on any day.";
  if (!chosen) return `Incidents by ${unit}, at most ${number(Math.max(...stacks(state).map(sum)))}.${ranged(state) ? " Thin lines: day not known." : ""} Drag to choose days.`;
  return inWords(scale.firstDay(chosen[0]), scale.lastDay(chosen[1]));
}

const ranged = ({ data, scale }) => data.rows.some(({ start, end }) => scale.binOf(start) !== scale.binOf(end));

function spoken(state) {
  const bins = stacks(state);
  const counts = bins.map(sum);
  const most = counts.indexOf(Math.max(...counts));
  if (!counts[most]) return "Incidents by day. None is known to the day.";
  return `Incidents by day. The most, ${number(counts[most])}, on ${binWords(state, most)}.`;
}

function commit(state) {
  const { scale, chosen } = state;
  const all = chosen[0] === 0 && chosen[1] === scale.bins - 1;
  state.choose({ days: all ? null : [toIso(scale.firstDay(chosen[0])), toIso(scale.lastDay(chosen[1]))] });
}

function onDrag(state) {
  const binAt = (event) => {
    const box = state.svg.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(state.scale.bins - 1, Math.max(0, Math.floor(share * state.scale.bins)));
  };
  const follow = (element, fixedBin) => element.addEventListener("pointerdown", (event) => {
    const fixed = fixedBin(event);
    element.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const bin = binAt(moved);
      state.chosen = [Math.min(fixed, bin), Math.max(fixed, bin)];
      draw(state);
    };
    const end = () => {
      element.removeEventListener("pointermove", move);
      commit(state);
    };
    move(event);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", end, { once: true });
    event.preventDefault();
  });
  follow(state.svg, binAt);
  for (const handle of state.root.querySelectorAll(".timeline-handle")) {
    follow(handle, () => (state.chosen || [0, state.scale.bins - 1])[handle.dataset.end === "1" ? 0 : 1]);
  }
}

function onKeys(state) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -Infinity, End: Infinity };
  for (const handle of state.root.querySelectorAll(".timeline-handle")) {
    handle.addEventListener("keydown", (event) => {
      if (!(event.key in steps)) return;
      event.preventDefault();
      const ends = state.chosen ? [...state.chosen] : [0, state.scale.bins - 1];
      const [low, high] = handle.dataset.end === "0" ? [0, ends[1]] : [ends[0], state.scale.bins - 1];
      ends[handle.dataset.end] = Math.min(high, Math.max(low, ends[handle.dataset.end] + steps[event.key]));
      state.chosen = ends;
      draw(state);
      clearTimeout(state.later);
      state.later = setTimeout(() => commit(state), 400);
    });
  }
}

// ---- playing: the chosen days, or all, one after the other, with a total that counts up

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

function onPlay(state) {
  const button = state.root.querySelector(".timeline-play");
  const pace = state.root.querySelector(".timeline-pace select");
  button.addEventListener("click", () => {
    if (reducedMotion.matches) return step(state);
    return state.running ? pause(state) : run(state, pace);
  });
  state.root.addEventListener("keydown", (event) => event.key === "Escape" && state.playing && stop(state, true));
  reducedMotion.addEventListener("change", () => label(state));
  label(state);
}

/**
 * Shows day after day: each no sooner than the pace says, and not before the others show the one before. Pauses if one
 * of them could not.
 */
async function run(state, pace) {
  const own = (state.running = {});
  while (state.running === own) {
    const shown = await Promise.all([...step(state), new Promise((done) => setTimeout(done, Number(pace.value)))]);
    if (shown.includes(false) && state.running === own) pause(state);
  }
}

/** Shows the next day, if there is one; returns what it is to be waited for. */
function step(state) {
  state.playing ??= { within: state.chosen || [0, state.scale.bins - 1], at: null };
  const { within, at } = state.playing;
  const next = at === null ? within[0] : at + 1;
  if (next > within[1]) return stop(state, true);
  state.playing.at = next;
  state.chosen = [within[0], next];
  label(state);
  draw(state);
  return tellDays(state);
}

function pause(state) {
  state.running = null;
  label(state);
  tellDays(state);
}

function stop(state, redraw = false) {
  if (!state.playing) return [];
  const all = state.playing.within[0] === 0 && state.playing.within[1] === state.scale.bins - 1;
  state.chosen = all ? null : state.playing.within;
  state.playing = state.running = null;
  label(state);
  if (redraw) draw(state);
  return tellDays(state);
}

function label({ root, playing, running }) {
  const button = root.querySelector(".timeline-play");
  const words = reducedMotion.matches ? ["Next day", "First day"] : ["Go on", "Play"];
  button.textContent = running ? "Pause" : playing ? words[0] : words[1];
  button.setAttribute("aria-pressed", String(Boolean(running)));
  root.querySelector(".timeline-hint").setAttribute("aria-live", running ? "off" : "polite");
}

/** Tells the days that are played, or that none are; returns the promises of those that will show them. */
function tellDays({ scale, playing, running }) {
  const awaited = [];
  const days = playing && [toIso(scale.firstDay(playing.within[0])), toIso(scale.lastDay(playing.at))];
  const waitFor = (promise) => awaited.push(promise);
  dispatchEvent(new CustomEvent("mapapp:days", { detail: { days, playing: Boolean(running), waitFor } }));
  return awaited;
}

/** Counts what the page would for the same days: an incident whose day is not known counts on any of its days. */
function tally({ data, scale, playing }) {
  const last = toIso(scale.lastDay(playing.at));
  const first = toIso(scale.firstDay(playing.within[0]));
  const rows = data.rows.filter(({ start, end }) => start <= last && end >= first);
  const total = (pick) => rows.reduce((n, row) => n + pick(row), 0);
  const [low, high] = [total(({ killed }) => killed[0] ?? 0), total(({ killed }) => killed[1] ?? 0)];
  const range = low === high ? low ? number(low) : "none" : high < low ? `at least ${number(low)}` : `${number(low)} to ${number(high)}`;
  const toll = rows.some(({ killed }) => killed[0] !== null) ? `; ${range} reported killed` : "";
  return `Until ${inWords(scale.lastDay(playing.at))}: ${counted(total(({ n }) => n))}${toll}`;
}

// ---- pointing at days here marks their incidents elsewhere, and the other way round

function onHover(state) {
  const tell = (detail) => dispatchEvent(new CustomEvent("mapapp:hover", { detail: { source: "timeline", ...detail } }));
  state.svg.addEventListener("pointerover", ({ target: { dataset } }) => {
    const days = dataset.from && shownDays(state, dataset);
    if (days) tell({ days });
  });
  state.svg.addEventListener("pointerout", () => tell({}));
  addEventListener("mapapp:hover", ({ detail }) => {
    if (detail?.source === "timeline") return;
    state.pointed = detail?.days;
    markBars(state);
  });
}

/** Those days of a bar that are shown elsewhere too, which only the chosen ones are; null if none is. */
function shownDays({ scale, chosen }, { from, to }) {
  const [first, last] = chosen ? [Math.max(from, chosen[0]), Math.min(to, chosen[1])] : [+from, +to];
  return first <= last ? [toIso(scale.firstDay(first)), toIso(scale.lastDay(last))] : null;
}

/** Marks the bars of the incident that is pointed at elsewhere, else of the selected one. */
function markBars({ svg, scale, data, pointed }) {
  const days = (pointed ?? data.selected)?.map((day) => scale.binOf(day));
  for (const bar of svg.querySelectorAll("rect[data-from]")) {
    bar.classList.toggle("marked", Boolean(days) && +bar.dataset.from === days[0] && +bar.dataset.to === days[1]);
  }
}

// ---- the strip: who reports anything

const STRONGEST = 92; // per cent of the ink; one source has FAINTEST, which still differs from the page by 3 to 1
const FAINTEST = 58;

function drawStrip(state) {
  const { root, scale, data: { coverage } } = state;
  const strip = root.querySelector(".timeline-strip");
  const legend = root.querySelector(".timeline-lanes");
  strip.hidden = legend.hidden = !coverage;
  if (!coverage) return;
  const most = Math.max(2, ...coverage.cells.flatMap(({ counts }) => counts));
  const strength = (n) => FAINTEST + ((STRONGEST - FAINTEST) * Math.log(n)) / Math.log(most);
  state.words = new Map(coverage.cells.map(({ cell, words }) => [cell, words]));
  const lanes = coverage.lanes.map((_, lane) => {
    const made = part("div", "timeline-lane");
    made.append(...coverage.cells.filter(({ counts }) => counts[lane]).map(({ cell, counts }) => {
      const filled = part("i");
      filled.style.cssText = `left: ${(cell / scale.bins) * 100}%; width: ${100 / scale.bins}%; --strength: ${strength(counts[lane]).toFixed(0)}%`;
      return filled;
    }));
    return made;
  });
  strip.replaceChildren(...lanes);
  strip.setAttribute("aria-valuemin", 0);
  strip.setAttribute("aria-valuemax", scale.bins - 1);
  const names = coverage.lanes.map((name, i) => `${["above", "middle", "below"][i]} ${name}`).join(", ");
  legend.textContent =
    `Sources that report anything (${names}); stronger: more. Hatched: ${coverage.nothing}, not peace.`;
  tellCell(state, Math.min(state.at ?? 0, scale.bins - 1), false);
}

function part(tag, className = "") {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

/** Tells the numbers of a cell to those who hear; and shows them, unless it is told in advance. */
function tellCell(state, bin, shown = true) {
  const { root, scale } = state;
  const strip = root.querySelector(".timeline-strip");
  const words = `${binWords(state, bin)}: ${state.words.get(bin) ?? state.data.coverage.nothing}`;
  state.at = bin;
  strip.setAttribute("aria-valuenow", bin);
  strip.setAttribute("aria-valuetext", words);
  hideCell(state);
  if (!shown) return;
  const frame = part("div", "timeline-at");
  frame.style.cssText = `left: ${(bin / scale.bins) * 100}%; width: ${100 / scale.bins}%`;
  strip.append(frame);
  const told = root.querySelector(".timeline-told");
  told.textContent = words;
  told.hidden = false;
  const middle = ((bin + 0.5) / scale.bins) * root.clientWidth;
  told.style.left = `${Math.max(0, Math.min(root.clientWidth - told.offsetWidth, middle - told.offsetWidth / 2))}px`;
  told.style.bottom = `${root.clientHeight - strip.offsetTop + 2}px`;
}

function hideCell({ root }) {
  root.querySelector(".timeline-at")?.remove();
  root.querySelector(".timeline-told").hidden = true;
}

function onStrip(state) {
  const strip = state.root.querySelector(".timeline-strip");
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -Infinity, End: Infinity };
  const within = (bin) => Math.min(state.scale.bins - 1, Math.max(0, bin));
  const point = ({ clientX }) => {
    const box = strip.getBoundingClientRect();
    tellCell(state, within(Math.floor(((clientX - box.left) / box.width) * state.scale.bins)));
  };
  const chooseCell = () => {
    state.chosen = [state.at, state.at];
    commit(state);
  };
  strip.addEventListener("pointermove", point);
  strip.addEventListener("pointerdown", point);
  strip.addEventListener("click", ({ pointerType }) => pointerType === "mouse" && chooseCell());
  strip.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hideCell(state));
  strip.addEventListener("focus", () => strip.matches(":focus-visible") && tellCell(state, state.at));
  strip.addEventListener("blur", () => hideCell(state));
  strip.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hideCell(state);
    if (event.key === "Enter") return chooseCell();
    if (!(event.key in steps)) return undefined;
    event.preventDefault();
    return tellCell(state, within(state.at + steps[event.key]));
  });
}

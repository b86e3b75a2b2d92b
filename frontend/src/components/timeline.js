/**
 * The timeline: incidents by day, stacked by actor; bars below show what is known only as a range. Dragging, or moving a
 * handle with the arrow keys, sends Python the chosen interval. What is pointed at here is marked elsewhere, and vice
 * versa.
 */

import { component } from "../common/component.js";
import { inWords, overlaps, toDay } from "../common/days.js";
import { part } from "../common/dom.js";
import { emit, listen } from "../common/page.js";
import { learnTerms, term } from "../common/terms.js";
import { drawAxis, drawBars, drawHandle, drawLevels, HEIGHT } from "./timeline/drawing.js";
import { steps } from "./timeline/keys.js";
import * as markedDays from "./timeline/marked_days.js";
import { Player } from "./timeline/player.js";
import { binLines, ranges, Scale, spoken, stacks, sum, tally } from "./timeline/scale.js";
import { Strip } from "./timeline/strip.js";
import { Tip } from "./timeline/tip.js";
import { band, tollAxis, tollWords } from "./timeline/toll.js";

const COMMIT_AFTER = 400; // ms after the last key

/** @typedef {import("./timeline/scale.js").Bins} Bins */
/** @typedef {import("./timeline/drawing.js").Incidents & {first: string, last: string, size?: number, isWhole?: boolean, coverage: import("./timeline/strip.js").Reports | null, marked: import("./timeline/marked_days.js").MarkedDay[], interval: Days | null, selected: Days | null}} Data All days are inclusive; bars have `size` days, and are not of all the data unless `isWhole`; `selected` are those of the selected incident. */

export default component((parent) => new Timeline(part(parent, ".timeline")));

class Timeline {
  /** @type {Data | null} */
  #data = null;

  #scale = new Scale("2000-01-01", "2000-01-01");

  /** @type {Bins | null} */
  #chosen = null;

  /** @type {Days | null | undefined} */
  #pointed = null;

  /** @type {(interval: {days: Days | null}) => void} */
  #choose = () => {};

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    learnTerms(JSON.parse(root.dataset.words ?? ""));
    this.drawing = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (part(root, "svg")));
    this.handles = [0, 1].map((end) => part(root, `.timeline-handle[data-end="${end}"]`));
    this.chart = part(root, ".timeline-chart");
    this.field = part(root, ".timeline-field");
    this.clear = part(root, ".timeline-clear");
    this.toll = part(root, ".timeline-toll");
    this.tip = new Tip(root);
    this.player = new Player(
      root,
      () => ({ scale: this.#scale, within: this.#ends() }),
      () => this.#draw(),
    );
    this.strip = new Strip(root, this.tip, (bin) => this.#commit([bin, bin]));
    this.clear.addEventListener("click", () => this.#choose({ days: null }));
    this.toll.addEventListener("click", () => this.#toggleToll());
    this.#onDrag();
    this.#onKeys();
    this.#onHover();
  }

  /** @param {AbortSignal} leaving */
  start(leaving) {
    const pointedAt = (/** @type {Pointed | null | undefined} */ pointed) => {
      if (pointed?.source === "timeline") return;
      this.#pointed = pointed?.days;
      this.#markBars();
    };
    listen(window, "mapapp:hover", pointedAt, leaving);
    const elsewhere = (/** @type {Event} */ event) =>
      event.composedPath().includes(this.root) || this.tip.hide();
    window.addEventListener("pointerdown", elsewhere, { signal: leaving });
  }

  /** @param {ComponentArguments<Data>} argument */
  show({ data, setTriggerValue }) {
    this.#choose = (interval) => setTriggerValue("interval", interval);
    this.#data = data;
    this.#pointed = null;
    this.#scale = new Scale(data.first, data.last, data.size);
    this.#chosen = this.#brush(data);
    this.player.stop();
    this.strip.draw(data.coverage, this.#scale);
    this.#draw();
    part(this.root, ".timeline-marks").replaceChildren(...markedDays.lines(data.marked, this.#scale));
    part(this.root, ".timeline-marked").replaceChildren(...markedDays.entries(data.marked));
  }

  /**
   * The bars of the chosen days that the data have; null if no days are chosen, or only days outside the data.
   * @param {Data} data
   * @returns {Bins | null}
   */
  #brush({ interval }) {
    if (!interval || this.#isElsewhere()) return null;
    return [this.#scale.binOf(interval[0]), this.#scale.binOf(interval[1])];
  }

  /** Whether all chosen days are outside those of the data. */
  #isElsewhere() {
    const { first = "", last = "", interval = null } = this.#data ?? {};
    return interval !== null && (interval[1] < first || interval[0] > last);
  }

  /** @returns {Bins} */
  #ends() {
    return this.#chosen ?? [0, this.#scale.bins - 1];
  }

  /** What is drawn as chosen: the days that are played, or those that are chosen. */
  #shown() {
    const { playing } = this.player;
    return playing ? /** @type {Bins} */ ([playing.within[0], playing.at]) : this.#chosen;
  }

  #draw() {
    const data = this.#data;
    if (!data) return;
    const shown = this.#shown();
    drawBars(this.drawing, data, this.#scale, shown, this.#isElsewhere());
    this.drawing.prepend(...drawLevels(part(this.root, ".timeline-levels"), data, this.#scale));
    this.#drawToll(data);
    this.drawing.setAttribute("role", "img");
    this.drawing.setAttribute("aria-label", spoken(data.rows, this.#scale));
    this.#markBars();
    drawAxis(part(this.root, ".timeline-axis"), this.#scale);
    const ends = shown ?? this.#ends();
    for (const [end, handle] of this.handles.entries()) drawHandle(handle, this.#scale, ends[end], end === 1);
    this.clear.hidden = !data.interval;
    this.player.button.disabled = this.#isElsewhere();
    part(this.root, ".timeline-hint").textContent = this.#hint(data);
  }

  /** @param {Data} data */
  #drawToll({ rows: all, last, isWhole = true }) {
    const rows = isWhole ? all : all.filter(({ end }) => end <= last); // what lasts longer ends later
    this.chart.querySelector(".timeline-toll-axis")?.remove();
    const isShown = this.toll.ariaPressed === "true";
    const words = part(this.root, ".timeline-toll-words");
    words.textContent = isShown ? tollWords(rows) : "";
    if (!isShown) return;
    this.drawing.append(...band(rows, this.#scale, HEIGHT));
    this.field.after(tollAxis(rows, this.#scale, HEIGHT));
  }

  #toggleToll() {
    this.toll.ariaPressed = String(this.toll.ariaPressed !== "true");
    this.#draw();
  }

  /** @param {Data} data */
  #hint(data) {
    const { rows } = data;
    const scale = this.#scale;
    if (this.player.days) return tally(rows, this.player.days);
    if (this.#isElsewhere()) return term("timeline-outside");
    if (this.#chosen) {
      const [first, last] = this.#chosen;
      const days = this.#brush(data)?.join() === this.#chosen.join() ? data.interval : null;
      if (days && days.join() !== scale.daysOf(this.#chosen).join())
        return inWords(toDay(days[0]), toDay(days[1])); // only a part of its bars is chosen
      return first === last ? this.#linesOf(first).join("; ") : scale.words(first, last);
    }
    if (!rows.length) return term("timeline-empty");
    const most = Math.max(...stacks(rows, scale).map(sum));
    const counts = term(most ? "timeline-most" : "timeline-unknown", { size: scale.size, most });
    const thin = most && ranges(rows, scale).length ? [term("timeline-thin")] : [];
    return [counts, ...thin, term("timeline-drag")].join(" ");
  }

  /** @param {Bins} bins */
  #commit(bins) {
    this.#chosen = bins;
    const isAll = this.#data?.isWhole !== false && this.#scale.isWhole(bins);
    this.#choose({ days: isAll ? null : this.#scale.daysOf(bins) });
  }

  // ---- by pointer

  #onDrag() {
    this.#dragFrom(/** @type {Element} */ (this.drawing), (event) => this.#binAt(event));
    for (const [end, handle] of this.handles.entries()) this.#dragFrom(handle, () => this.#ends()[1 - end]);
  }

  /** @param {PointerEvent} event */
  #binAt({ clientX }) {
    const box = this.drawing.getBoundingClientRect();
    return this.#scale.within(Math.floor(((clientX - box.left) / box.width) * this.#scale.bins));
  }

  /**
   * @param {Element} node
   * @param {(event: PointerEvent) => number} fixedBin The bin of the other end.
   */
  #dragFrom(node, fixedBin) {
    const target = /** @type {HTMLElement} */ (node);
    target.addEventListener("pointerdown", (event) => {
      const fixed = fixedBin(event);
      const dragging = new AbortController();
      const move = (/** @type {PointerEvent} */ moved) => {
        const bin = this.#binAt(moved);
        this.#chosen = [Math.min(fixed, bin), Math.max(fixed, bin)];
        this.#draw();
      };
      const end = () => {
        dragging.abort();
        this.#commit(this.#ends());
      };
      target.setPointerCapture(event.pointerId);
      move(event);
      target.addEventListener("pointermove", move, { signal: dragging.signal });
      target.addEventListener("pointerup", end, { signal: dragging.signal });
      event.preventDefault();
    });
  }

  // ---- by keyboard

  #onKeys() {
    for (const [end, handle] of this.handles.entries()) {
      handle.addEventListener("keydown", (event) => {
        const by = steps(event.key);
        if (!by) return;
        event.preventDefault();
        this.#moveEnd(end, by);
      });
    }
  }

  /**
   * @param {number} end
   * @param {number} by
   */
  #moveEnd(end, by) {
    const [first, last] = this.#ends();
    const to = this.#scale.within((end ? last : first) + by);
    this.#chosen = end ? [first, Math.max(first, to)] : [Math.min(to, last), last];
    this.#draw();
    this.#showTip(to);
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#commit(this.#ends()), COMMIT_AFTER);
  }

  // ---- what is pointed at

  /** The numbers of a bar, line by line. @param {number} bin */
  #linesOf(bin) {
    const { rows = [], marked = [] } = this.#data ?? {};
    return [...binLines(rows, this.#scale, bin), ...markedDays.onBin(marked, this.#scale, bin)];
  }

  /** Shows the numbers of a bar. @param {number} bin */
  #showTip(bin) {
    if (this.#data) this.tip.show(this.#linesOf(bin).join("\n"), this.field, (bin + 0.5) / this.#scale.bins);
  }

  #onHover() {
    for (const type of /** @type {const} */ (["pointermove", "pointerdown"]))
      this.drawing.addEventListener(type, (event) => {
        if (event.pointerType !== "touch") this.#showTip(this.#binAt(event)); // a finger chooses: the line above shows the numbers
      });
    this.drawing.addEventListener(
      "pointerleave",
      ({ pointerType }) => pointerType === "mouse" && this.tip.hide(),
    );
    for (const handle of this.handles) handle.addEventListener("blur", () => this.tip.hide());
    this.drawing.addEventListener("pointerover", ({ target }) => {
      const { from } = /** @type {SVGElement} */ (target).dataset;
      const days = from === undefined ? null : this.#shownDays(/** @type {SVGElement} */ (target).dataset);
      if (days) emit(window, "mapapp:hover", { source: "timeline", days });
    });
    this.drawing.addEventListener("pointerout", () => emit(window, "mapapp:hover", { source: "timeline" }));
  }

  /**
   * The days of a bar that are also shown elsewhere, which only the chosen ones are; null if none are.
   * @param {DOMStringMap} bar
   */
  #shownDays({ from, to }) {
    const shown = this.#shown() ?? this.#ends();
    const [first, last] = [Math.max(Number(from), shown[0]), Math.min(Number(to), shown[1])];
    return first <= last ? this.#scale.daysOf([first, last]) : null;
  }

  /** Marks the bars of the incident that is pointed at elsewhere, or else of the selected one. */
  #markBars() {
    const { first = "", last = "", selected } = this.#data ?? {};
    const marked = this.#pointed ?? selected;
    const isDrawn = marked && overlaps(marked[0], marked[1], [first, last]);
    const days = isDrawn ? marked.map((day) => this.#scale.binOf(day)) : undefined;
    for (const bar of this.drawing.querySelectorAll("rect")) {
      const { from, to } = bar.dataset;
      bar.classList.toggle(
        "marked",
        days !== undefined && Number(from) === days[0] && Number(to) === days[1],
      );
    }
  }
}

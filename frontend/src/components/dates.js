/**
 * The first and the last day that are shown, typed or picked from the browser's calendar. A typed day is accepted on
 * Enter, and when the field is left; a picked one at once. A field that is being typed into is not overwritten, however
 * often the page runs meanwhile.
 */

import { component } from "../common/component.js";
import { readDay, shortDay } from "../common/day_text.js";
import { element, part, svg } from "../common/dom.js";

/** @typedef {{label: string, start: string, end: string}} Preset Days to choose with a click. */
/** @typedef {{first: string, last: string, start: string, end: string, presets: Preset[]}} Data ISO dates; `first` and `last` are those of the data. */
/** @typedef {"start" | "end"} End */

export default component((parent) => new Dates(part(parent, "form")));

class Dates {
  /** @type {Data} */
  #data = { first: "", last: "", start: "", end: "", presets: [] };

  /** @type {(days: {start: string, end: string}) => void} */
  #send = () => {};

  /** @param {HTMLElement} form */
  constructor(form) {
    const field = (/** @type {End} */ end) =>
      new Field(part(form, `[name=${end}]`), (day) => this.#take(end, day));
    this.fields = { start: field("start"), end: field("end") };
    this.periods = /** @type {HTMLSelectElement} */ (part(form, "select"));
    this.periods.addEventListener("change", () =>
      this.#choose(this.#data.presets[this.periods.selectedIndex]),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  start() {}

  /** @param {ComponentArguments<Data>} argument */
  show({ data, setTriggerValue }) {
    this.#data = data;
    this.#send = (days) => setTriggerValue("interval", days);
    this.fields.start.show(data.start, data);
    this.fields.end.show(data.end, data);
    this.#showPeriods(data);
  }

  /** Custom dates are an option only while they are shown. @param {Data} data */
  #showPeriods({ presets, start, end }) {
    const at = presets.findIndex((preset) => preset.start === start && preset.end === end);
    const own = at < 0 ? [this.periods.dataset.own ?? ""] : [];
    const labels = [...presets.map(({ label }) => label), ...own];
    this.periods.replaceChildren(...labels.map((label) => element("option", "", label)));
    this.periods.selectedIndex = at < 0 ? presets.length : at;
  }

  /** @param {Preset | undefined} preset */
  #choose(preset) {
    if (preset) this.#send({ start: preset.start, end: preset.end });
  }

  /**
   * Takes one end, and moves the other along if they would cross.
   * @param {End} end
   * @param {string} day
   */
  #take(end, day) {
    const days = { start: this.#data.start, end: this.#data.end, [end]: day };
    if (days.start > days.end) days[end === "start" ? "end" : "start"] = day;
    this.#data = { ...this.#data, ...days }; // another day may be taken before the page has answered
    this.#send(days);
  }
}

class Field {
  #day = "";
  #span = { first: "", last: "" };
  #isTyping = false;
  #trouble = Object.assign(element("span", "dates-trouble"), { role: "alert" });
  #picker = Object.assign(element("input", "dates-picker"), {
    type: "date",
    tabIndex: -1,
    ariaHidden: "true",
  });

  /**
   * @param {HTMLInputElement} input
   * @param {(day: string) => void} take
   */
  constructor(input, take) {
    const label = /** @type {HTMLElement} */ (input.parentElement);
    this.input = input;
    this.take = take;
    label.append(this.#button(), this.#picker);
    label.after(this.#trouble);
    for (const type of ["focus", "click"])
      input.addEventListener(type, () => this.#isTyping || input.select());
    input.addEventListener("input", () => {
      this.#isTyping = true;
      this.#say("");
    });
    input.addEventListener("blur", () => this.#leave());
    input.addEventListener("keydown", ({ key }) => key === "Enter" && this.#read(input.value));
    this.#picker.addEventListener("change", () => this.#picker.value && this.#read(this.#picker.value));
  }

  /**
   * @param {string} day
   * @param {Data} data
   */
  show(day, { first, last }) {
    this.#day = day;
    this.#span = { first, last };
    const [min, , max] = [first, day, last].sort();
    Object.assign(this.#picker, { min, max, value: day });
    if (!this.#isTyping) this.input.value = shortDay(day);
  }

  /** @param {string} text */
  #read(text) {
    const day = readDay(text, this.#span);
    if (day) this.#accept(day);
    else this.#say(this.input.dataset.example ?? "");
  }

  /** Reverts what is not a day. */
  #leave() {
    this.#accept(readDay(this.input.value, this.#span) ?? this.#day);
  }

  /** @param {string} day */
  #accept(day) {
    const isNew = day !== this.#day;
    this.#isTyping = false;
    this.#day = day;
    this.input.value = shortDay(day);
    this.#say("");
    if (isNew) this.take(day);
  }

  /** @param {string} trouble */
  #say(trouble) {
    this.#trouble.textContent = trouble;
    this.input.ariaInvalid = String(Boolean(trouble));
  }

  #button() {
    const name = this.input.dataset.calendar ?? "";
    const button = Object.assign(element("button"), { type: "button", ariaLabel: name });
    button.append(
      svg("svg", { viewBox: "0 0 16 16" }, svg("path", { d: "M2 3.5h12v10H2zM2 6.5h12M5 1.5v3M11 1.5v3" })),
    );
    button.addEventListener("click", () => this.#picker.showPicker());
    return button;
  }
}

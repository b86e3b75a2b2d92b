/**
 * The first and the last day that are shown, typed or picked from the browser's calendar.
 *
 * Data from Python: {first, last, start, end}, days as YYYY-MM-DD; `first` and `last` are those of the data. What is typed
 * is taken on Enter, and when the field is left; what is picked, at once. A field that is being typed into is not written
 * to, however often the page runs meanwhile. Tells `interval` {start, end}.
 */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const EXAMPLE = "Write a day, such as 4 Oct 2020";
const SVG = "http://www.w3.org/2000/svg";
const fields = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const form = parentElement.querySelector("form");
  form.onsubmit = (event) => event.preventDefault();
  if (!fields.has(form)) fields.set(form, [new Field(form.elements.start), new Field(form.elements.end)]);
  const [start, end] = fields.get(form);
  const taken = (name, day) => {
    const days = { start: data.start, end: data.end, [name]: day };
    if (days.start > days.end) days[name === "start" ? "end" : "start"] = day;
    setTriggerValue("interval", days);
  };
  start.show(data.start, data, (day) => taken("start", day));
  end.show(data.end, data, (day) => taken("end", day));
}

class Field {
  constructor(input) {
    this.input = input;
    this.typing = false;
    this.trouble = document.createElement("span");
    Object.assign(this.trouble, { className: "dates-trouble", role: "alert" });
    this.picker = document.createElement("input");
    Object.assign(this.picker, { type: "date", className: "dates-picker", tabIndex: -1, ariaHidden: "true" });
    const button = document.createElement("button");
    Object.assign(button, { type: "button", ariaLabel: `Calendar: ${input.name === "start" ? "from" : "to"}` });
    button.append(calendarIcon());
    button.addEventListener("click", () => this.picker.showPicker());
    input.parentElement.append(button, this.picker);
    input.parentElement.after(this.trouble);
    for (const type of ["focus", "click"]) input.addEventListener(type, () => this.typing || input.select());
    input.addEventListener("input", () => this.typed());
    input.addEventListener("blur", () => this.take(input.value, { leaving: true }));
    input.addEventListener("keydown", ({ key }) => key === "Enter" && this.take(input.value));
    this.picker.addEventListener("change", () => this.picker.value && this.take(this.picker.value));
  }

  show(day, { first, last }, taken) {
    Object.assign(this, { day, taken });
    Object.assign(this.picker, { min: first < day ? first : day, max: last > day ? last : day, value: day });
    if (!this.typing) this.input.value = written(day);
  }

  typed() {
    this.typing = true;
    this.say("");
  }

  /** Takes a day; what is none is said, and taken back when the field is left. */
  take(text, { leaving = false } = {}) {
    const day = dayOf(text);
    if (!day && !leaving) return this.say(EXAMPLE);
    this.typing = false;
    this.say("");
    this.input.value = written(day ?? this.day);
    if (day && day !== this.day) {
      this.day = day;
      this.taken(day);
    }
  }

  say(trouble) {
    this.trouble.textContent = trouble;
    this.input.ariaInvalid = String(Boolean(trouble));
  }
}

/** Writes a day so that nobody takes the day for the month: 27 Sep 2020. */
function written(day) {
  const [year, month, date] = day.split("-").map(Number);
  const name = MONTHS[month - 1];
  return `${date} ${name[0].toUpperCase()}${name.slice(1)} ${year}`;
}

/** Reads a day: 27 Sep 2020, 27/9/2020, 27092020 (the day first) or 2020-09-27; null for anything else. */
function dayOf(text) {
  const parts = text.trim().toLowerCase();
  const dayFirst = parts.match(/^(\d{1,2})[\s./-]*([a-z]{3,9})\.?[\s./,-]*(\d{4})$/) ?? parts.match(/^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/) ?? parts.match(/^(\d{2})(\d{2})(\d{4})$/);
  const yearFirst = parts.match(/^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/);
  const [, year, month, date] = yearFirst ?? (dayFirst && [null, dayFirst[3], dayFirst[2], dayFirst[1]]) ?? [];
  const number = Number(month) || MONTHS.indexOf(month?.slice(0, 3)) + 1;
  const found = new Date(Date.UTC(year, number - 1, date));
  const same = found.getUTCFullYear() === Number(year) && found.getUTCMonth() === number - 1 && found.getUTCDate() === Number(date);
  return same ? found.toISOString().slice(0, 10) : null;
}

function calendarIcon() {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  path.setAttribute("d", "M2 3.5h12v10H2zM2 6.5h12M5 1.5v3M11 1.5v3");
  svg.append(path);
  return svg;
}

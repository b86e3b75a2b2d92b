/**
 * A table of records, a page at a time, each record about an incident. It follows what is pointed at elsewhere and,
 * while playing pauses, the days that were played; and reports to Python which incident was chosen.
 */

import { dossierLink, showOnMap } from "../common/chosen.js";
import { component } from "../common/component.js";
import { isPointedAt } from "../common/days.js";
import { activeIn, element, focusAgain, part } from "../common/dom.js";
import { appRoot, emitWhenPointedAt, listen } from "../common/page.js";
import { fetchJson, Question } from "../common/question.js";
import { learnTerms, term } from "../common/terms.js";

const PAGE = 100;

/** @typedef {{name: string, label: string, kind?: string, sortable?: boolean}} Column */
/** @typedef {string | string[] | {text: string, url?: string, absent?: boolean}} Field */
/** @typedef {{id: string, start: string, end: string, at: [number, number] | null, cells: Field[]}} Row */
/** @typedef {{columns: Column[], rows: Row[], numberMatched: number}} TableAnswer */
/** @typedef {{caption: string, selected: string | null, bring?: boolean, answer?: TableAnswer, url?: string, params?: [string, string][], names?: string | null, fingerprint?: string}} Data From Python: a route to ask, or the answer; `bring` scrolls to the table. */

export default component((parent) => new Records(part(parent, ".records")));

class Records {
  /** @type {Data} */
  #data = { caption: "", selected: null };

  /** @type {Pointed} */
  #pointed = {};

  /** @type {Days | null} */
  #days = null;

  #route = "";
  #offset = 0;
  #sortby = "date";

  /** @type {(id: string) => void} */
  #choose = () => {};

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    learnTerms(JSON.parse(root.dataset.words ?? ""));
    this.foot = part(root, ".records-foot");
    this.back = /** @type {HTMLButtonElement} */ (part(root, ".records-back"));
    this.on = /** @type {HTMLButtonElement} */ (part(root, ".records-on"));
    /** @type {Question<TableAnswer>} */
    this.question = new Question(
      (answer) => this.#draw(answer),
      (isBusy) => this.#say(term(isBusy ? "server-busy" : "table-lost")),
      () => this.#say(term("still-asking")),
    );
    for (const [button, pages] of /** @type {const} */ ([
      [this.back, -1],
      [this.on, 1],
    ])) {
      button.addEventListener("click", () => {
        part(root, ".records-scroll").scrollTop = 0;
        this.#turnTo(this.#offset + pages * PAGE);
      });
    }
  }

  /** @param {AbortSignal} leaving */
  start(leaving) {
    listen(window, "mapapp:hover", (pointed) => this.#markPointed(pointed ?? {}), leaving);
    listen(
      window,
      "mapapp:days",
      (played) => {
        if (played?.playing) return; // each day would be a page of records
        this.#days = played?.days ?? null;
        this.#offset = 0;
        if (this.#data.url) this.#refresh();
      },
      leaving,
    );
    leaving.addEventListener("abort", () => this.question.stop());
  }

  /** @param {ComponentArguments<Data>} argument */
  show({ data, setTriggerValue }) {
    const route = JSON.stringify([data.url, data.params]);
    if (route !== this.#route) this.#offset = 0;
    this.#route = route;
    const isOtherChosen = data.selected !== this.#data.selected;
    this.#data = data;
    this.#choose = (id) => setTriggerValue("incident", id);
    if (data.bring) this.root.scrollIntoView({ block: "start" });
    if (isOtherChosen) this.#markSelected();
    this.#refresh();
  }

  #refresh() {
    const { answer, url, params, names, fingerprint } = this.#data;
    if (answer) return this.#draw(answer);
    const query = new URLSearchParams(params);
    if (names) query.set("names", names);
    if (this.#days) query.set("datetime", this.#days.join("/"));
    for (const [name, value] of [
      ["sortby", this.#sortby],
      ["offset", this.#offset],
      ["limit", PAGE],
    ]) {
      query.set(String(name), String(value));
    }
    const address = `${appRoot()}${url}?${query}`;
    this.question.ask([address, fingerprint], (signal) => {
      this.root.setAttribute("aria-busy", "true");
      return fetchJson(address, { signal });
    });
  }

  /** @param {TableAnswer} answer */
  #draw({ columns, rows, numberMatched }) {
    if (!rows.length && this.#offset) return this.#turnTo(0);
    const active = activeIn(this.root);
    const row = [...this.#rows()].findIndex((before) => before.contains(active));
    this.root.setAttribute("aria-busy", "false");
    part(this.root, "caption").textContent = this.#data.caption;
    part(this.root, ".records-scroll").setAttribute("aria-label", this.#data.caption);
    this.root.classList.toggle(
      "records-accounts",
      columns.some(({ kind }) => kind === "account"),
    );
    part(this.root, "thead").replaceChildren(this.#head(columns));
    part(this.root, "tbody").replaceChildren(...rows.map((row) => this.#record(columns, row)));
    this.#markPointed(this.#pointed);
    this.#markSelected();
    this.#drawFoot(rows.length, numberMatched);
    this.#keepFocus(active, row);
  }

  /**
   * @param {number} shown
   * @param {number} all
   */
  #drawFoot(shown, all) {
    const last = this.#offset + shown;
    const isWhole = shown === all;
    const rows = term("table-shown", { first: this.#offset + 1, last, count: all });
    this.#say(!shown ? (part(this.foot, "p").dataset.none ?? "") : isWhole ? "" : rows);
    this.foot.hidden = shown > 0 && isWhole;
    this.back.hidden = this.on.hidden = isWhole;
    this.back.disabled = this.#offset === 0;
    this.on.disabled = last >= all;
  }

  /**
   * Keeps the focus where it was; from a button that can turn no further it moves to the other one.
   * @param {HTMLElement | null} active
   * @param {number} row The row that had it; below 0 if none had it.
   */
  #keepFocus(active, row) {
    const key = active?.dataset.key;
    if (key) {
      /** @type {NodeListOf<HTMLElement>} */
      const entries = this.root.querySelectorAll(row < 0 ? "thead [data-key]" : "tbody [data-key]");
      focusAgain(
        [...entries],
        Math.max(row, 0),
        ({ dataset }) => dataset.key === key,
        part(this.root, ".records-scroll"),
      );
    } else if (active === this.back && this.back.disabled) this.on.focus();
    else if (active === this.on && this.on.disabled) this.back.focus();
  }

  /** @param {number} offset */
  #turnTo(offset) {
    this.#offset = offset;
    this.#refresh();
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.foot.hidden = false;
    part(this.foot, "p").textContent = sentence;
  }

  /** @param {Column[]} columns */
  #head(columns) {
    const row = element("tr");
    row.append(...columns.map((column) => this.#heading(column)));
    return row;
  }

  /** @param {Column} column */
  #heading({ name, label, kind, sortable }) {
    const cell = Object.assign(element("th", kind && `records-${kind}`, sortable ? "" : label), {
      scope: "col",
    });
    if (!sortable) return cell;
    const isDown = this.#sortby.startsWith("-");
    const by = this.#sortby.replace(/^-/, "");
    if (by === name) cell.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    const button = Object.assign(element("button", "", label), { type: "button" });
    button.dataset.key = `sort ${name}`;
    button.addEventListener("click", () => {
      const initial = kind === "number" ? `-${name}` : name;
      this.#sortby = by !== name ? initial : isDown ? name : `-${name}`;
      this.#turnTo(0);
    });
    cell.append(button);
    return cell;
  }

  /**
   * @param {Column[]} columns
   * @param {Row} row
   */
  #record(columns, { id, start, end, at, cells }) {
    const row = element("tr");
    Object.assign(row.dataset, { id, start, end });
    row.append(
      ...columns.map(({ kind, label }, i) => {
        const cell = field(kind, cells[i], (text) => this.#titled(text, id, at));
        if (kind) cell.className = `records-${kind}`;
        if (kind === "account") cell.dataset.account = label;
        return cell;
      }),
    );
    row.addEventListener("click", ({ target }) => {
      if (!(/** @type {Element} */ (target).closest("a, button"))) this.#choose(id);
    });
    emitWhenPointedAt(row, { id, days: [start, end], at });
    return row;
  }

  /**
   * @param {string} text
   * @param {string} id
   * @param {[number, number] | null} at
   */
  #titled(text, id, at) {
    const link = dossierLink(id, this.#choose);
    link.dataset.key = id;
    link.append(element("bdi", "", text));
    return at ? [link, showOnMap(this.root.dataset.show ?? "", text, { id, at })] : [link];
  }

  /**
   * Marks the rows of the incident that is pointed at elsewhere, or of the days that are.
   * @param {Pointed} pointed
   */
  #markPointed(pointed) {
    this.#pointed = pointed;
    for (const row of this.#rows()) row.classList.toggle("marked", isPointedAt(row.dataset, pointed));
  }

  #markSelected() {
    for (const row of this.#rows()) {
      if (row.dataset.id === this.#data.selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  /** @returns {NodeListOf<HTMLTableRowElement>} */
  #rows() {
    return this.root.querySelectorAll("tr[data-id]");
  }
}

/**
 * @param {string | undefined} kind
 * @param {Field} content
 * @param {(text: string) => Node[]} titled
 */
function field(kind, content, titled) {
  const isTitle = kind === "title";
  const cell = element(isTitle ? "th" : "td");
  if (Array.isArray(content)) {
    cell.append(...content.map((line) => element("div", "", line)));
    return cell;
  }
  const { text, url, absent } = typeof content === "string" ? { text: content } : content;
  if (isTitle) cell.scope = "row";
  if (!text) cell.append(...blank());
  else if (absent && !url) cell.append(element("span", "records-quiet", text));
  else if (isTitle) cell.append(...titled(text));
  else cell.append(url ? link(text, url) : element("bdi", "", text));
  return cell;
}

/**
 * @param {string} text
 * @param {string} url
 */
function link(text, url) {
  const node = Object.assign(element("a"), {
    href: url,
    target: "_blank",
    rel: "noopener noreferrer nofollow",
  });
  node.append(element("bdi", "", text));
  return node;
}

/** A value that is not stated, which is not zero: a dash, with words for screen readers. */
function blank() {
  const dash = element("span", "records-quiet", "–");
  dash.ariaHidden = "true";
  return [dash, element("span", "records-heard", term("not-stated"))];
}

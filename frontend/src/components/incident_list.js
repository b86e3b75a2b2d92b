/**
 * The list of incidents that the map currently shows, in the order of the exports. It asks the same routes as the map,
 * follows the map's moves and the days that are played, and reports to Python which incident was chosen.
 */

import { dossierLink, showOnMap } from "../common/chosen.js";
import { component } from "../common/component.js";
import { isPointedAt } from "../common/days.js";
import { activeIn, element, focusAgain, part } from "../common/dom.js";
import { appRoot, emitWhenPointedAt, isStill, listen } from "../common/page.js";
import { fetchJson, Question } from "../common/question.js";
import { learnTerms, term } from "../common/terms.js";

const LIMIT = 200;
const MAP_WITHIN = 20_000; // ms to wait for a map that doesn't come, or doesn't follow
const SPEAK_AFTER = 900; // ms without a further move; a live region that changes with each would chatter

/** @typedef {{params: [string, string][], names: string | null, root: string, fingerprint: string, colours: Record<string, string>, otherColour: string, find?: (bounds: Bounds | null, days: Days | null) => Promise<ListAnswer>}} Data `find` answers where there is no server. */
/** @typedef {Required<Incident> & {located: boolean, at: [number, number] | null}} Entry */
/** @typedef {{incidents: Entry[], summary: string, numberMatched: number, numberSummaries: number, numberUnlocated: number}} ListAnswer */

export default component((parent) => new IncidentList(part(parent, ".incident-list")));

class IncidentList {
  /** @type {Data | null} */
  #data = null;

  /** @type {Pointed} */
  #pointed = {};

  /** @type {View | undefined} */
  #view;

  /** Nothing is asked until the map's position is known. */
  #isWaiting = true;

  /** The map that shows the same incidents. @type {number | undefined} */
  #map;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** @type {Days | null} */
  #days = null;

  #isPlaying = false;

  /** @type {(id: string) => void} */
  #choose = () => {};

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #speaking;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    learnTerms(JSON.parse(root.dataset.words ?? ""));
    this.list = part(root, "ol");
    part(root, ".incident-list-whole").addEventListener("click", () => this.#showWhole());
    /** @type {Question<ListAnswer>} */
    this.question = new Question(
      (answer) => this.#draw(answer),
      (isBusy) => this.#speak(term(isBusy ? "server-busy" : "list-lost")),
      () => this.#speak(term("still-asking")),
    );
  }

  /** @param {AbortSignal} leaving */
  start(leaving) {
    const { mapappView } = /** @type {PageWindow} */ (window);
    this.#view = mapappView ?? this.#view; // the map may have announced it while nobody listened
    this.#isWaiting = !this.#view;
    listen(window, "mapapp:view", (view) => this.#follow(view), leaving);
    listen(window, "mapapp:hover", (pointed) => this.#markPointed(pointed ?? {}), leaving);
    listen(window, "mapapp:days", (played) => this.#play(played), leaving);
    this.#wait();
    leaving.addEventListener("abort", () => {
      clearTimeout(this.#waiting);
      this.question.stop();
    });
  }

  /** @param {ComponentArguments<Data>} argument */
  show({ data, setTriggerValue }) {
    this.#data = data;
    this.#choose = (id) => setTriggerValue("incident", id);
    this.#recognise(this.#view);
    if (this.#isMapBehind()) this.#wait();
    this.#refresh();
  }

  /** Waits for the map, and does without it if it announces nothing. */
  #wait() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#isWaiting = false;
      this.#map = undefined;
      this.#refresh();
    }, MAP_WITHIN);
  }

  /** Whether the map still shows the previous filter: it will announce its view once it has followed. */
  #isMapBehind() {
    const view = this.#view;
    return view !== undefined && view.from === this.#map && !sameParams(view.params, this.#params());
  }

  /** @param {View | null | undefined} view */
  #follow(view) {
    if (!view) return;
    this.#view = view;
    this.#isWaiting = false;
    const isOwn = this.#recognise(view);
    if (isOwn || view.from !== this.#map) this.#refresh(); // else the map has followed another filter first
  }

  /**
   * Whether a view is of the same incidents; if so, its map is remembered.
   * @param {View | null | undefined} view
   */
  #recognise(view) {
    if (!view || !sameParams(view.params, this.#params())) return false;
    this.#map = view.from;
    return true;
  }

  #params() {
    const { params = [], names = null } = this.#data ?? {};
    return new URLSearchParams([...params, ...(names ? [["names", names]] : [])]);
  }

  /** @param {Played | null | undefined} played */
  #play(played) {
    this.#days = played?.days ?? null;
    this.#isPlaying = Boolean(played?.playing);
    const shown = this.#refresh();
    played?.waitFor(shown);
  }

  #refresh() {
    if (!this.#data || this.#isWaiting || this.#isMapBehind()) return Promise.resolve(true);
    clearTimeout(this.#waiting);
    const { find, fingerprint } = this.#data;
    const address = this.#address(this.#data);
    const here = this.#view?.bounds ?? null;
    return this.question.ask([address, fingerprint], (signal) =>
      find ? find(here, this.#days) : fetchJson(address, { signal }),
    );
  }

  /** @param {Data} data */
  #address({ root }) {
    const params = this.#params();
    if (this.#days) params.set("datetime", this.#days.join("/"));
    params.set("limit", String(LIMIT));
    if (this.#view) params.set("view", this.#view.bounds.join(","));
    return `${appRoot()}${root}api/collections/incidents/list?${params}`;
  }

  /** @param {ListAnswer} answer */
  #draw(answer) {
    const focused = activeIn(this.root);
    const index = focused ? this.#links().indexOf(focused) : -1;
    const heading = part(this.root, "h2");
    heading.textContent = (this.#view ? heading.dataset.here : heading.dataset.all) ?? "";
    this.list.replaceChildren(...answer.incidents.map((incident) => this.#entry(incident)));
    this.#markPointed(this.#pointed);
    part(this.root, ".incident-list-more").textContent = leftOut(answer);
    this.#speak(answer.summary);
    focusAgain(this.#links(), index, ({ dataset }) => dataset.id === focused?.dataset.id, heading);
  }

  /** @param {Entry} incident */
  #entry(incident) {
    const { id, start, end, at, title, killed, injured, when, located, place } = incident;
    const link = dossierLink(id, this.#choose);
    Object.assign(link.dataset, { id, start, end });
    const harm = [killed, injured].filter(Boolean).map(unbroken);
    link.append(
      this.#dot(incident),
      isolated("incident-list-title", title),
      isolated(`incident-list-harm ${harm.length > 1 ? "both" : ""}`, harm.join(", ")),
      isolated(
        "incident-list-when",
        [when, located ? place : this.root.dataset.unlocated].filter(Boolean).join(" · "),
      ),
    );
    const item = element("li");
    emitWhenPointedAt(item, { id, days: [start, end], at });
    item.append(link);
    if (at) item.append(showOnMap(this.root.dataset.show ?? "", title, { id, at }));
    return item;
  }

  /** @param {Entry} incident */
  #dot({ actor, aggregate, harm_status: status }) {
    const mark = element("i", `incident-list-dot ${aggregate ? "aggregate" : ""} ${status || "unstated"}`);
    const { colours = {}, otherColour = "" } = this.#data ?? {};
    mark.style.setProperty("--colour", colours[actor] || otherColour);
    return mark;
  }

  /** On a phone, shows the entries hidden at first; the focus moves to the first of them. */
  #showWhole() {
    const hidden = this.#links().find((link) => !link.checkVisibility());
    this.root.classList.add("whole");
    hidden?.focus();
  }

  /** @returns {HTMLElement[]} */
  #links() {
    return [...this.list.querySelectorAll("a")];
  }

  /**
   * Marks the incident that is pointed at elsewhere, or all incidents of the days that are.
   * @param {Pointed} pointed
   */
  #markPointed(pointed) {
    this.#pointed = pointed;
    for (const link of this.#links()) {
      link.classList.toggle("marked", isPointedAt(link.dataset, pointed));
    }
    if (pointed.source === "map") this.#bringIntoView();
  }

  /** Scrolls the list, and nothing around it, to the marked entry, unless a reader is in the list. */
  #bringIntoView() {
    const marked = this.#links().find((link) => link.classList.contains("marked"));
    if (!marked || this.root.matches(":hover, :focus-within")) return;
    const [box, entry] = [this.list, marked].map((node) => node.getBoundingClientRect());
    const top = Math.min(0, entry.top - box.top) || Math.max(0, entry.bottom - box.bottom);
    this.list.scrollBy({ top, behavior: isStill() ? "instant" : "smooth" });
  }

  /**
   * Writes the summary with the list at once, and has it read out when the view is at rest, never while days are played.
   * @param {string} sentence
   */
  #speak(sentence) {
    const region = part(this.root, ".incident-list-summary");
    clearTimeout(this.#speaking);
    const isFirst = !region.textContent;
    if (region.textContent !== sentence) {
      region.setAttribute("aria-live", "off");
      region.textContent = sentence;
    }
    const say = () => {
      if (region.ariaLive === "polite") return;
      region.setAttribute("aria-live", "polite");
      region.replaceChildren(sentence); // what changes is read out
    };
    if (!this.#isPlaying) this.#speaking = setTimeout(say, isFirst ? 0 : SPEAK_AFTER);
  }
}

/**
 * @param {string} text
 * @param {URLSearchParams} params
 */
const sameParams = (text, params) => String(new URLSearchParams(text)) === String(params);

/** @param {ListAnswer} answer */
function leftOut({ numberMatched, numberSummaries, numberUnlocated, incidents: listed }) {
  const located = listed.filter((incident) => incident.located).length;
  const parts = [];
  if (located < numberMatched) {
    parts.push(term("list-first", { shown: located, count: numberMatched }));
  }
  if (numberSummaries) parts.push(term("list-combined", { count: numberSummaries }));
  if (numberUnlocated) parts.push(term("list-unlocated", { count: numberUnlocated }));
  return parts.join(" ");
}

/** @param {string} words */
const unbroken = (words) => words.replaceAll(" ", "\u00a0");

/**
 * @param {string} className
 * @param {string} text
 */
function isolated(className, text) {
  const node = element("span", className);
  node.append(element("bdi", "", text));
  return node;
}

/** The shapes that Python and the frontend share. `views/map.py` and `mapdata/` make them. */

/** West, south, east, north in degrees, WGS84. */
type Bounds = [number, number, number, number];

/** First and last day, inclusive ISO dates. */
type Days = [string, string];

interface Point {
  type: "Point";
  coordinates: [number, number];
}

/** One incident in few words. */
interface Incident {
  kind: "incident";
  id: string;
  title?: string;
  when?: string;
  start?: string;
  end?: string;
  place?: string;
  actor?: string;
  attribution?: string;
  sources?: unknown;
  harm_status?: string;
  killed?: string;
  injured?: string;
  killed_low?: number | null;
  killed_high?: number | null;
  /** People killed or injured; null if no figure is given. */
  harmed?: number | null;
  uncertainty_m?: number | null;
  /** Whether it sums up several incidents, and is in no total. */
  aggregate?: boolean;
  /** UCDP where_prec; "3" and above are vague places. */
  location_precision?: string | number;
  /** `location_precision` in words. */
  precision?: string;
  admin1?: string;
}

/** Several incidents under one mark. */
interface Cell {
  kind: "cell";
  /** Incidents without summary entries. */
  count: number;
  by_actor: Record<string, number>;
  /** Summary entries. */
  aggregates?: number;
  bounds: Bounds;
  same_point: boolean;
  killed?: string;
  harmed?: number | null;
  /** How many of all are known to the district at best. */
  vague?: number;
  /** That district, if it is one for all. */
  somewhere?: string;
  uncertainty_m?: number | null;
}

interface FeatureOf<Properties> {
  type: "Feature";
  geometry: Point;
  properties: Properties;
}

type IncidentFeature = FeatureOf<Incident>;
type CellFeature = FeatureOf<Cell>;
type Feature = FeatureOf<Incident | Cell>;

type Side = "north" | "south" | "west" | "east";

/** What lies outside a view. */
interface Beyond {
  side: Side;
  count: number;
  bounds: Bounds;
}

/** What a source answers for a view. */
interface Answer {
  type: "FeatureCollection";
  features: Feature[];
  numberMatched?: number;
  numberSummaries?: number;
  numberUnlocated?: number;
  beyond?: Beyond[];
}

/** What a map shows at home, between which edges and at which zoom level. */
interface AtHome {
  view: Bounds;
  zoom: number;
  answer: Answer;
}

interface Source {
  view(bounds: Bounds, zoom: number, signal: AbortSignal): Promise<Answer>;
  members(bounds: Bounds, zoom: number): Promise<Answer>;
  one(id: string, zoom: number): Promise<Answer>;
  during?(days: Days | null): void;
  onDays?(days: Days, bounds: Bounds, zoom: number, signal: AbortSignal): Promise<Answer>;
}

interface SourceOptions {
  url?: string;
  params?: string;
  home?: string;
  coverage?: string;
  features?: { features?: Feature[] };
}

interface EvidenceMark {
  words: string;
  fill: number;
  width: number;
  inked: boolean;
  dashes: string;
  hollow: number;
  paper: number;
}

interface Sizes {
  least: number;
  per_root: number;
  largest: number;
  unstated: number;
  hollow: number;
  cell: CellSizes;
  examples: number[];
}

interface CellSizes {
  least: number;
  per_root: number;
  large: number;
  largest: number;
  most: number;
}

/** The legend of `views/style.py`. */
interface Legend {
  actors: [actor: string, colour: string][];
  other: string;
  otherWords: string;
  evidence: Record<string, EvidenceMark>;
  shown: string[];
  /** What of `MARKS` in `model/derived.py` occurs. */
  shapes: string[];
  sizes: Sizes;
}

interface IncidentOptions {
  source: SourceOptions;
  /** What the default view shows. */
  home: Bounds | null;
  legend: Legend;
  selected: string | null;
  /** The outlines of the area that is asked for, closed, longitude before latitude. */
  area?: [number, number][][];
  /** The state of the data. */
  fingerprint: string;
  /** Whose place names stand first, or "". */
  names: string;
  /** The traditions between which a reader may choose; none where no place has names of several. */
  nameOrders: Tradition[];
  /** Places of the data set's own gazetteer: a path under the app's root, or a FeatureCollection of `OwnPlace`. */
  places?: string | object | null;
  /** Takes the incident that is chosen on a map without a server; without it, its popup opens. */
  choose?: (id: string | null) => void;
}

interface TileOptions {
  /** Relative to the app's root if our own server has the tiles. */
  url: string;
  attribution: string;
  maxNativeZoom: number;
  subdomains: string;
  /** Whether they hold outlines, to be drawn, and no pictures. */
  drawn: boolean;
}

interface BaseOptions {
  /** Whether the app serves the map; else it is in a file of its own. */
  app: boolean;
  /** Whether a map in a file is one part of a page that scrolls. */
  inPage?: boolean;
  theme: "auto" | "light" | "dark";
  themes: Record<string, Record<string, string>>;
  /** How the lines of a data set are drawn, in turn. */
  lines: { width: number; dashes: number[]; cap: string }[];
  tiles: Partial<Record<"streets" | "satellite", TileOptions>>;
  attribution: string;
  /** The words of the map, by identifier. */
  words: Record<string, import("./common/terms.js").Pattern>;
  traditions: Tradition[];
  /**
   * A path under the app's root, the text of a CSV file, the data itself, or what brings them once they are wanted. Of the
   * `world`: the path of a cell, with `{cell}` for its place, or cells by place.
   */
  vectors: Record<string, unknown> & { world: string | WorldCells | (() => Promise<WorldCells>) };
}

type WorldCells = Record<string, import("./map/world_cells.js").Cell>;

/** Whose names places have: its words in the panel, its columns of towns and of districts. */
interface Tradition {
  name: string;
  words: string;
  places: NameColumn;
  districts: NameColumn;
}

type NameColumn = `name${string}`;

/**
 * A town, with a column of names for each tradition, of which `first` is whose stands in front; or with its name in Latin
 * letters and in those of the country.
 */
type Town = Record<"latitude" | "longitude" | "rank", string | number> & {
  first: string;
  local?: string;
} & Partial<Record<NameColumn, string>>;

/** A district's name in its widest spot, of which `room` says how wide it is, in degrees. */
interface DistrictName {
  name: string;
  latitude: number;
  longitude: number;
  room: number;
}

interface Outline {
  type: "Feature";
  /** The names stand in columns that begin with `name`. */
  properties: Record<"country" | "iso", string> & Record<NameColumn, string>;
  geometry: GeoJSON.Geometry;
}

/** A style sheet that a script imports is its text. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** What is pointed at: an incident, with its place [longitude, latitude], or days. */
interface Pointed {
  id?: string | null;
  days?: Days | null;
  at?: [number, number] | null;
  source?: string;
}

/** An incident that is to be shown on the map, with its place [longitude, latitude]. */
interface Shown {
  id: string;
  at: [number, number];
  byKeyboard: boolean;
}

/** Where a map stands. */
interface View {
  /** What is asked for of this view: the parameters of a query. */
  params: string;
  from: number;
  bounds: Bounds;
  zoom: number;
  isHome: boolean;
  center: [number, number];
}

/** The days that are played; `waitFor` takes promises of those who show them. */
interface Played {
  days: Days | null;
  playing: boolean;
  waitFor(shown: Promise<boolean>): void;
}

interface PageEvents {
  "mapapp:hover": Pointed;
  "mapapp:days": Played;
  "mapapp:view": View;
  "mapapp:show": Shown;
  "mapapp:select": { id: string | null };
  "mapapp:choice": Choice;
}

/** What a parameter of the address will say shortly. */
interface Choice {
  name: string;
  values: string[];
}

/** The page's window, on which the map and the page's other views hear each other. */
type PageWindow = Window & typeof globalThis & { mapappView?: View };

/** What Streamlit hands to a component of its second generation. */
interface ComponentArguments<Data> {
  data: Data;
  parentElement: HTMLElement;
  setTriggerValue(name: string, value: unknown): void;
}

/** What Chromium has and others do not. */
interface Window {
  navigation?: EventTarget;
}

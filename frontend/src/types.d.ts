/** The types that Python and the frontend share. `views/map.py` and `mapdata/` produce the data. */

/** West, south, east, north in degrees, WGS84. */
type Bounds = [number, number, number, number];

/** First and last day, inclusive ISO dates. */
type Days = [string, string];

interface Point {
  type: "Point";
  coordinates: [number, number];
}

/** An incident in brief. */
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
  /** Whether it sums up several incidents, and so is in no total. */
  aggregate?: boolean;
  /** UCDP where_prec; "3" and above are vague places. */
  location_precision?: string | number;
  /** `location_precision` in words. */
  precision?: string;
  admin1?: string;
}

/** Several incidents that share a mark. */
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
  /** How many of them are known to the district at best. */
  vague?: number;
  /** That district, if all share it. */
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

/** What is outside a view. */
interface Beyond {
  side: Side;
  count: number;
  bounds: Bounds;
}

/** A source's answer for a view. */
interface Answer {
  type: "FeatureCollection";
  features: Feature[];
  numberMatched?: number;
  numberSummaries?: number;
  numberUnlocated?: number;
  beyond?: Beyond[];
}

/** What a map shows at home, with its edges and zoom level. */
interface AtHome {
  view: Bounds;
  zoom: number;
  answer: Answer;
}

interface Source {
  view(bounds: Bounds, zoom: number, signal: AbortSignal): Promise<Answer>;
  members(bounds: Bounds, zoom: number): Promise<Answer>;
  incident(id: string, zoom: number): Promise<Answer>;
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
  /** Which of `MARKS` in `model/derived.py` occur. */
  shapes: string[];
  sizes: Sizes;
}

interface IncidentOptions {
  source: SourceOptions;
  /** What the default view shows. */
  home: Bounds | null;
  legend: Legend;
  selected: string | null;
  /** The outlines of the Query's area, closed, longitude before latitude. */
  area?: [number, number][][];
  /** The state of the data. */
  fingerprint: string;
  /** Whose place names come first, or "". */
  names: string;
  /** The traditions that a reader may choose between; none where no place has names of several. */
  nameOrders: Tradition[];
  /** Places of the data set's own gazetteer: a path relative to the app's root, or a FeatureCollection of `OwnPlace`. */
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
  /** Whether they hold outlines, to be drawn, rather than pictures. */
  drawn: boolean;
}

interface BaseOptions {
  /** Whether the app serves the map; otherwise it is in a standalone file. */
  app: boolean;
  /** Whether a map in a file is part of a page that scrolls. */
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
   * A path relative to the app's root, the text of a CSV file, the data itself, or a function that loads them on demand.
   * For the `world`: the path of a cell, with `{cell}` for its key, or cells by key.
   */
  vectors: Record<string, unknown> & { world: string | WorldCells | (() => Promise<WorldCells>) };
}

type WorldCells = Record<string, import("./map/world_cells.js").Cell>;

/** A tradition of place names: its label in the panel, its columns for towns and for districts. */
interface Tradition {
  name: string;
  words: string;
  places: NameColumn;
  districts: NameColumn;
}

type NameColumn = `name${string}`;

/**
 * A town with a column of names for each tradition, the name of `first` in front; or with its name in Latin letters and
 * in those of the country.
 */
type Town = Record<"latitude" | "longitude" | "rank", string | number> & {
  first: string;
  local?: string;
} & Partial<Record<NameColumn, string>>;

/** A district's name at its widest spot, which is `room` degrees wide. */
interface DistrictName {
  name: string;
  latitude: number;
  longitude: number;
  room: number;
}

interface Outline {
  type: "Feature";
  /** The names are in columns that begin with `name`. */
  properties: Record<"country" | "iso", string> & Record<NameColumn, string>;
  geometry: GeoJSON.Geometry;
}

/** A script imports a style sheet as text. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** What is pointed at: an incident, with its location [longitude, latitude], or days. */
interface Pointed {
  id?: string | null;
  days?: Days | null;
  at?: [number, number] | null;
  source?: string;
}

/** An incident to show on the map, with its location [longitude, latitude]. */
interface Shown {
  id: string;
  at: [number, number];
  byKeyboard: boolean;
}

/** A map's current view. */
interface View {
  /** The parameters of the Query that it shows. */
  params: string;
  from: number;
  bounds: Bounds;
  zoom: number;
  isHome: boolean;
  center: [number, number];
}

/** The days that are played; `waitFor` takes the promises of the views that show them. */
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

/** The values that a parameter of the URL will soon have. */
interface Choice {
  name: string;
  values: string[];
}

/** The page's window, by which the map and the page's other views communicate. */
type PageWindow = Window & typeof globalThis & { mapappView?: View };

/** What Streamlit passes to a component of its second generation. */
interface ComponentArguments<Data> {
  data: Data;
  parentElement: HTMLElement;
  setTriggerValue(name: string, value: unknown): void;
}

/** What only Chromium has. */
interface Window {
  navigation?: EventTarget;
}

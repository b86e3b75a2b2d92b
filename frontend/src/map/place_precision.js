/** How exactly an incident's place is known. Pure. */

/** Values of UCDP's where_prec for a place known to its district or less exactly. */
export const VAGUE = ["3", "4", "5", "6", "7"];

/** Those of them that name a district. */
export const IN_DISTRICT = ["3", "4"];

/**
 * Whether an incident's place is known to its district or less exactly.
 * @param {Pick<Incident, "location_precision">} incident
 */
export const isVague = ({ location_precision: precision }) => VAGUE.includes(String(precision ?? ""));

/**
 * The district of an incident of vague place, as the data name it; "" for any other.
 * @param {Pick<Incident, "location_precision" | "admin1">} incident
 */
export const districtOf = ({ location_precision: precision, admin1 }) =>
  IN_DISTRICT.includes(String(precision ?? "")) && typeof admin1 === "string" ? admin1 : "";

/**
 * Whether nothing in a cell has a known place.
 * @param {Pick<Cell, "count" | "aggregates" | "vague">} cell
 */
export const isAllVague = ({ count, aggregates = 0, vague = 0 }) => vague > 0 && vague === count + aggregates;

/**
 * Whether an incident or a cell has no known place.
 * @param {Incident | Cell} properties
 */
export const hasNoKnownPlace = (properties) =>
  properties.kind === "cell" ? isAllVague(properties) : isVague(properties);

/**
 * Whether an incident at a cell's point is in that cell: known and vague places there are kept apart.
 * @param {Incident} incident
 * @param {Cell} cell
 */
export function belongs(incident, cell) {
  if (!isAllVague(cell)) return Boolean(cell.vague) || !isVague(incident);
  return isVague(incident) && districtOf(incident) === (cell.somewhere ?? "");
}

/**
 * Whether a feature has a point.
 * @param {{geometry: unknown}} feature
 */
export function isLocated({ geometry }) {
  const { type, coordinates = [] } = /** @type {Partial<Point>} */ (geometry ?? {});
  return type === "Point" && coordinates.length > 1 && coordinates.slice(0, 2).every(Number.isFinite);
}

/** Incidents that can't be told apart are counted in a cell. Pure. */

import { asCell } from "./clusters.js";

const CLOSE = 18; // px

/** @typedef {(feature: Feature) => {x: number, y: number}} Place Where a feature lies, in pixels. */

/**
 * Puts each incident that found no room into a cell, with all whose places lie close to its own.
 * @param {Feature[]} features
 * @param {Set<string | null>} crowded Their identifiers.
 * @param {Place} place
 * @returns {Feature[]}
 */
export function counted(features, crowded, place) {
  let incidents = features.filter(isIncident);
  const cells = features.filter((feature) => !isIncident(feature));
  for (const feature of incidents) {
    if (!crowded.has(feature.properties.id) || !incidents.includes(feature)) continue;
    const members = around(feature, incidents, place);
    incidents = incidents.filter((other) => !members.includes(other));
    cells.push(asCell(members));
  }
  return [...cells, ...incidents];
}

/**
 * @param {Feature} feature
 * @param {IncidentFeature[]} others
 * @param {Place} place
 */
function around(feature, others, place) {
  const here = place(feature);
  const distance = (/** @type {Feature} */ other) => {
    const { x, y } = place(other);
    return Math.hypot(x - here.x, y - here.y);
  };
  const nearest = others.toSorted((one, other) => distance(one) - distance(other));
  const near = nearest.filter((other) => distance(other) <= CLOSE);
  return near.length > 1 ? near : nearest.slice(0, 2);
}

/** @returns {feature is IncidentFeature} */
function isIncident(/** @type {Feature} */ feature) {
  return feature.properties.kind === "incident";
}

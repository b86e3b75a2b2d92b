/** Incidents that can't be distinguished are counted in a cell. Pure. */

import { asCell } from "./clusters.js";

const CLOSE = 18; // px

/** @typedef {(feature: Feature) => {x: number, y: number}} Project The location of a feature, in pixels. */

/**
 * Puts each incident without room into a cell, with all whose locations are close to its own.
 * @param {Feature[]} features
 * @param {Set<string | null>} crowded Their identifiers.
 * @param {Project} project
 * @returns {Feature[]}
 */
export function counted(features, crowded, project) {
  let incidents = features.filter(isIncident);
  const cells = features.filter((feature) => !isIncident(feature));
  for (const feature of incidents) {
    if (!crowded.has(feature.properties.id) || !incidents.includes(feature)) continue;
    const members = around(feature, incidents, project);
    incidents = incidents.filter((other) => !members.includes(other));
    cells.push(asCell(members));
  }
  return [...cells, ...incidents];
}

/**
 * @param {Feature} feature
 * @param {IncidentFeature[]} others
 * @param {Project} project
 */
function around(feature, others, project) {
  const here = project(feature);
  const distance = (/** @type {Feature} */ other) => {
    const { x, y } = project(other);
    return Math.hypot(x - here.x, y - here.y);
  };
  const nearest = others.toSorted((a, b) => distance(a) - distance(b));
  const near = nearest.filter((other) => distance(other) <= CLOSE);
  return near.length > 1 ? near : nearest.slice(0, 2);
}

/** @returns {feature is IncidentFeature} */
function isIncident(/** @type {Feature} */ feature) {
  return feature.properties.kind === "incident";
}

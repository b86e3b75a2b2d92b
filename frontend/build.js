/**
 * Bundles the frontend into the files that the wheel ships. `node build.js [folder]`; without a folder, in place.
 *
 * The map is one script and one style sheet, with Leaflet in both; each of the page's components is a module of its own.
 */

import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = resolve(process.argv[2] ?? join(here, "../mapapp/views/assets"));
const components = join(source, "components");

/** @param {string} suffix */
const ofComponents = (suffix) =>
  readdirSync(components)
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(components, name));

const note = "/* Built from frontend/ by `make frontend`. */"; // a line of its own: Streamlit takes one line for a path

/** @type {import("esbuild").BuildOptions} */
const common = {
  banner: { js: note, css: note },
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "inline",
  logLevel: "warning",
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  ...common,
  entryPoints: [join(source, "map/map.js")],
  outdir: target,
  format: "iife",
  target: "es2022",
});
await build({
  ...common,
  entryPoints: [join(source, "map/map.css"), join(source, "page.css"), ...ofComponents(".css")],
  outdir: target,
  outbase: source,
  entryNames: "[name]",
  loader: { ".png": "dataurl" },
});
await build({
  ...common,
  entryPoints: ofComponents(".js"),
  outdir: target,
  format: "esm",
  target: "es2022",
});
for (const file of ofComponents(".html")) copyFileSync(file, join(target, basename(file)));
copyFileSync(join(here, "node_modules/leaflet/LICENSE"), join(target, "LEAFLET-LICENSE"));

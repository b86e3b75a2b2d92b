/**
 * Bundles the frontend into the files that the wheel ships. `node build.js [folder]`; without a folder, in place.
 *
 * The map is one script, with Leaflet and the styles of both in it; each of the page's components is a module of its own, and
 * so are what draws areas, which those load who draw, and what draws streets, for an operator with vector tiles.
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

/** @type {import("esbuild").BuildOptions} */
const script = { ...common, outdir: target, target: "es2022" };

/** @type {import("esbuild").BuildOptions} */
const styles = { ...common, loader: { ".png": "dataurl" } };

/** Gives a script that imports a style sheet the sheet's text, bundled. @type {import("esbuild").Plugin} */
const styleSheetsAsText = {
  name: "style sheets as text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ ...styles, banner: {}, entryPoints: [path], write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await build({
  ...script,
  entryPoints: [join(source, "map/map.js")],
  format: "iife",
  plugins: [styleSheetsAsText],
});
await build({ ...script, entryPoints: [join(source, "offline/offline.js")], format: "iife" });
await build({ ...script, entryPoints: [join(source, "draw/draw.js")], format: "esm" });
await build({ ...script, entryPoints: [join(source, "streets/streets.js")], format: "esm" });
await build({
  ...styles,
  entryPoints: [join(source, "page.css"), join(source, "offline/offline.css"), ...ofComponents(".css")],
  outdir: target,
  outbase: source,
  entryNames: "[name]",
});
await build({ ...script, entryPoints: ofComponents(".js"), format: "esm" });
for (const file of ofComponents(".html")) copyFileSync(file, join(target, basename(file)));
const licences = {
  "leaflet/LICENSE": "LEAFLET-LICENSE",
  "@mapbox/vector-tile/LICENSE.txt": "VECTOR-TILE-LICENSE",
  "pbf/LICENSE": "PBF-LICENSE",
};
for (const [from, to] of Object.entries(licences))
  copyFileSync(join(here, "node_modules", from), join(target, to));

#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12.4), geopandas 1.2.0, pyarrow 26.0.1.
# Expected: a column of lists is written to GeoPackage and FlatGeobuf as JSON, or rejected, with or without Arrow.
# Actual: without Arrow, which is geopandas' default for writing, each list becomes its Python representation, ['a',
#   'b'], which no other program reads; with Arrow it is JSON, ["a", "b"].
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0 pyarrow==26.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import sqlite3

import geopandas
import pyogrio
import shapely

rows = geopandas.GeoDataFrame({"tags": [["a", "b"]]}, geometry=[shapely.Point(46, 40)], crs="EPSG:4326")
seen = {}
for arrow in (False, True):
    rows.to_file("rows.gpkg", layer="rows", use_arrow=arrow)
    seen["GeoPackage", arrow] = sqlite3.connect("rows.gpkg").execute("SELECT tags FROM rows").fetchone()[0]
    rows.to_file("rows.fgb", use_arrow=arrow)
    seen["FlatGeobuf", arrow] = pyogrio.read_dataframe("rows.fgb").tags[0]
for (format, arrow), text in seen.items():
    print(f"{format}, use_arrow={arrow}: {text}")
    assert (json.loads(text) == ["a", "b"]) if arrow else text == "['a', 'b']", "this has changed"
PYTHON

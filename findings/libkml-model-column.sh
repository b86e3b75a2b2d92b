#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12.4 in its wheel), driver LIBKML.
#
# Expected: a text column called "model" is written to KML like any other, and the point remains a point.
# Actual: when the file is read back, the row with a value in "model" has lost its point; the row without one keeps it.
#   The driver interprets the value as the file of a 3D model and writes a Model in place of the Point.
# A column of the same type with another name ("weapon") leaves both points in place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import geopandas
import pyogrio
from shapely import Point


def points_read_again(column: str) -> list[bool]:
    """Write two points with a text column, read them again, say of each whether it is there."""
    points = [Point(47.1, 40.4), Point(46.7, 39.8)]
    frame = geopandas.GeoDataFrame({column: ["Type A", None]}, geometry=points, crs="EPSG:4326")
    pyogrio.write_dataframe(frame, f"{column}.kml", driver="LIBKML")
    read = pyogrio.read_dataframe(f"{column}.kml")
    return [shape is not None and not shape.is_empty for shape in read.geometry]


seen = {column: points_read_again(column) for column in ("weapon", "model")}
print("pyogrio", pyogrio.__version__, "GDAL", pyogrio.__gdal_version_string__, seen)
assert seen == {"weapon": [True, True], "model": [False, True]}, "this has changed"
PYTHON

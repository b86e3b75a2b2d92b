#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12.4 in its wheel), GeoJSON.
#
# Expected: a time without an offset, "2020-10-04T10:00:00", remains a local time whose offset is unknown.
# Actual: on its own it does. Next to a row with "+04:00" it is read as UTC, as if the file had said so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
from pathlib import Path

import pyogrio


def first_time(*times: str) -> str:
    """Write features with these times as GeoJSON and read the first one again."""
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [47, 40]}, "properties": {"at": time}}
        for time in times
    ]
    Path("times.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return pyogrio.read_dataframe("times.geojson")["at"].iloc[0].isoformat()


local = "2020-10-04T10:00:00"
seen = [first_time(local, local), first_time(local, "2020-10-04T10:00:00+04:00")]
print("pyogrio", pyogrio.__version__, "GDAL", pyogrio.__gdal_version_string__, seen)
assert seen == [local, f"{local}+00:00"], "this has changed"
PYTHON

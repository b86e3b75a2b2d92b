#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12), a GeoJSON text sequence (RFC 8142) of two Features and, at the end, an empty
# FeatureCollection.
# Expected: two features are counted, as two are read.
# Actual: three are counted. R's sf 1.0-9 (GDAL 3.6) creates as many rows as are counted and fills the last one with
#   1970-01-01, 0 and "", which look like data.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 pyarrow==26.0.1
cat > "$folder/look.py" <<'PYTHON'
import json, sys
import pyogrio

feature = lambda n: {"type": "Feature", "properties": {"n": n}, "geometry": {"type": "Point", "coordinates": [46, 40]}}
records = [feature(1), feature(2), {"type": "FeatureCollection", "features": []}]
with open(sys.argv[1], "w") as file:
    file.writelines(f"\x1e{json.dumps(record)}\n" for record in records)
counted = pyogrio.read_info(sys.argv[1], force_feature_count=True)["features"]
read = len(pyogrio.read_arrow(sys.argv[1])[1])
print(f"counted: {counted}, read: {read}")
sys.exit((counted, read) != (3, 2))
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder/a.geojsons"

#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12), newline-delimited GeoJSON and a GeoJSON text sequence (RFC 8142) of three Features, the
# second truncated.
# Expected: an error, a warning or a count of three.
# Actual: two rows are read and two are counted, without an error or a warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 pyarrow==26.0.1
cat > "$folder/look.py" <<'PYTHON'
import json, sys, warnings
import pyogrio

warnings.simplefilter("error")
feature = lambda n: json.dumps({"type": "Feature", "properties": {"n": n}, "geometry": None})
records = [feature(1), feature(2)[:-5], feature(3)]
seen = {}
for name, mark in (("lines", ""), ("sequence", "\x1e")):
    path = f"{sys.argv[1]}/{name}.geojsonl"
    with open(path, "w") as file:
        file.writelines(f"{mark}{record}\n" for record in records)
    rows = pyogrio.read_arrow(path)[1]["n"].to_pylist()
    seen[name] = rows, pyogrio.read_info(path, force_feature_count=True)["features"]
    print(name, "read:", rows, "counted:", seen[name][1])
sys.exit(any(rows != [1, 3] for rows, _ in seen.values()))
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder"

#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL 3.12.4 in its wheel), driver XLSX.
#
# Expected: what can be read from a file can also be read from its bytes, which pyogrio accepts too.
# Actual: a GeoPackage can; an XLSX workbook can't. A workbook is internally a zip archive, and bytes that begin like
#   one are assumed to be a zipped data set: GDAL is given the archive's folder, which no driver recognizes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 geopandas==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from pathlib import Path

import pandas
import pyogrio
from pyogrio.errors import DataSourceError


def rows(source: str | bytes) -> int | str:
    """Count the rows that are read, or name the error."""
    try:
        return len(pyogrio.read_dataframe(source))
    except DataSourceError as error:
        return type(error).__name__


seen = {}
for driver, name in (("GPKG", "rows.gpkg"), ("XLSX", "rows.xlsx")):
    pyogrio.write_dataframe(pandas.DataFrame({"n": [1, 2]}), name, driver=driver)
    seen[driver] = rows(name), rows(Path(name).read_bytes())
print("pyogrio", pyogrio.__version__, "GDAL", pyogrio.__gdal_version_string__, seen)
assert seen == {"GPKG": (2, 2), "XLSX": (2, "DataSourceError")}, "this has changed"
PYTHON

#!/usr/bin/env bash
# pyogrio 0.13.0 with GDAL 3.12.4, openpyxl 3.1.5, pyarrow 25.0.0.
#
# Expected: with HEADERS=FORCE the first line of a sheet names its columns, so a sheet with one line has names and no
#   rows.
# Actual: GDAL's XLSX driver reads the only line as a row of columns called Field1 and Field2, despite the option. A
#   template that nobody has filled in, or an empty export, has one incident called `incident_id`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 openpyxl==3.1.5 pyarrow==25.0.0
cd "$folder"
cat > read.py <<'PYTHON'
import openpyxl
import pyogrio

print("GDAL", pyogrio.__gdal_version_string__)
for rows in (0, 1):
    workbook = openpyxl.Workbook()
    workbook.active.append(["incident_id", "title"])
    for number in range(rows):
        workbook.active.append([f"incident {number}", "what happened"])
    workbook.save("sheet.xlsx")
    _, table = pyogrio.read_arrow("sheet.xlsx", HEADERS="FORCE")
    print(f"{rows} rows below the header: {table.schema.names} {table.to_pylist()}")
PYTHON
seen=$("$folder/venv/bin/python" read.py)
echo "$seen"
grep -q "^0 rows below the header: \['Field1', 'Field2'\] \[{'Field1': 'incident_id', 'Field2': 'title'}\]$" <<<"$seen"
grep -q "^1 rows below the header: \['incident_id', 'title'\] \[{'incident_id': 'incident 0'" <<<"$seen"

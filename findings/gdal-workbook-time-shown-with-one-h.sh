#!/usr/bin/env bash
# pyogrio 0.13.0 with GDAL 3.12.4, openpyxl 3.1.5, pyarrow 25.0.0.
#
# Expected: an instant in a workbook's cell is read as an instant, however many digits its hours are displayed with.
# Actual: GDAL's XLSX driver reads a cell as an instant if its format contains `hh`, but as a day if it contains only
#   one `h`, as openpyxl's default format for instants does (`yyyy-mm-dd h:mm:ss`). The times in such a column are lost
#   without a warning; the days remain.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 openpyxl==3.1.5 pyarrow==25.0.0
cd "$folder"
cat > read.py <<'PYTHON'
from datetime import datetime

import openpyxl
import pyogrio

workbook = openpyxl.Workbook()
sheet = workbook.active
sheet.append(["name", "as openpyxl writes it", "with two digits"])
for number in (1, 2):
    sheet.append([f"row {number}", *[datetime(2020, 10, 4, 9 + number, 30)] * 2])
    sheet.cell(number + 1, 3).number_format = "yyyy-mm-dd hh:mm:ss"
workbook.save("times.xlsx")
print("GDAL", pyogrio.__gdal_version_string__, "shown:", sheet["B2"].number_format)
meta, table = pyogrio.read_arrow("times.xlsx")
for name, kind in zip(table.schema.names, table.schema.types):
    if name != "name":
        print(f"{name}: {kind}, {table[name][0]}")
PYTHON
seen=$("$folder/venv/bin/python" read.py)
echo "$seen"
grep -q "as openpyxl writes it: date32.*2020-10-04$" <<<"$seen"
grep -q "with two digits: timestamp.*2020-10-04 10:30:00" <<<"$seen"

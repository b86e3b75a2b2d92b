#!/usr/bin/env bash
# ibis-framework 12.0.0, with chdb 4.4.0 (ClickHouse 26.9.2) to run what it writes.
#
# Expected: a day in another century remains that day, or is rejected: ClickHouse has a type for it, Date32.
# Actual: Ibis writes `toDate`, and casts to `Date`, which covers the days from 1970 to 2149: 31 December 1899 silently
#   becomes 1 January 1970.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ibis-framework[duckdb]==12.0.0" "sqlglot<30" chdb==4.4.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date

import chdb
import ibis

DAY = date(1899, 12, 31)


def run(expression) -> str:
    return str(chdb.query(str(ibis.to_sql(expression.name("day"), dialect="clickhouse")), "TSV")).strip()


literal, cast = run(ibis.literal(DAY)), run(ibis.literal(str(DAY)).cast("date"))
own = str(chdb.query(f"SELECT toDate32('{DAY}')", "TSV")).strip()
print(f"ibis {ibis.__version__}, {DAY}: a literal is {literal}, a text that is cast {cast}; ClickHouse's toDate32 {own}")
assert own == str(DAY)
assert literal == cast == "1970-01-01", "this has changed"
PYTHON

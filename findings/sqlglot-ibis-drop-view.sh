#!/usr/bin/env bash
# ibis-framework 12.0.0 with sqlglot 30.30.0 (which its requirements allow): create_table(overwrite=True) in DuckDB.
# Expected: a table.
# Actual: the statement generated to drop a view has no name, and DuckDB rejects it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ibis-framework[duckdb]==12.0.0" sqlglot==30.30.0 duckdb==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import ibis
import pyarrow as pa

connection = ibis.duckdb.connect()
try:
    connection.create_table("t", pa.table({"x": [1]}), overwrite=True)
except Exception as problem:
    print(type(problem).__name__, str(problem).splitlines()[0])
else:
    raise SystemExit("changed: the table is there")
PYTHON

#!/usr/bin/env bash
# duckdb 2.0.0 (Python).
# Expected: a cursor, which the documentation calls a duplicate of the connection, is in the database that USE selected.
# Actual: a cursor is back in the connection's first database. A name that is not qualified with its database is not
#   found, or refers to something else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import duckdb

with duckdb.connect("towns.db") as made:
    made.execute("CREATE TABLE towns AS SELECT 'here' AS name")
connection = duckdb.connect()
connection.execute("ATTACH 'towns.db' AS other (READ_ONLY)")
connection.execute("USE other")
here = "SELECT current_database()"
seen = [connection.execute(here).fetchone()[0], connection.cursor().execute(here).fetchone()[0]]
print("duckdb", duckdb.__version__, "connection and cursor stand in", seen)
assert seen == ["other", "memory"], "this has changed"
PYTHON

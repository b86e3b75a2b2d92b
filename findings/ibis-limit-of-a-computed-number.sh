#!/usr/bin/env bash
# ibis-framework 12.0.0 with duckdb 2.0.0 and sqlglot 29.0.1.
#
# Expected: `table.limit(n)` with an n that is computed without the table (here 1 + 1) returns two rows.
# Actual: the limit becomes a subquery on the table, LIMIT (SELECT 1 + 1 FROM table), which returns a row for each row
#   of the table; DuckDB rejects it. An ordinary number works, and so does an aggregate of the table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ibis-framework[duckdb]==12.0.0" duckdb==2.0.0 sqlglot==29.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import duckdb
import ibis

engine = ibis.duckdb.connect()
table = engine.create_table("numbers", ibis.memtable({"n": [1, 2, 3]}).to_pyarrow())


def rows(limit: object) -> int | str:
    """Count the rows that a limit leaves, or name the error."""
    try:
        return engine.to_pyarrow(table.limit(limit)).num_rows
    except duckdb.Error as error:
        return type(error).__name__


seen = [rows(2), rows(table.count() - 1), rows(ibis.literal(1) + 1)]
print("ibis", ibis.__version__, "duckdb", duckdb.__version__, seen)
assert seen == [2, 2, "InvalidInputException"], "this has changed"
PYTHON

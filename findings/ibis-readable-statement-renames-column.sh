#!/usr/bin/env bash
# ibis-framework 12.0.0 with duckdb 2.0.0 and sqlglot 29.0.1.
#
# Expected: the statement that `ibis.to_sql` returns queries the same data as `to_pyarrow`; `pretty`, which is on by
#   default, changes only the layout.
# Actual: lines are indented even inside quotation marks. If a column's name contains a line break, as headers in
#   spreadsheets do, spaces are inserted into the name, and the engine does not find the column. `to_pyarrow` finds it,
#   and so does a statement made with `pretty=False`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ibis-framework[duckdb]==12.0.0" duckdb==2.0.0 sqlglot==29.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import duckdb
import ibis
import pyarrow as pa

NAME = "people\nharmed"
engine = ibis.duckdb.connect()
table = engine.create_table("towns", pa.table({NAME: [4, None]}))
stated = table.filter(table[NAME].notnull()).select(NAME)


def rows(statement: str) -> int | str:
    """Count the rows of a statement, or name the error."""
    try:
        return len(engine.con.sql(statement).fetchall())
    except duckdb.Error as error:
        return type(error).__name__


seen = [
    engine.to_pyarrow(stated).num_rows,
    rows(ibis.to_sql(stated, dialect="duckdb", pretty=False)),
    rows(ibis.to_sql(stated, dialect="duckdb")),
]
print("ibis", ibis.__version__, "duckdb", duckdb.__version__, seen)
assert seen == [1, 1, "BinderException"], "this has changed"
PYTHON

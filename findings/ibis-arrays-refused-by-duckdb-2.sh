#!/usr/bin/env bash
# ibis-framework 12.0.0 with duckdb 2.0.0 and sqlglot 29.0.1.
#
# Expected: expressions on array columns run on DuckDB 2, which ibis 12 allows (`duckdb!=1.3.0,>=0.10.3`).
# Actual: those that examine each member, even `unique`, `remove`, `union` and `intersect`, which take no function, are
#   written with the lambda arrow (`x -> ...`), which DuckDB 2 no longer accepts. `contains`, `concat` and `sort` work.
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

engine = ibis.duckdb.connect()
table = engine.create_table("events", pa.table({"one": [["a", "b"]], "other": [["b", "c"]]}))
one, other = table.one, table.other
expressions = {
    "contains": one.contains("a"),
    "concat": one.concat(other),
    "sort": one.sort(),
    "unique": one.unique(),
    "remove": one.remove("a"),
    "union": one.union(other),
    "intersect": one.intersect(other),
}


def is_refused(expression: ibis.Value) -> bool:
    """Tell whether the engine refuses the arrow; any other error is raised."""
    try:
        engine.to_pyarrow(table.select(found=expression))
    except duckdb.BinderException as error:
        if "lambda arrow" not in str(error):
            raise
        return True
    return False


refused = [name for name, expression in expressions.items() if is_refused(expression)]
print("ibis", ibis.__version__, "duckdb", duckdb.__version__, "refused:", *refused)
assert refused == ["unique", "remove", "union", "intersect"], "this has changed"
PYTHON

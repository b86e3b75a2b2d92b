#!/usr/bin/env bash
# duckdb 2.0.0 (Python).
# Expected: a statement named by SQL's PREPARE can be run with values that the client passes: EXECUTE counted(?).
# Actual: EXECUTE accepts values only if they are written into its text. It rejects ? and $value ("Parameter
#   argument/count mismatch"), and parameters passed by name ("This type of statement can't be prepared!"); and a cursor
#   does not know the statement at all. The client's own prepared statements, execute(SQL, values), are therefore the
#   only way to run a statement with values that never become text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

connection = duckdb.connect()
connection.execute("CREATE TABLE numbers AS SELECT range AS number FROM range(100)")
connection.execute("PREPARE counted AS SELECT count(*) FROM numbers WHERE number > $least")


def ran(where, statement: str, *values: object) -> str:
    try:
        return str(where.execute(statement, *values).fetchone()[0])
    except duckdb.Error as problem:
        return type(problem).__name__


seen = {
    "as text": ran(connection, "EXECUTE counted(least := 10)"),
    "by place": ran(connection, "EXECUTE counted(?)", [10]),
    "by name": ran(connection, "EXECUTE counted(least := $value)", {"value": 10}),
    "on a cursor": ran(connection.cursor(), "EXECUTE counted(least := 10)"),
    "prepared by the client": ran(connection, "SELECT count(*) FROM numbers WHERE number > $least", {"least": 10}),
}
print("duckdb", duckdb.__version__, seen)
assert seen == {
    "as text": "89",
    "by place": "InvalidInputException",
    "by name": "BinderException",
    "on a cursor": "BinderException",
    "prepared by the client": "89",
}, "this has changed"
PYTHON

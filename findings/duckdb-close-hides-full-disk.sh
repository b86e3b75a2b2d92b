#!/usr/bin/env bash
# duckdb 2.0.0 (Python).
# Expected: closing a connection fails, or warns, if the data written do not reach the file, because closing is said to
#   save them.
# Actual: on a full disk it closes silently. The file is truncated or empty, and all rows are in a .wal file that
#   nothing mentions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import os
import resource

import duckdb

connection = duckdb.connect()
connection.execute("ATTACH 'towns.db' AS towns")
connection.execute("CREATE TABLE towns.one AS SELECT md5(n::VARCHAR) AS name FROM range(10000) AS t(n)")
room = os.path.getsize("towns.db.wal") // 2
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))  # as a disk that is full from now on
connection.close()
resource.setrlimit(resource.RLIMIT_FSIZE, before)
os.rename("towns.db", "moved.db")
rows = duckdb.connect("moved.db").execute("SELECT count(*) FROM duckdb_tables()").fetchone()[0]
print("duckdb", duckdb.__version__, "closed without an error; tables in the file:", rows)
assert rows == 0, "this has changed"
PYTHON

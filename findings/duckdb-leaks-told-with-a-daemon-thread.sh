#!/usr/bin/env bash
# duckdb 2.0.0.
#
# Expected: a program whose daemon thread is still querying DuckDB when the program ends exits quietly.
# Actual: it exits with status 0, but prints pages of "nanobind: leaked ... instances", types and functions on standard
#   error. If the same thread is stopped and joined first, there are no such messages.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
cat > asking.py <<'PYTHON'
import sys
import threading
import time

import duckdb

connection, ending = duckdb.connect(), threading.Event()


def ask_until_told() -> None:
    while not ending.wait(0.05):
        connection.execute("SELECT 1").fetchall()


thread = threading.Thread(target=ask_until_told, daemon=True)
thread.start()
time.sleep(0.3)
if sys.argv[1] == "joined":
    ending.set()
    thread.join()
PYTHON
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import duckdb


def told(how: str) -> tuple[int, bool]:
    """Run the program; return its status, and whether it tells of leaks."""
    done = subprocess.run([sys.executable, "asking.py", how], capture_output=True, text=True)
    return done.returncode, "nanobind: leaked" in done.stderr


seen = {how: told(how) for how in ("running", "joined")}
print("duckdb", duckdb.__version__, seen)
assert seen == {"running": (0, True), "joined": (0, False)}, "this has changed"
PYTHON

#!/usr/bin/env bash
# playwright 1.59.0, with Python 3.11.
#
# Expected: a call of the sync API does the same work however the program was started.
# Actual: each call uses `inspect.stack` to find its caller. For a frame whose code has no file, as under `python -m` or
#   `python -c`, and so in every worker of pytest-xdist, Python searches all modules for the one it belongs to, finds
#   none, and searches again on the next call. With the thousands of modules of a larger program, that takes several
#   times as long as the call itself. If the program is run as a file, there is no search.
#   `inspect.modulesbyfile["<frozen runpy>"] = "runpy"` ("<string>" for `-c`) avoids it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/call.py" <<'PYTHON'
import inspect
import sys

from playwright.sync_api import sync_playwright

looked_at = 0
is_module = inspect.ismodule


def counted(thing):
    global looked_at
    looked_at += 1
    return is_module(thing)


way = sys.argv[1]
if way == "told":
    inspect.modulesbyfile["<frozen runpy>"] = "runpy"
with sync_playwright() as driver:
    asking = driver.request.new_context()
    asking.storage_state()
    inspect.ismodule = counted
    asking.storage_state()
    inspect.ismodule = is_module
    print(f"{way}: {looked_at} modules looked at for one call, of {len(sys.modules)}")
    assert (looked_at > len(sys.modules) / 2) == (way == "module"), "this has changed"
PYTHON
python3 -m venv "$folder/environment"
python="$folder/environment/bin/python"
"$python" -m pip install --quiet --disable-pip-version-check "playwright==1.59.0"
cd "$folder"
"$python" call.py file
"$python" -m call module
"$python" -m call told

#!/usr/bin/env bash
# pyarrow 26.0.1, its wheel for Linux, with the GNU C library (glibc).
#
# Expected: `release_unused()` of a memory pool returns unused memory to the system, as far as the pool's allocator can;
#   glibc's can, with `malloc_trim`.
# Actual: the mimalloc and jemalloc pools return it. The `system` pool, which the environment variable
#   ARROW_DEFAULT_MEMORY_POOL=system selects, returns nothing, and `malloc_trim` called immediately afterwards returns
#   most of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1
cd "$folder"
for pool in mimalloc jemalloc system; do
  venv/bin/python - "$pool" <<'PYTHON'
import ctypes
import os
import sys
from pathlib import Path

import pyarrow

ARRAYS, NUMBERS = 10_000, 2_000  # 160 MB in pieces that glibc keeps


def megabytes() -> float:
    """Measure what this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


name = sys.argv[1]
pool = {"mimalloc": pyarrow.mimalloc_memory_pool, "jemalloc": pyarrow.jemalloc_memory_pool, "system": pyarrow.system_memory_pool}[name]()
numbers = [1] * NUMBERS
arrays = [pyarrow.array(numbers, pyarrow.int64(), memory_pool=pool) for _ in range(ARRAYS)]
full, last = megabytes(), arrays[-1]
del arrays
pool.release_unused()
released = full - megabytes()
ctypes.CDLL(None).malloc_trim(0)
trimmed = full - megabytes()
print(f"pyarrow {pyarrow.__version__}, {pool.backend_name}: {released:.0f} MB given back, {trimmed:.0f} MB after malloc_trim")
if name == "system":
    assert released < 10 and trimmed > 100, "this has changed"
else:
    assert released > 100, "this has changed"
PYTHON
done

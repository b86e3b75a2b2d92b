#!/usr/bin/env bash
# pyspark 4.0.5 with Java 17.
#
# Expected: `SparkSession.interruptTag` cancels the queries that a thread runs after `addTag`, as its documentation
#   says: it interrupts "all operations of this session with the given operation tag".
# Actual: called from a thread other than the one waiting for the result, it cancels nothing and returns an empty list;
#   the query runs to the end. `SparkContext.cancelJobsWithTag` cancels what was run after `addJobTag`, from any thread.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.0.5
cd "$folder"
venv/bin/python - <<'PYTHON'
import threading

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.showConsoleProgress", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
context = spark.sparkContext
ASKED = "SELECT max(xxhash64(CAST(id AS STRING))) AS most FROM range(0, 120000000, 1, 8)"


def is_cancelled(ask, tag, cancel, untag) -> bool:
    """Ask something, cancel it again and again, and tell whether it was."""
    ended = threading.Event()

    def cancel_it() -> None:
        while not ended.wait(1):
            cancel("mine")

    thread = threading.Thread(target=cancel_it)
    thread.start()
    tag("mine")
    try:
        ask()
    except Exception:
        return True
    else:
        return False
    finally:
        untag("mine")
        ended.set()
        thread.join()


def ask() -> None:
    """Ask anew: what a frame has worked out before is not asked again."""
    spark.sql(ASKED).collect()


session = spark.addTag, spark.interruptTag, spark.removeTag
jobs = context.addJobTag, context.cancelJobsWithTag, context.removeJobTag
seen = {"tag of the session": is_cancelled(ask, *session), "tag of the jobs": is_cancelled(ask, *jobs)}
for how, cancelled in seen.items():
    print(f"pyspark {spark.version}, {how}: {'cancelled' if cancelled else 'ran to its end'}")
assert [*seen.values()] == [False, True], "this has changed"
PYTHON

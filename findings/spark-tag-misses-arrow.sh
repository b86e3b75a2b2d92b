#!/usr/bin/env bash
# pyspark 4.0.5 with Java 17.
#
# Expected: `SparkSession.interruptTag` cancels what a thread asks after `addTag`, as its documentation says: "all the operations
#   started by this thread in this session".
# Seen: an answer that is brought by `collect()` is cancelled; one that is brought by `toArrow()` is not, and runs to its end.
#   `SparkContext.addJobTag` and `cancelJobsWithTag` reach both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.0.5 pandas==3.1.1 pyarrow==26.0.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import threading
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
context = spark.sparkContext
ASKED = "SELECT max(xxhash64(CAST(id AS STRING))) AS most FROM range(0, 60000000, 1, 8)"


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


frame = spark.sql(ASKED)
session = spark.addTag, spark.interruptTag, spark.removeTag
jobs = context.addJobTag, context.cancelJobsWithTag, context.removeJobTag
seen = {
    "collect, tag of the session": is_cancelled(frame.collect, *session),
    "toArrow, tag of the session": is_cancelled(frame.toArrow, *session),
    "collect, tag of the jobs": is_cancelled(frame.collect, *jobs),
    "toArrow, tag of the jobs": is_cancelled(frame.toArrow, *jobs),
}
for how, cancelled in seen.items():
    print(f"pyspark {spark.version}, {how}: {'cancelled' if cancelled else 'ran to its end'}")
assert [*seen.values()] == [True, False, True, True], "this has changed"
PYTHON

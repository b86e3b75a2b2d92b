#!/usr/bin/env bash
# pyspark 4.0.5 with Java 17.
#
# Expected: a `datetime.date` passed to `SparkSession.sql` as an argument is that day in the statement.
# Actual: `strftime` turns it into text, writing years before 1000 without leading zeros; the text then becomes a
#   `java.sql.Date`, whose calendar lacks 5 to 14 October 1582. Those days silently arrive ten days later; years before
#   1000 raise an IllegalArgumentException without a message. A `java.time.LocalDate` arrives unchanged.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.0.5
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")


def seen(day) -> str:
    """Return the day that Spark has, in its own words, or what is raised."""
    try:
        return spark.sql("SELECT CAST(:day AS STRING) AS day", {"day": day}).first().day
    except Exception as problem:
        return type(problem).__name__


days = [date(1, 1, 1), date(999, 12, 31), date(1582, 10, 10), date(2020, 10, 4)]
given = [seen(day) for day in days]
java = [seen(spark._jvm.java.time.LocalDate.of(day.year, day.month, day.day)) for day in days]
for day, plain, local in zip(days, given, java, strict=True):
    print(f"pyspark {spark.version}, {day}: as it is {plain}, as LocalDate {local}")
assert given == ["IllegalArgumentException", "IllegalArgumentException", "1582-10-20", "2020-10-04"], "this has changed"
assert java == [str(day) for day in days], "this has changed"
PYTHON

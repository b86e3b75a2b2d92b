"""What is tried with an altered data set, and how it may end: read, rejected, or a fault in the program."""

import codecs
import csv
import io
import json
import sys
import traceback
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from mapapp.engine.store import Store
from mapapp.errors import MapappError
from mapapp.exports.formats import BY_PARAMETER
from mapapp.ingest import Ingested, read_dataset
from mapapp.ingest.csvfile import read_header
from mapapp.ingest.stored import read_bytes, unpacked
from mapapp.messages import notice
from mapapp.model.query import Query
from mapapp.model.report import Effect, at_a_glance

csv.field_size_limit(sys.maxsize)
UTF_16 = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE


class Ending(StrEnum):
    READ = "read"
    REFUSED = "refused with a reason"
    CRASH = "crash"
    HANG = "hang"
    LOSS = "rows lost in silence"


FAULTS = (Ending.CRASH, Ending.HANG, Ending.LOSS)


class Outcome(NamedTuple):
    """How a trial ended, and any remark on it."""

    ending: Ending
    said: str = ""


def tried(folder: Path, *, whole: bool) -> Outcome:
    """Read the data set of `incidents.csv` and recount it; with `whole`, load, query and export it too."""
    try:
        data = read_dataset(folder / "incidents.csv")
        json.dumps(data.report.as_json())
        at_a_glance(data.report.faults, 20)
        if whole:
            _shown(data)
    except MapappError as refused:
        return Outcome(Ending.REFUSED, str(refused))
    except BaseException:
        return Outcome(Ending.CRASH, traceback.format_exc())
    missing = "; ".join(lost(folder, data))
    return Outcome(Ending.LOSS, missing) if missing else Outcome(Ending.READ)


def _shown(data: Ingested) -> None:
    if data.report.rows_accepted("incidents"):
        store = Store.load(data)
        assert store.totals(Query())["matched"] == data.report.rows_accepted("incidents")
        json.loads(b"".join(BY_PARAMETER["json"].write(store, Query())))


def lost(folder: Path, data: Ingested) -> Iterator[str]:
    """Compare the rows in each file with those that were used and those reported as rejected.

    A blank record need not be reported, but may be, as one with too few cells.
    """
    translated = not (folder / "claims.csv").exists()
    for table in ("incidents",) if translated else ("incidents", "claims", "sources"):
        records = list(_filled(folder / f"{table}.csv"))
        filled, every = sum(records) - _names(data), len(records) - _names(data)
        used = data.report.rows_accepted(table)
        told = {f.row for f in data.report.faults if f.table == table and f.effect is Effect.ROW_REJECTED}
        if not filled <= used + len(told) <= every:
            yield f"{table}: {filled} rows in the file, {used} used, {len(told)} told as rejected"


def _names(data: Ingested) -> int:
    """Count the lines that are not rows of data: the header, if there is one, and the HXL tags."""
    nameless = any("has no header line" in note for note in data.report.notes)
    return (not nameless) + (notice("read-tags", file="incidents.csv") in data.report.notes)


def _filled(path: Path) -> Iterator[bool]:
    """Yield whether each record holds anything; only the delimiter comes from our own reader."""
    header = read_header(unpacked(read_bytes(path)))
    data = path.read_bytes()
    text = data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    if text[:4].casefold() == "sep=":
        text = text[7:] if text[5:7] == "\r\n" else text[6:]
    yield from (any(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=header.delimiter))

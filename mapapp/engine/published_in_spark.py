"""Data sets that Spark reads: each as a whole in Parquet files of its own, found by the latest of a list.

A program that has opened one keeps to its files while a newer one is published; the last but one is removed.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count, islice
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from mapapp.engine.about import About
from mapapp.engine.engines.spark.engine import Spark
from mapapp.engine.engines.spark.files import Files
from mapapp.engine.engines.spark.session import SECONDS_OF_A_QUESTION, lost, reason, session
from mapapp.engine.prepared import mark
from mapapp.engine.published import (
    KEPT,
    NAME,
    ROWS_PER_PIECE,
    Sizes,
    about,
    left_over,
    new_name,
    none_published,
    sizes,
)
from mapapp.engine.questions.records import everything
from mapapp.engine.store import Store
from mapapp.errors import EngineTooSlow, EngineUnavailable, UnwritableFile
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.model.holding import temporary_folder
from mapapp.settings import StoreAddress

__all__ = ["latest_about", "newest", "open_latest", "pool", "publish"]

PIECES_PER_FILE = 50
"""Workers read files, or parts of large ones, side by side."""
LOADS = "loads"
"""The folder of the list: a file for each data set, written last."""
_LOAD = re.compile(rf"(\d{{10}})-({NAME})\.json")

Problems = (PySparkException, Py4JError, OSError)


class Folder(NamedTuple):
    """Where data sets are published, as Spark finds it, and what gives the session that reads there."""

    name: str
    session: Callable[[], SparkSession]

    def files(self) -> Files:
        """Return its files."""
        return Files(self.session(), self.name)

    def engine(self, load: str) -> Spark:
        """Return the engine of one data set."""
        return Spark(self.session, f"{self.name}/{load}", load)


def pool(address: StoreAddress) -> Folder:
    """Find the folder of an address, and start Spark; raises as `session` does."""
    session(address)
    url = urlsplit(address.url)
    name = parse_qs(url.query).get("folder", [unquote(url.path)])[0]
    return Folder(name.rstrip("/"), partial(session, address))


def publish(store: Store, address: StoreAddress) -> None:
    """Write the tables of a store beside those that are published, and switch to them: whole, or not at all.

    Raises EngineUnavailable, and UnwritableFile with Spark's reason if it refuses.
    """
    folder = pool(address)
    try:
        files, load = folder.files(), new_name()
        for name in COLLECTIONS:
            _write_table(files, store, load, name)
        _require_seen(replace(store, engine=folder.engine(load)), store, address)
        _list(files, load, store)
        _remove_older(files)
    except Problems as problem:
        raise UnwritableFile(
            notice("store-unwritable", store=str(address), problem=reason(problem)),
            remedy=notice("spark-unwritable-remedy"),
        ) from problem


def _write_table(files: Files, store: Store, load: str, name: str) -> None:
    columns = store.table(name).columns
    pieces = store.batches(ROWS_PER_PIECE, everything, store.table(name))
    with temporary_folder() as here:
        for number in count():
            part = here / f"part-{number:05}.parquet"
            with pq.ParquetWriter(part, columns) as writer:
                for piece in islice(pieces, PIECES_PER_FILE):
                    writer.write_table(pa.Table.from_batches([piece]).cast(columns))
            rows = pq.read_metadata(part).num_rows
            if rows or not number:
                files.put(part, f"{load}/{name}/{part.name}")
            if not rows:
                return


def _require_seen(published: Store, store: Store, address: StoreAddress) -> None:
    """Let the workers count the rows: they do not see a folder that only this machine has."""
    try:
        here, there = sizes(store), sizes(published)
    except EngineTooSlow as problem:
        seconds = SECONDS_OF_A_QUESTION
        raise UnwritableFile(
            notice("spark-no-worker", store=str(address), seconds=seconds),
            remedy=notice("spark-no-worker-remedy"),
        ) from problem
    except EngineUnavailable as problem:
        raise _not_seen(address, problem.__cause__ or problem) from problem
    if here != there:
        raise _not_seen(address, ValueError(notice("spark-fewer", here=_rows(here), there=_rows(there))))


def _not_seen(address: StoreAddress, problem: BaseException) -> UnwritableFile:
    return UnwritableFile(
        notice("spark-not-seen", store=str(address), problem=reason(problem)),
        remedy=notice("spark-unwritable-remedy"),
    )


def _rows(tables: Sizes) -> int:
    return sum(one["n"] for one in tables.values())


def _list(files: Files, load: str, store: Store) -> None:
    number = max((int(one[1]) for one in _listed(files)), default=0) + 1
    files.write(f"{LOADS}/{number:010}-{load}.json", json.dumps({"mark": mark(), "told": store.as_json()}))


def _listed(files: Files) -> list[re.Match[str]]:
    """List what is published, the newest last."""
    return [found for name in sorted(files.ages(LOADS)) if (found := _LOAD.fullmatch(name))]


def _remove_older(files: Files) -> None:
    listed = _listed(files)
    for one in listed[:-KEPT]:
        files.remove(f"{LOADS}/{one[0]}")
    for name in left_over([one[2] for one in listed], files.ages()):
        files.remove(name)


class Publication(NamedTuple):
    """The data set that was published last: which it is, where its tables are, and what is told of it."""

    which: str
    load: str
    about: About


def newest(folder: Folder) -> str:
    """Return which data set was published last; "" if there is none."""
    try:
        return next((one[0] for one in reversed(_listed(folder.files()))), "")
    except Problems as problem:
        raise lost(problem) from problem


def _latest(folder: Folder, address: StoreAddress) -> Publication:
    which = newest(folder)
    if not which:
        raise none_published(address)
    try:
        told = json.loads(folder.files().read(f"{LOADS}/{which}"))
    except Problems as problem:
        raise lost(problem) from problem
    load = which.partition("-")[2].removesuffix(".json")
    return Publication(which, load, about(address, told["mark"], told["told"]))


def latest_about(address: StoreAddress) -> About:
    """Return what is told of the data set that was published last; raises as `open_latest` does."""
    return _latest(pool(address), address).about


def open_latest(folder: Folder, address: StoreAddress) -> tuple[str, Store]:
    """Open the data set that was published last; return which it is too.

    Raises UnreadableFile if there is none, or if another version of the program has published it.
    """
    one = _latest(folder, address)
    return one.which, Store.of(one.about, folder.engine(one.load))

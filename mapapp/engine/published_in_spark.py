"""Data sets that Spark reads: each has its own Parquet files; the last file of a list shows the newest.

A program that has opened a data set goes on reading its files when a newer one is published; older ones are
removed.
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
from mapapp.engine.engines.spark.session import SECONDS_OF_A_QUESTION, connection_lost, reason, session
from mapapp.engine.prepared import version_mark
from mapapp.engine.published import (
    DATASETS_KEPT,
    NAME,
    ROWS_PER_BATCH,
    Sizes,
    new_name,
    none_published,
    read_about,
    removable,
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

BATCHES_PER_FILE = 50
"""Workers read files, or parts of large ones, in parallel."""
LOADS = "loads"
"""The folder that lists what is published: one file for each data set, written last."""
_LOAD = re.compile(rf"(\d{{10}})-({NAME})\.json")

Problems = (PySparkException, Py4JError, OSError)


class Folder(NamedTuple):
    """A folder of published data sets, by the name that Spark uses, and a function that returns a session."""

    name: str
    session: Callable[[], SparkSession]

    def files(self) -> Files:
        """Return its files."""
        return Files(self.session(), self.name)

    def engine(self, load: str) -> Spark:
        """Return the engine of one data set."""
        return Spark(self.session, f"{self.name}/{load}", load)


def pool(address: StoreAddress) -> Folder:
    """Return the folder of an address, and start Spark; raises as `session` does."""
    session(address)
    url = urlsplit(address.url)
    name = parse_qs(url.query).get("folder", [unquote(url.path)])[0]
    return Folder(name.rstrip("/"), partial(session, address))


def publish(store: Store, address: StoreAddress) -> None:
    """Write the tables of a store next to those published, and switch to them: completely, or not at all.

    Raises EngineUnavailable, and UnwritableFile with Spark's reason if it refuses.
    """
    folder = pool(address)
    try:
        files, load = folder.files(), new_name()
        for name in COLLECTIONS:
            _write_table(files, store, load, name)
        _require_visible(replace(store, engine=folder.engine(load)), store, address)
        _announce(files, load, store)
        _remove_older(files)
    except Problems as problem:
        raise UnwritableFile(
            notice("store-unwritable", store=str(address), problem=reason(problem)),
            remedy=notice("spark-unwritable-remedy"),
        ) from problem


def _write_table(files: Files, store: Store, load: str, name: str) -> None:
    columns = store.table(name).columns
    batches = store.batches(ROWS_PER_BATCH, everything, store.table(name))
    with temporary_folder() as here:
        for number in count():
            part = here / f"part-{number:05}.parquet"
            with pq.ParquetWriter(part, columns) as writer:
                for batch in islice(batches, BATCHES_PER_FILE):
                    writer.write_table(pa.Table.from_batches([batch]).cast(columns))
            rows = pq.read_metadata(part).num_rows
            if rows or not number:
                files.put(part, f"{load}/{name}/{part.name}")
            if not rows:
                return


def _require_visible(published: Store, store: Store, address: StoreAddress) -> None:
    """Let the workers count the rows: they can't see a folder that only this machine has."""
    try:
        here, there = sizes(store), sizes(published)
    except EngineTooSlow as problem:
        seconds = SECONDS_OF_A_QUESTION
        raise UnwritableFile(
            notice("spark-no-worker", store=str(address), seconds=seconds),
            remedy=notice("spark-no-worker-remedy"),
        ) from problem
    except EngineUnavailable as problem:
        raise _not_visible(address, problem.__cause__ or problem) from problem
    if here != there:
        raise _not_visible(address, ValueError(notice("spark-fewer", here=_rows(here), there=_rows(there))))


def _not_visible(address: StoreAddress, problem: BaseException) -> UnwritableFile:
    return UnwritableFile(
        notice("spark-not-seen", store=str(address), problem=reason(problem)),
        remedy=notice("spark-unwritable-remedy"),
    )


def _rows(tables: Sizes) -> int:
    return sum(size["n"] for size in tables.values())


def _announce(files: Files, load: str, store: Store) -> None:
    number = max((int(match[1]) for match in _listed(files)), default=0) + 1
    files.write(
        f"{LOADS}/{number:010}-{load}.json", json.dumps({"mark": version_mark(), "told": store.as_json()})
    )


def _listed(files: Files) -> list[re.Match[str]]:
    """List the published data sets, the newest last."""
    return [match for name in sorted(files.ages(LOADS)) if (match := _LOAD.fullmatch(name))]


def _remove_older(files: Files) -> None:
    listed = _listed(files)
    for match in listed[:-DATASETS_KEPT]:
        files.remove(f"{LOADS}/{match[0]}")
    for name in removable([match[2] for match in listed], files.ages()):
        files.remove(name)


class Publication(NamedTuple):
    """The latest published data set: its identifier, where its tables are, and what is known about it."""

    identifier: str
    load: str
    about: About


def newest(folder: Folder) -> str:
    """Return the identifier of the latest published data set; "" if there is none."""
    try:
        return next((match[0] for match in reversed(_listed(folder.files()))), "")
    except Problems as problem:
        raise connection_lost(problem) from problem


def _latest(folder: Folder, address: StoreAddress) -> Publication:
    identifier = newest(folder)
    if not identifier:
        raise none_published(address)
    try:
        content = json.loads(folder.files().read(f"{LOADS}/{identifier}"))
    except Problems as problem:
        raise connection_lost(problem) from problem
    load = identifier.partition("-")[2].removesuffix(".json")
    return Publication(identifier, load, read_about(address, content["mark"], content["told"]))


def latest_about(address: StoreAddress) -> About:
    """Return what is known about the latest published data set; raises as `open_latest` does."""
    return _latest(pool(address), address).about


def open_latest(folder: Folder, address: StoreAddress) -> tuple[str, Store]:
    """Open the latest published data set; return its identifier and its store.

    Raises UnreadableFile if there is none, or if another version of the program published it.
    """
    latest = _latest(folder, address)
    return latest.identifier, Store.of(latest.about, folder.engine(latest.load))

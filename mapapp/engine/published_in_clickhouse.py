"""Data sets in ClickHouse: each as a whole in tables of its own, found by the latest that tells of one.

A program that has opened one keeps to its tables while a newer one is published; the last but one is removed.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

import pyarrow as pa
from clickhouse_connect.driver import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from mapapp.engine.about import About
from mapapp.engine.engines.clickhouse.connections import Connections, asked, connected, pool, reason
from mapapp.engine.engines.clickhouse.engine import TYPES, ClickHouse
from mapapp.engine.engines.clickhouse.statements import quoted
from mapapp.engine.prepared import mark
from mapapp.engine.published import (
    KEPT,
    NAME,
    ROWS_PER_PIECE,
    about,
    left_over,
    new_name,
    none_published,
    sizes,
)
from mapapp.engine.questions.records import everything
from mapapp.engine.store import Store
from mapapp.errors import UnwritableFile
from mapapp.messages import notice
from mapapp.model.collections import COLLECTIONS
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.settings import StoreAddress

__all__ = ["latest_about", "newest", "open_latest", "pool", "publish"]

STORED_BY = (ABOUT, ROW_ORDER)
"""By these columns rows are sorted where they lie, so that a stretch of them is quick to read."""
_TOLD = re.compile(rf"mapapp_told_(\d{{10}})_({NAME})")
"""The name of a table that tells of a data set: the only one that is there as long as it is published."""
_THERE = """
SELECT name, dateDiff('second', metadata_modification_time, now()) FROM system.tables
WHERE database = currentDatabase() AND startsWith(name, 'mapapp_') ORDER BY name
"""


def publish(store: Store, address: StoreAddress) -> None:
    """Write the tables of a store beside those that are published, and switch to them: whole, or not at all.

    Raises EngineUnavailable, and UnwritableFile with ClickHouse's reason if it refuses.
    """
    client = connected(address)
    with _telling_of(address):
        load = new_name()
        for name in COLLECTIONS:
            _write_table(client, store, load, name)
    _require_same(replace(store, engine=ClickHouse(Connections(client, client), load)), store, address)
    with _telling_of(address):
        _tell(client, store, load)
        _remove_older(client)


@contextmanager
def _telling_of(address: StoreAddress) -> Iterator[None]:
    try:
        yield
    except ClickHouseError as problem:
        raise UnwritableFile(
            notice("store-unwritable", store=str(address), problem=reason(problem)),
            remedy=notice("clickhouse-unwritable-remedy"),
        ) from problem


def _write_table(client: Client, store: Store, load: str, name: str) -> None:
    columns, table = store.table(name).columns, f"{load}_{name}"
    described = ", ".join(f"{quoted(one.name)} {_type(one)}" for one in columns)
    order = ", ".join(one for one in STORED_BY if one in columns.names)
    client.command(
        f"CREATE TABLE {table} ({described}) ENGINE = MergeTree ORDER BY ({order})"
        " SETTINGS allow_nullable_key = 1"
    )
    for piece in store.batches(ROWS_PER_PIECE, everything, store.table(name)):
        client.insert_arrow(table, pa.Table.from_batches([piece]).cast(columns))


def _type(column: pa.Field) -> str:
    kind = next(name for name, kind in TYPES.items() if kind == column.type)
    return f"Nullable({kind})"


def _require_same(published: Store, store: Store, address: StoreAddress) -> None:
    """Let ClickHouse count the rows and find first and last days: its manual does not promise all days."""
    here, there = sizes(store), sizes(published)
    for name, found in there.items():
        if found != here[name]:
            sides = {"here": _in_words(here[name]), "there": _in_words(found)}
            raise UnwritableFile(
                notice("clickhouse-otherwise", store=str(address), table=name, **sides),
                remedy=notice("clickhouse-otherwise-remedy"),
            )


def _in_words(size: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in size.items())


def _tell(client: Client, store: Store, load: str) -> None:
    """Write what is told of a data set, and give it the name by which it is found: the last step."""
    client.command(f"CREATE TABLE {load}_told (mark String, told String) ENGINE = MergeTree ORDER BY ()")
    client.insert_arrow(f"{load}_told", pa.table({"mark": [mark()], "told": [store.as_json()]}))
    number = max((int(one[1]) for one in _listed(_there(client))), default=0) + 1
    client.command(f"RENAME TABLE {load}_told TO mapapp_told_{number:010}_{load}")


def _there(client: Client, settings: dict[str, str] | None = None) -> dict[str, float]:
    """Tell which tables of ours there are, and since how many seconds."""
    return {
        str(name): float(seconds) for name, seconds in client.query(_THERE, settings=settings).result_rows
    }


def _listed(tables: dict[str, float]) -> list[re.Match[str]]:
    """List what is published, the newest last."""
    return [found for name in tables if (found := _TOLD.fullmatch(name))]


def _remove_older(client: Client) -> None:
    there = _there(client)
    listed = _listed(there)
    for one in listed[:-KEPT]:
        client.command(f"DROP TABLE IF EXISTS {one[0]}")
    parts = {name: part[1] for name in there if (part := re.fullmatch(rf"({NAME})_\w+", name))}
    ages = {load: there[name] for name, load in parts.items()}
    removed = {*left_over([one[2] for one in listed], ages)}
    for name, load in parts.items():
        if load in removed:
            client.command(f"DROP TABLE IF EXISTS {name}")


class Publication(NamedTuple):
    """The data set that was published last: which it is, how its tables' names begin, what is told of it."""

    which: str
    load: str
    about: About


def newest(connections: Connections) -> str:
    """Return which data set was published last; "" if there is none."""
    with asked(connections) as settings:
        return next((one[0] for one in reversed(_listed(_there(connections.asking, settings)))), "")


def _latest(connections: Connections, address: StoreAddress) -> Publication:
    which = newest(connections)
    if not which:
        raise none_published(address)
    with asked(connections) as settings:
        asked_for = f"SELECT mark, told FROM {which}"  # noqa: S608 - a name that matches _TOLD
        ((its_mark, told),) = connections.asking.query(asked_for, settings=settings).result_rows
    return Publication(which, which.removeprefix("mapapp_told_")[11:], about(address, its_mark, told))


def latest_about(address: StoreAddress) -> About:
    """Return what is told of the data set that was published last; raises as `open_latest` does."""
    return _latest(pool(address), address).about


def open_latest(connections: Connections, address: StoreAddress) -> tuple[str, Store]:
    """Open the data set that was published last; return which it is too.

    Raises UnreadableFile if there is none, or if another version of the program has published it.
    """
    one = _latest(connections, address)
    return one.which, Store.of(one.about, ClickHouse(connections, one.load))

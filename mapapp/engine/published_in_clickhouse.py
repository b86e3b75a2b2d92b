"""Data sets in ClickHouse: each has its own tables, and the last table about one shows which is newest.

A program that has opened a data set goes on reading its tables when a newer one is published; older ones are
removed.
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
from mapapp.engine.engines.clickhouse.connections import Connections, connect, pool, query_settings, reason
from mapapp.engine.engines.clickhouse.engine import TYPES, ClickHouse
from mapapp.engine.engines.clickhouse.statements import quoted
from mapapp.engine.prepared import version_mark
from mapapp.engine.published import (
    DATASETS_KEPT,
    NAME,
    ROWS_PER_BATCH,
    new_name,
    none_published,
    read_about,
    removable,
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
"""The columns by which stored rows are sorted, so that a range of them is quick to read."""
_ABOUT_TABLE = re.compile(rf"mapapp_told_(\d{{10}})_({NAME})")
"""The name of a table about a data set, which exists only while the data set is published."""
_TABLES_AND_AGES = """
SELECT name, dateDiff('second', metadata_modification_time, now()) FROM system.tables
WHERE database = currentDatabase() AND startsWith(name, 'mapapp_') ORDER BY name
"""


def publish(store: Store, address: StoreAddress) -> None:
    """Write the tables of a store next to those published, and switch to them: completely, or not at all.

    Raises EngineUnavailable, and UnwritableFile with ClickHouse's reason if it refuses.
    """
    client = connect(address)
    with _refusals_reported(address):
        load = new_name()
        for name in COLLECTIONS:
            _write_table(client, store, load, name)
    _require_same(replace(store, engine=ClickHouse(Connections(client, client), load)), store, address)
    with _refusals_reported(address):
        _announce(client, store, load)
        _remove_older(client)


@contextmanager
def _refusals_reported(address: StoreAddress) -> Iterator[None]:
    try:
        yield
    except ClickHouseError as problem:
        raise UnwritableFile(
            notice("store-unwritable", store=str(address), problem=reason(problem)),
            remedy=notice("clickhouse-unwritable-remedy"),
        ) from problem


def _write_table(client: Client, store: Store, load: str, name: str) -> None:
    columns, table = store.table(name).columns, f"{load}_{name}"
    described = ", ".join(f"{quoted(column.name)} {_type(column)}" for column in columns)
    order = ", ".join(name for name in STORED_BY if name in columns.names)
    client.command(
        f"CREATE TABLE {table} ({described}) ENGINE = MergeTree ORDER BY ({order})"
        " SETTINGS allow_nullable_key = 1"
    )
    for batch in store.batches(ROWS_PER_BATCH, everything, store.table(name)):
        client.insert_arrow(table, pa.Table.from_batches([batch]).cast(columns))


def _type(column: pa.Field) -> str:
    kind = next(name for name, kind in TYPES.items() if kind == column.type)
    return f"Nullable({kind})"


def _require_same(published: Store, store: Store, address: StoreAddress) -> None:
    """Compare row counts, first and last days with ClickHouse's; its manual doesn't promise every day."""
    here, there = sizes(store), sizes(published)
    for name, size in there.items():
        if size != here[name]:
            sides = {"here": _in_words(here[name]), "there": _in_words(size)}
            raise UnwritableFile(
                notice("clickhouse-otherwise", store=str(address), table=name, **sides),
                remedy=notice("clickhouse-otherwise-remedy"),
            )


def _in_words(size: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in size.items())


def _announce(client: Client, store: Store, load: str) -> None:
    """Write the table about a data set and give it its final name, which publishes it: the last step."""
    client.command(f"CREATE TABLE {load}_told (mark String, told String) ENGINE = MergeTree ORDER BY ()")
    client.insert_arrow(f"{load}_told", pa.table({"mark": [version_mark()], "told": [store.as_json()]}))
    number = max((int(match[1]) for match in _listed(_table_ages(client))), default=0) + 1
    client.command(f"RENAME TABLE {load}_told TO mapapp_told_{number:010}_{load}")


def _table_ages(client: Client, settings: dict[str, str] | None = None) -> dict[str, float]:
    """Return our tables, each with its age in seconds."""
    return {
        str(name): float(seconds)
        for name, seconds in client.query(_TABLES_AND_AGES, settings=settings).result_rows
    }


def _listed(tables: dict[str, float]) -> list[re.Match[str]]:
    """List the published data sets, the newest last."""
    return [match for name in tables if (match := _ABOUT_TABLE.fullmatch(name))]


def _remove_older(client: Client) -> None:
    table_ages = _table_ages(client)
    listed = _listed(table_ages)
    for match in listed[:-DATASETS_KEPT]:
        client.command(f"DROP TABLE IF EXISTS {match[0]}")
    loads = {name: part[1] for name in table_ages if (part := re.fullmatch(rf"({NAME})_\w+", name))}
    load_ages = {load: table_ages[name] for name, load in loads.items()}
    removed = {*removable([match[2] for match in listed], load_ages)}
    for name, load in loads.items():
        if load in removed:
            client.command(f"DROP TABLE IF EXISTS {name}")


class Publication(NamedTuple):
    """The latest published data set: its identifier, its tables' prefix, and what is known about it."""

    identifier: str
    load: str
    about: About


def newest(connections: Connections) -> str:
    """Return the identifier of the latest published data set; "" if there is none."""
    with query_settings(connections) as settings:
        return next((match[0] for match in reversed(_listed(_table_ages(connections.asking, settings)))), "")


def _latest(connections: Connections, address: StoreAddress) -> Publication:
    identifier = newest(connections)
    if not identifier:
        raise none_published(address)
    with query_settings(connections) as settings:
        sql = f"SELECT mark, told FROM {identifier}"  # noqa: S608 - a name that matches _ABOUT_TABLE
        ((mark, about),) = connections.asking.query(sql, settings=settings).result_rows
    return Publication(
        identifier, identifier.removeprefix("mapapp_told_")[11:], read_about(address, mark, about)
    )


def latest_about(address: StoreAddress) -> About:
    """Return what is known about the latest published data set; raises as `open_latest` does."""
    return _latest(pool(address), address).about


def open_latest(connections: Connections, address: StoreAddress) -> tuple[str, Store]:
    """Open the latest published data set; return its identifier and its store.

    Raises UnreadableFile if there is none, or if another version of the program published it.
    """
    latest = _latest(connections, address)
    return latest.identifier, Store.of(latest.about, ClickHouse(connections, latest.load))

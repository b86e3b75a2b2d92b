"""`mapapp load`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.engine.databases import publish
from mapapp.engine.opening import open_store
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS
from mapapp.settings import StoreAddress


def load(
    file: Annotated[Path, typer.Argument(help="The incidents file, or what `mapapp prepare` made from it.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="postgresql://host/database, spark://host:port/folder or clickhouse://host:port/database,"
            " without the password (docs/scale.md).",
        ),
    ],
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
) -> None:
    """Check a data set, evaluate its claims, and publish it in a database.

    What was published there before is replaced as a whole or not at all; running servers switch to it.
    """
    address, started_at = StoreAddress.parsed(to), time.monotonic()
    warn_if_broken_off(file)
    store = open_store(file, mapping)
    publish(store, address)
    typer.echo(store.report.summary())
    count, seconds = store.report.rows_accepted(INCIDENTS.name), time.monotonic() - started_at
    typer.echo(visible(notice("load-done", store=str(address), count=count, seconds=f"{seconds:,.0f}")))

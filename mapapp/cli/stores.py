"""Where a command reads a data set from: a file, a database, or what the environment says."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.settings import Settings, StoreAddress

StoreOption = Annotated[
    str | None,
    typer.Option(
        help="In place of a file: postgresql://host/database, spark://host:port/folder or"
        " clickhouse://host:port/database (docs/scale.md)."
    ),
]
"""The option of every command that can read a database."""


def one_place(file: object, store: str | None) -> dict[str, str]:
    """Spell the database that a command was given as a setting; BadQuery if it is given a file too."""
    if file and store:
        raise BadQuery("store", str(file), notice("expected-one-source"))
    if file:
        return {"MAPAPP_STORE": ""}
    return {"MAPAPP_STORE": store} if store else {}


def place_of(file: Path | None, store: str | None) -> Path | StoreAddress:
    """Find the data set that a command was given, or that the environment says."""
    given = one_place(file, store)
    return file or Settings.from_environment(os.environ | given).location

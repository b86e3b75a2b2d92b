"""Where a command reads a data set from: a file, a database, or as the environment says."""

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


def store_setting(file: object, store: str | None) -> dict[str, str]:
    """Return a command's database as a setting; BadQuery if it also has a file."""
    if file and store:
        raise BadQuery("store", str(file), notice("expected-one-source"))
    if file:
        return {"MAPAPP_STORE": ""}
    return {"MAPAPP_STORE": store} if store else {}


def dataset_location(file: Path | None, store: str | None) -> Path | StoreAddress:
    """Return where a command's data set is, or the one that the environment states."""
    setting = store_setting(file, store)
    return file or Settings.from_environment(os.environ | setting).location

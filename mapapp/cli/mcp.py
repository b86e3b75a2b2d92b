"""`mapapp mcp`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.stores import StoreOption, dataset_location
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.engine.opening import open_store
from mapapp.errors import BadSetting
from mapapp.messages import notice


def mcp(
    file: Annotated[
        Path | None, typer.Argument(help="The incidents file; the bundled data unless given.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
    store: StoreOption = None,
) -> None:
    """Answer an assistant's questions about a data set, over the Model Context Protocol on standard input."""
    try:
        from mapapp.api.assistants import assistants_server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        raise BadSetting(notice("mcp-missing"), remedy=notice("mcp-missing-remedy")) from missing
    location = dataset_location(file, store)
    warn_if_broken_off(location)
    assistants_server(open_store(location, mapping)).run()

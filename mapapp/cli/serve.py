"""`mapapp serve`."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.source import data_settings
from mapapp.cli.stores import StoreOption, store_setting
from mapapp.server.app import serve as serve_app
from mapapp.settings import NO_CACHE, OFF, ON, THIS_MACHINE, Settings


def serve(  # noqa: PLR0917 - one parameter per option of the command
    file: Annotated[
        str | None,
        typer.Argument(
            help="The incidents file, or the https URL of one; the bundled data set unless given."
        ),
    ] = None,
    every: Annotated[
        str, typer.Option(help="How often a file at a URL is fetched again, if it has changed: 30s, 10m, 2h.")
    ] = "10m",
    mapping: Annotated[
        Path | None,
        typer.Option(help="A mapping.toml: which columns of the file hold what (docs/formats.md)."),
    ] = None,
    store: StoreOption = None,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "localhost",
    tiles: Annotated[
        str | None,
        typer.Option(
            help="Street tiles, by a provider's name in xyzservices, a URL with {z}, {x} and {y} in it,"
            ' or a .pmtiles or .mbtiles file; "none": nothing is requested from third parties.'
        ),
    ] = None,
    tiles_attribution: Annotated[
        str | None, typer.Option(help="Whom to credit for the tiles of that URL or file; links are kept.")
    ] = None,
    public: Annotated[
        list[str] | None,
        typer.Option(
            "--public-address",
            help="Where readers find it, such as https://maps.example.org, if not there. Can be repeated.",
        ),
    ] = None,
    base_path: Annotated[str, typer.Option(help="Path prefix behind a reverse proxy.")] = "",
    cache: Annotated[
        bool, typer.Option(help="Keep a prepared copy of the data, so that the next start is quick.")
    ] = True,
    upload: Annotated[
        bool, typer.Option("--upload/--no-upload", help="Whether readers may look at files of their own.")
    ] = True,
    fetch: Annotated[
        bool | None,
        typer.Option(
            "--fetch/--no-fetch",
            help="Whether readers may have the server fetch such a file from an https URL."
            " By default, only if no other machine can reach the server.",
        ),
    ] = None,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Also show what is not published, under a banner that says so.")
    ] = False,
    log_in: Annotated[
        Path | None,
        typer.Option(help="Admit only readers who log in; the file says how (docs/deploy.md)."),
    ] = None,
    browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve the map of a data set, and its data API, until stopped."""
    is_for_one = address in THIS_MACHINE and not public and not os.environ.get("MAPAPP_PUBLIC_ADDRESS")
    fetches = (
        {ON: True, OFF: False}.get(os.environ.get("MAPAPP_FETCH", ""), is_for_one) if fetch is None else fetch
    )
    with data_settings(file, every) as data:
        serve_app(
            Settings.from_environment(
                os.environ
                | _stated_settings(
                    MAPAPP_TILES=tiles,
                    MAPAPP_TILES_ATTRIBUTION=tiles_attribution,
                    MAPAPP_MAPPING=mapping,
                    MAPAPP_LOG_IN=log_in,
                )
                | ({"MAPAPP_PUBLIC_ADDRESS": " ".join(public)} if public else {})
                | ({} if cache else {"MAPAPP_CACHE": NO_CACHE})
                | ({} if upload else {"MAPAPP_UPLOAD": OFF})
                | {"MAPAPP_FETCH": ON if fetches else OFF}
                | ({"MAPAPP_DRAFTS": ON} if drafts else {})
                | data
                | store_setting(file, store)
            ),
            {
                "server.port": port,
                "server.address": address,
                "server.baseUrlPath": base_path,
                "server.headless": not browser,
            },
            partial(typer.echo, err=True),
        )


def _stated_settings(**values: object) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}

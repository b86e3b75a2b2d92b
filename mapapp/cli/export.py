"""`mapapp export`."""

import os
import sys
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapapp import words
from mapapp.cli.query_options import with_query_options
from mapapp.cli.stores import StoreOption, dataset_location
from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.engine.opening import open_store, validating
from mapapp.engine.store import Store
from mapapp.errors import BadQuery
from mapapp.exports.formats import FORMATS, Format
from mapapp.exports.picture.request import SIZES, USUAL_SIZE
from mapapp.exports.saving import save
from mapapp.messages import notice
from mapapp.model.dataset_files import dataset_files
from mapapp.model.query import Query
from mapapp.settings import StoreAddress

MAX_SUGGESTIONS = 3
EXIT_FAULTS = 1


FormatName = StrEnum("FormatName", {form.name.upper(): form.name for form in FORMATS})  # type: ignore[misc]
"""What can be exported, for the command's options."""

SizeName = StrEnum("SizeName", {name: name for name in SIZES})  # type: ignore[misc]
USUAL = SizeName(USUAL_SIZE)


@with_query_options
def export(  # noqa: PLR0917 - one parameter per option of the command
    query: Query,
    file: Annotated[
        Path | None, typer.Argument(help="The incidents file; the bundled data unless given.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
    store: StoreOption = None,
    output: Annotated[str, typer.Option("--output", "-o", help="A file, or - for standard output.")] = "-",
    as_format: Annotated[
        FormatName | None,
        typer.Option("--format", help="By default, the one that the file's name ends in, or geojson."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing and fail if any row or cell can't be used.")
    ] = False,
    size: Annotated[SizeName, typer.Option(help="Size of a picture.")] = USUAL,
) -> None:
    """Write the incidents that the filters select, with their claims and sources, to a file.

    The file's name says what it becomes: .geojson, .csv (the incidents only), .zip (all three tables as CSV),
    .xlsx, .html (map, list and dossiers in one page that needs no network), .gpkg (GeoPackage), .fgb
    (FlatGeobuf: located incidents only), .parquet (GeoParquet), .kmz (for Google Earth and other globes),
    .bundle.zip (the tables, a picture, the citation and checksums, for `mapapp verify`), or .png and .svg (a
    picture of them on the map).
    """
    form = _format(output, as_format)
    location = dataset_location(file, store)
    _require_apart(output, location)
    warn_if_broken_off(location)
    opened = open_store(location, mapping)
    _warn_of_losses(opened, mapping, strict=strict)
    query = opened.located(query)
    _require_known(opened, query)
    chunks = form.pieces(opened, query, size=size)
    if output == "-":
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()
    else:
        save(chunks, Path(output))


def _warn_of_losses(store: Store, mapping: Path | None, *, strict: bool) -> None:
    """Warn on standard error of what is not exported or may be wrong; exit if `strict`."""
    if losses := words.faults(store.report):
        warning = f"{losses}."
        if isinstance(store.path, Path):
            warning = notice("export-losses", lost=losses, command=validating(store.path, mapping))
        typer.echo(visible(warning), err=True)
        if strict:
            typer.echo(notice("strict-nothing-written"), err=True)
            raise typer.Exit(EXIT_FAULTS)


def _require_apart(output: str, location: Path | StoreAddress) -> None:
    """Raise BadQuery if the output would overwrite a file of the data set itself."""
    if isinstance(location, Path) and any(
        os.path.realpath(output) == os.path.realpath(file) for file in dataset_files(location).values()
    ):
        raise BadQuery("output", output, notice("expected-other-file"))


def _require_known(store: Store, query: Query) -> None:
    """Raise BadQuery for a value that no incident has: a typo must not look like a day without incidents."""
    for name, value in store.unknown_values(query):
        if name == "incident_id":
            raise BadQuery(name, value, notice("expected-incident"))
        known = list(store.facets(Query(according_to=query.according_to)).get(name, {}))
        suggestions = get_close_matches(value, known, MAX_SUGGESTIONS, 0.0) or []
        raise BadQuery(
            name, value, notice("expected-value", count=len(suggestions), values="; ".join(suggestions))
        )


def _format(output: str, format_name: str | None) -> Format:
    """Find the format by its name and the file's; the ending may choose among formats with one API name."""
    name, suffix = Path(output).name.lower(), Path(output).suffix.lower()
    endings = [candidate for form in FORMATS for candidate in form.suffixes]
    ending = max((candidate for candidate in endings if name.endswith(candidate)), key=len, default="")
    by_ending = [form for form in FORMATS if ending in form.suffixes]
    if format_name:
        by_name = [form for form in FORMATS if form.name == format_name]
        return next(form for form in (*by_ending, *by_name) if format_name in {form.parameter, form.name})
    if suffix == ".shp":
        raise BadQuery("output", output, notice("expected-no-shapefile"))
    if suffix and not by_ending:
        known = ", ".join(form.suffixes[0] for form in FORMATS)
        raise BadQuery("output", output, notice("expected-suffix", suffixes=known))
    return next(iter(by_ending or FORMATS))

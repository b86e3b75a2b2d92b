"""The command line."""

import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from mapapp.corrections import Change, Difference, What
from mapapp.deriving import derive as derive_file
from mapapp.errors import MEANINGS, BadQuery, MapappError
from mapapp.exports import csv_zip, geojson, incidents_csv, save
from mapapp.ingest import Ingested, read_dataset
from mapapp.query import Query
from mapapp.query_options import with_query_options
from mapapp.releasing import Wanted, compared, losses
from mapapp.releasing import release as write_release
from mapapp.report import Fault, Report
from mapapp.settings import Settings
from mapapp.store import Store
from mapapp.words import NOT_STATED, counted

MOST_SHOWN = 1_000
MOST_OFFERED = 3
PLAIN_WIDTH = 160
"""Characters in a line where the output is not a terminal."""

EXIT_FAULTS = 1
EXIT_DIFFERENCES = 1


class Commands(TyperGroup):
    """All commands; an error that a person can mend is one message and an exit code, not a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except MapappError as error:
            meaning = MEANINGS[type(error)]
            typer.echo(f"{meaning.title}. {visible(str(error))}", err=True)
            ctx.exit(meaning.exit_code)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def commands() -> None:
    """An interactive, evidence-grade map of conflict incidents."""


@app.command()
def serve(  # noqa: PLR0917 - one parameter per option of the command
    file: Annotated[
        Path | None, typer.Argument(help="The incidents file; the bundled data set unless given.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "localhost",
    tiles: Annotated[
        str | None,
        typer.Option(
            help='Street tiles, by a provider\'s name in xyzservices; "none": no third party is asked.'
        ),
    ] = None,
    base_path: Annotated[str, typer.Option(help="Path prefix behind a reverse proxy.")] = "",
    browser: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Serve the map of a data set, and its data API, until stopped."""
    from mapapp.app import serve as serve_app  # noqa: PLC0415 - Streamlit takes a second to import

    serve_app(
        Settings.from_environment(os.environ | _given(MAPAPP_DATA=file, MAPAPP_TILES=tiles)),
        {
            "server.port": port,
            "server.address": address,
            "server.baseUrlPath": base_path,
            "server.headless": not browser,
        },
    )


def _given(**values: object) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(help="The incidents file; claims and sources are found beside it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a data set and print every fault: row, column, value, reason, remedy.

    Exit status: 0 without any fault (remarks are none), 1 with faults, 2 if a file can't be read.
    """
    report = _checked(read_dataset(file))
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=2))
    else:
        _print_report(report)
    raise typer.Exit(EXIT_FAULTS if report.errors else 0)


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    return console


def _checked(ingested: Ingested) -> Report:
    return Store.load(ingested).report if len(ingested.incidents) else ingested.report


@app.command()
def derive(
    file: Annotated[Path, typer.Argument(help="The incidents file; its claims and sources lie beside it.")],
) -> None:
    """Rewrite figures, actor and grades of the incidents as their claims have them; keep every other cell."""
    done = derive_file(file)
    for one in done.rewritten:
        change = f"{one.filed or 'blank'} -> {one.derived or 'blank'}"
        typer.echo(visible(f"row {one.row}, {one.incident_id}, {one.field}: {change}"))
    typer.echo(f"Cells rewritten: {len(done.rewritten):,}.")
    if missing := sorted({one.field for one in done.without_column}):
        typer.echo(f"Not written, for the file has no such column: {', '.join(missing)}.")


def _print_report(report: Report) -> None:
    console = _console()
    shown = report.faults[:MOST_SHOWN]
    if shown:
        console.print(_faults_table(shown, plain=not console.is_terminal))
    if len(shown) < len(report.faults):
        console.print(f"{len(shown):,} of {len(report.faults):,} faults are shown; --json prints them all.")
    for note in report.notes:
        console.print(Text(visible(note)))
    console.print(Text(_outcome(report)))


def _faults_table(faults: tuple[Fault, ...], *, plain: bool) -> Table:
    table = Table(box=box.ASCII if plain else box.SIMPLE_HEAD, show_lines=plain)
    for title in ("Table", "Row", "Column", "Value", "Reason", "Remedy", "Effect"):
        table.add_column(title, overflow="fold", justify="right" if title == "Row" else "left")
    for fault in faults:
        cells = (fault.column, fault.value, fault.reason, fault.remedy, fault.effect)
        table.add_row(fault.table, str(fault.row), *(Text(visible(cell)) for cell in cells))
    return table


def _outcome(report: Report) -> str:
    located = f" Without a location: {report.unlocated:,}." if report.unlocated else ""
    return report.summary() + located


def visible(text: str) -> str:
    """Spell out what a terminal would obey or hide: control characters, direction marks, odd line ends."""
    return "".join(_spelled_out(letter) if _is_hidden(letter) else letter for letter in text)


def _is_hidden(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category.startswith("C") or category in {"Zl", "Zp"}


def _spelled_out(letter: str) -> str:
    return letter.encode("unicode_escape").decode()


class Format(StrEnum):
    """What can be exported; in a file whose name ends in .zip, csv is all three tables and a README.txt."""

    GEOJSON = "geojson"
    CSV = "csv"


@app.command()
@with_query_options
def export(
    query: Query,
    file: Annotated[
        Path | None, typer.Argument(help="The incidents file; the bundled data unless given.")
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", help="A file, or - for standard output.")] = "-",
    as_format: Annotated[
        Format | None, typer.Option("--format", help="As the file's name ends, or geojson, unless given.")
    ] = None,
) -> None:
    """Write the incidents that the filters select, with their claims and sources, to a file.

    Its name says what it is: .geojson, .csv (the incidents only) or .zip (all three tables as CSV).
    """
    export_as = _exporter(output, as_format)
    store = Store.load(read_dataset(file or Settings.from_environment().data))
    _require_known(store, query)
    chunks = export_as(store, query)
    if output == "-":
        sys.stdout.buffer.writelines(chunks)
        sys.stdout.buffer.flush()
    else:
        save(chunks, Path(output))


def _require_known(store: Store, query: Query) -> None:
    """Raise BadQuery for a value that no incident has: a misspelt name must not look like a peaceful day."""
    for name, value in store.unknown_values(query):
        known = list(store.facets(Query(according_to=query.according_to)).get(name, {}))
        offered = get_close_matches(value, known, MOST_OFFERED, 0.0) or ["nothing: the column is blank"]
        raise BadQuery(name, value, "a value that an incident has, such as " + "; ".join(offered))


def _exporter(output: str, wanted: Format | None) -> Callable[[Store, Query], Iterator[bytes]]:
    by_suffix = {"": geojson, ".geojson": geojson, ".json": geojson, ".csv": incidents_csv, ".zip": csv_zip}
    suffix = Path(output).suffix.lower()
    if wanted is Format.CSV:
        return csv_zip if suffix == ".zip" else incidents_csv
    if wanted is Format.GEOJSON:
        return geojson
    if suffix not in by_suffix:
        raise BadQuery("output", output, "a name that ends in .geojson, .csv or .zip, or --format")
    return by_suffix[suffix]


@app.command()
def diff(
    old: Annotated[
        Path, typer.Argument(help="The incidents file as it was; its claims are found beside it.")
    ],
    new: Annotated[Path, typer.Argument(help="The incidents file as it is.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
) -> None:
    """List what differs between two states of a data set: incidents and claims, field by field.

    Values are compared, not spellings: 5 and 05 are the same. Exit status: 0 without any difference, 1 with
    differences, 2 if a file can't be read.
    """
    data = [read_dataset(file) for file in (old, new)]
    for one in data:
        _warn_of_losses(one)
    found = compared(*data)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2))
    else:
        _print_differences(found, same_files=data[0].fingerprint == data[1].fingerprint)
    raise typer.Exit(EXIT_DIFFERENCES if found else 0)


def _warn_of_losses(data: Ingested) -> None:
    if lost := losses(data):
        faults = counted(len(lost), "fault")
        words = f"{data.path} has {faults}: what can't be used is not compared. “mapapp validate” lists all."
        typer.echo(visible(words), err=True)


def _print_differences(found: tuple[Difference, ...], *, same_files: bool) -> None:
    console = _console()
    if found:
        console.print(_differences_table(found, plain=not console.is_terminal))
    incidents = {what: sum(one.what == what and not one.claim_id for one in found) for what in What}
    claims = {what: sum(one.what == what and bool(one.claim_id) for one in found) for what in What}
    sums = [
        f"{name}: {', '.join(f'{number:,} {what}' for what, number in numbers.items())}."
        for name, numbers in (("Incidents", incidents), ("Claims", claims))
    ]
    other = "The files differ in spelling or in what is not compared, such as sources."
    console.print(" ".join(sums) if found else "No differences." + ("" if same_files else f" {other}"))


def _differences_table(found: tuple[Difference, ...], *, plain: bool) -> Table:
    table = Table(box=box.ASCII if plain else box.SIMPLE_HEAD, show_lines=plain)
    for title in ("Incident", "Claim", "What", "Field", "Before", "After"):
        table.add_column(title, overflow="fold")
    for one in found:
        for change in one.changes:
            cells = (one.incident_id, one.claim_id, one.what, change.field, *_stated(change))
            table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def _stated(change: Change) -> tuple[str, str]:
    return change.before or NOT_STATED, change.after or NOT_STATED


@app.command()
def release(  # noqa: PLR0917 - one parameter per option of the command
    version: Annotated[str, typer.Argument(help="What the release is called, such as 0.2.0.")],
    file: Annotated[Path, typer.Argument(help="The incidents file as it is now.")],
    since: Annotated[
        Path | None,
        typer.Option(
            help="The incidents file of the last release, in any folder, with its claims and sources beside "
            "it; leave it out for the first release."
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the data changed, in a sentence.")] = "",
    source: Annotated[str, typer.Option(help="What the change rests on: an address, or words.")] = "",
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Its day; today unless given.")
    ] = None,
) -> None:
    """Write down what changed since the last release, and release the data set as it is now.

    Each difference becomes a row at the end of corrections.csv, the release one at the end of releases.csv;
    rows that stand there are never changed. Nothing is written if nothing changed or the version exists.
    """
    on = (day or datetime.now(UTC)).date()
    made, found = write_release(file, Wanted(version, on, reason, source), since)
    corrected = counted(len({one.incident_id for one in found}), "incident")
    typer.echo(
        f"Release {made.version} of {made.date}: {corrected} corrected, "
        f"{counted(made.corrections, 'correction')} in all. Fingerprint {made.fingerprint[:12]}."
    )


def main() -> None:
    """Run the command line; a letter that the output's encoding lacks is spelled out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()

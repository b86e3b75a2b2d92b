"""`mapapp import`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import console, table, texts, visible
from mapapp.errors import UnreadableFile
from mapapp.ingest.mapping import Recognised, recognise
from mapapp.ingest.mapping.mapping import option, read_mapping
from mapapp.maintenance.importing import Imported, import_files
from mapapp.messages import notice


def import_(
    files: Annotated[list[Path], typer.Argument(help="Files of any kind that `mapapp serve` shows.")],
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The incidents file to write; without it, a mapping is proposed."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping.toml that says which columns of the files hold what.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="Which column of the files is which of ours: date_start=Datum. May be repeated."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take a proposed mapping without asking.")] = False,
) -> None:
    """Write files of other data sets (UCDP, ACLED, a spreadsheet) as one data set of our own.

    Claims and sources are written next to the incidents. No file is overwritten. For a file whose columns
    are not known a mapping is proposed: it is shown, and asked for. Without --to it is only printed, as the
    text of a mapping.toml.
    """
    given = read_mapping(mapping) if mapping else None
    changed = dict(map(option, column or ()))
    found = {file: recognise(file, given, changed) for file in files}
    if to is None:
        _print(found)
        return
    for file, one in found.items():
        if one.proposal:
            _confirm(file, one, yes=yes)
    imported, written = import_files({file: one.mapping for file, one in found.items()}, to)
    for done in imported:
        _tell(done)
    typer.echo(visible(notice("import-written", files=", ".join(map(str, written)))))


def _print(found: dict[Path, Recognised]) -> None:
    """Print the mappings as TOML, so that the output can be saved; the first rows beside it."""
    for file, one in found.items():
        if one.mapping is None:
            typer.echo(visible(notice("import-known", file=str(file))), err=True)
        else:
            typer.echo(one.as_toml(), nl=False)
            _show_rows(one)


def _show_rows(one: Recognised) -> None:
    if not one.first_rows:
        return
    output = console(stderr=True)
    shown = table(*one.mapping.columns if one.mapping else (), plain=not output.is_terminal)
    for row in one.first_rows:
        shown.add_row(*texts(row))
    output.print(shown)


def _confirm(file: Path, one: Recognised, *, yes: bool) -> None:
    """Show a proposed mapping and let the person who runs the command decide."""
    typer.echo(visible(notice("import-proposed", file=str(file))), err=True)
    for line in one.as_toml().splitlines():
        typer.echo(visible(line), err=True)
    _show_rows(one)
    if yes:
        return
    if not sys.stdin.isatty():
        raise UnreadableFile(
            notice("import-unconfirmed", file=str(file)), remedy=notice("import-unconfirmed-remedy")
        )
    typer.confirm(notice("import-confirm"), abort=True, err=True)


def _tell(one: Imported) -> None:
    for note in one.report.notes:
        typer.echo(visible(note), err=True)
    typer.echo(visible(f"{one.path}: {one.report.summary()}"))
    if one.repeated:
        typer.echo(
            notice("import-repeated", count=one.repeated),
            err=True,
        )
    if one.report.errors:
        typer.echo(
            visible(notice("import-problems", count=one.report.number_of_errors, file=str(one.path))),
            err=True,
        )

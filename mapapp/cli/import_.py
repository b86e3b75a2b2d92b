"""`mapapp import`."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.imported import tell
from mapapp.cli.terminal import console, table, texts, visible
from mapapp.cli.unfinished import tell_broken_off
from mapapp.errors import FaultyData, UnreadableFile
from mapapp.ingest.date_notations import DateOrder
from mapapp.ingest.mapping import Recognition, recognise, recognised
from mapapp.ingest.mapping.mapping import Mapping, parse_option, read_mapping
from mapapp.ingest.sheet import Sheet
from mapapp.maintenance.importing import Taken, read_files, write_joined
from mapapp.messages import notice
from mapapp.model.report import LOSSES
from mapapp.model.schema import INCIDENTS

EXIT_FAULTS = 1

Order = StrEnum("Order", {one.name: one.value for one in DateOrder if one})  # type: ignore[misc]
"""What can be said of the order of dates, for the command's options."""


def import_(  # noqa: PLR0917 - one parameter per option of the command
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
    date_order: Annotated[
        Order | None, typer.Option("--date-order", help="What stands first in dates such as 03/04/2020.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take a proposed mapping without asking.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing and fail if any row or cell can't be used.")
    ] = False,
) -> None:
    """Write files of other data sets (UCDP, ACLED, a spreadsheet) as one data set of our own.

    Claims and sources are written next to the incidents. No file is overwritten. For a file whose columns
    are not known a mapping is proposed: it is shown, and asked for. Without --to it is only printed, as the
    text of a mapping.toml.
    """
    for file in files:
        tell_broken_off(file)
    given = read_mapping(mapping) if mapping else None
    order = DateOrder(date_order or "")
    changed = dict(map(parse_option, column or ()))
    if to is None:
        _print({file: recognise(file, given, changed, order) for file in files})
        return

    def mapping_of(sheet: Sheet) -> Mapping | None:
        found = recognised(sheet, given, changed, order)
        if found.proposal:
            _confirm(sheet.file.path, found, yes=yes)
        return found.mapping

    as_they_come = not (given or changed or order)
    read = read_files(dict.fromkeys(files), to, mapping_of, as_they_come=as_they_come)
    for data in read:
        tell(data.report, data.path)
    _require_usable(read, strict=strict)
    repeated, written = write_joined(read, to)
    if number := sum(repeated):
        typer.echo(notice("import-repeated", count=number), err=True)
    typer.echo(visible(notice("import-written", files=", ".join(map(str, written)))))


def _require_usable(read: Sequence[Taken], *, strict: bool) -> None:
    """End if there is nothing to write of a file, or something is lost and `strict` asks for everything."""
    for data in read:
        if not data.rows[INCIDENTS.name].number:
            raise FaultyData(
                notice("import-nothing", file=str(data.path)), remedy=notice("import-nothing-remedy")
            )
        if strict and any(data.report.effects[effect] for effect in LOSSES):
            typer.echo(notice("strict-nothing-written"), err=True)
            raise typer.Exit(EXIT_FAULTS)


def _print(found: dict[Path, Recognition]) -> None:
    """Print the mappings as TOML, so that the output can be saved; the first rows beside it."""
    for file, one in found.items():
        if one.mapping is None:
            typer.echo(visible(notice("import-known", file=str(file))), err=True)
        else:
            typer.echo(one.as_toml(), nl=False)
            _show_rows(one)


def _show_rows(one: Recognition) -> None:
    if not one.first_rows:
        return
    output = console(stderr=True)
    shown = table(*one.mapping.columns if one.mapping else (), plain=not output.is_terminal)
    for row in one.first_rows:
        shown.add_row(*texts(row))
    output.print(shown)


def _confirm(file: Path, one: Recognition, *, yes: bool) -> None:
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

"""`mapapp import`."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.imported import report_use
from mapapp.cli.terminal import console, table, texts, visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.errors import FaultyData, UnreadableFile
from mapapp.ingest.date_notations import DateOrder
from mapapp.ingest.mapping import Recognition, recognise, recognised
from mapapp.ingest.mapping.mapping import Mapping, parse_option, read_mapping
from mapapp.ingest.sheet import Sheet
from mapapp.maintenance.importing import ImportedFile, read_files, write_joined
from mapapp.messages import notice
from mapapp.model.report import LOSSES
from mapapp.model.schema import INCIDENTS

EXIT_FAULTS = 1

Order = StrEnum("Order", {order.name: order.value for order in DateOrder if order})  # type: ignore[misc]
"""The orders of dates, for the command's options."""


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
        Order | None, typer.Option("--date-order", help="What comes first in dates such as 03/04/2020.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Accept a proposed mapping without asking.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing and fail if any row or cell can't be used.")
    ] = False,
) -> None:
    """Write files of other data sets (UCDP, ACLED, a spreadsheet) as one data set of our own.

    Claims and sources are written next to the incidents. No file is overwritten. For a file whose columns
    are not known, a mapping is proposed and shown for confirmation. Without --to it is only printed, as the
    text of a mapping.toml.
    """
    for file in files:
        warn_if_broken_off(file)
    stated_mapping = read_mapping(mapping) if mapping else None
    order = DateOrder(date_order or "")
    stated_columns = dict(map(parse_option, column or ()))
    if to is None:
        _print_mappings({file: recognise(file, stated_mapping, stated_columns, order) for file in files})
        return

    def mapping_of(sheet: Sheet) -> Mapping | None:
        recognition = recognised(sheet, stated_mapping, stated_columns, order)
        if recognition.proposal:
            _confirm(sheet.file.path, recognition, yes=yes)
        return recognition.mapping

    is_default = not (stated_mapping or stated_columns or order)
    imports = read_files(dict.fromkeys(files), to, mapping_of, large_in_parts=is_default)
    for data in imports:
        report_use(data.report, data.path)
    _require_usable(imports, strict=strict)
    repeats, written = write_joined(imports, to)
    if number := sum(repeats):
        typer.echo(notice("import-repeated", count=number), err=True)
    typer.echo(visible(notice("import-written", files=", ".join(map(str, written)))))


def _require_usable(imports: Sequence[ImportedFile], *, strict: bool) -> None:
    """Exit if there is nothing to write from a file, or if something is lost and `strict` is set."""
    for data in imports:
        if not data.rows[INCIDENTS.name].number:
            raise FaultyData(
                notice("import-nothing", file=str(data.path)), remedy=notice("import-nothing-remedy")
            )
        if strict and any(data.report.effects[effect] for effect in LOSSES):
            typer.echo(notice("strict-nothing-written"), err=True)
            raise typer.Exit(EXIT_FAULTS)


def _print_mappings(recognitions: dict[Path, Recognition]) -> None:
    """Print the mappings as TOML, so that the output can be saved, and the first rows to standard error."""
    for file, recognition in recognitions.items():
        if recognition.mapping is None:
            typer.echo(visible(notice("import-known", file=str(file))), err=True)
        else:
            typer.echo(recognition.as_toml(), nl=False)
            _show_rows(recognition)


def _show_rows(recognition: Recognition) -> None:
    if not recognition.first_rows:
        return
    output = console(stderr=True)
    rows_table = table(
        *recognition.mapping.columns if recognition.mapping else (), ascii_only=not output.is_terminal
    )
    for row in recognition.first_rows:
        rows_table.add_row(*texts(row))
    output.print(rows_table)


def _confirm(file: Path, recognition: Recognition, *, yes: bool) -> None:
    """Show a proposed mapping and let the person who runs the command decide."""
    typer.echo(visible(notice("import-proposed", file=str(file))), err=True)
    for line in recognition.as_toml().splitlines():
        typer.echo(visible(line), err=True)
    _show_rows(recognition)
    if yes:
        return
    if not sys.stdin.isatty():
        raise UnreadableFile(
            notice("import-unconfirmed", file=str(file)), remedy=notice("import-unconfirmed-remedy")
        )
    typer.confirm(notice("import-confirm"), abort=True, err=True)

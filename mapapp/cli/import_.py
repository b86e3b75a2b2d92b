"""`mapapp import`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.maintenance.importing import Imported, import_files
from mapapp.messages import notice


def import_(
    files: Annotated[list[Path], typer.Argument(help="Files of any kind that `mapapp serve` shows.")],
    to: Annotated[Path, typer.Option("--to", help="The incidents file to write, such as incidents.csv.")],
) -> None:
    """Write files of other data sets (UCDP, ACLED, a spreadsheet) as one data set of our own.

    Claims and sources are written next to the incidents. No file is overwritten.
    """
    imported, written = import_files(files, to)
    for one in imported:
        _tell(one)
    typer.echo(visible(notice("import-written", files=", ".join(map(str, written)))))


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
            visible(notice("import-problems", count=len(one.report.errors), file=str(one.path))), err=True
        )

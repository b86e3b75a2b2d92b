"""`mapapp prepare`."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.engine.prepared import SUFFIX
from mapapp.errors import BadQuery
from mapapp.maintenance.preparing import prepare as prepare_file
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS


def prepare(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Incidents files; claims and sources are found next to each."),
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help=f"The file to write; the name of the incidents file with {SUFFIX} unless given."
        ),
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the files' columns.")] = None,
) -> None:
    """Check data sets, evaluate their claims, and write each as one file that opens at once.

    `mapapp serve`, `mapapp export` and the Python API accept it in place of the incidents file, and read only
    what they need from it. Rows that could not be used are listed with the reasons in a CSV file next to it.
    """
    for target, file in _by_target(files, to).items():
        _prepare(file, target, mapping)


def _by_target(files: Sequence[Path], to: Path | None) -> dict[Path, Path]:
    """Return the file to write for each data set; BadQuery if two would be written to one file."""
    targets = {to or file.with_suffix(SUFFIX): file for file in files}
    if len(targets) < len(files):
        value = ", ".join(map(str, targets))
        raise BadQuery("to", value, notice("expected-a-file-each", count=len(files)))
    return targets


def _prepare(file: Path, target: Path, mapping: Path | None) -> None:
    started_at = time.monotonic()
    warn_if_broken_off(file)
    report, unusable_rows = prepare_file(file, target, mapping, _report)
    for note in report.notes:
        _report(note)
    typer.echo(report.summary())
    if unusable_rows:
        _report(notice("prepare-lost", file=str(unusable_rows)))
    values = {
        "megabytes": f"{target.stat().st_size / 1e6:,.1f}",
        "seconds": f"{time.monotonic() - started_at:,.0f}",
    }
    count = report.rows_accepted(INCIDENTS.name)
    typer.echo(visible(notice("prepare-written", file=str(target), count=count, **values)))


def _report(line: str) -> None:
    typer.echo(visible(line), err=True)

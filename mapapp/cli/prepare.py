"""`mapapp prepare`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.engine.prepared import SUFFIX
from mapapp.ingest.mapping.mapping import read_mapping
from mapapp.maintenance.preparing import prepare as prepare_file
from mapapp.messages import notice
from mapapp.model.schema import INCIDENTS


def prepare(
    file: Annotated[
        Path, typer.Argument(help="The incidents file; claims and sources are found next to it.")
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help=f"The file to write; the name of the incidents file with {SUFFIX} unless given."
        ),
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
) -> None:
    """Check a data set, decide what its claims decide, and write it as one file that opens at once.

    `mapapp serve`, `mapapp export` and the Python API take it in place of the incidents file, and read only
    what they need of it. Rows that could not be used are listed with the reasons in a CSV file next to it.
    """
    target, begun = to or file.with_suffix(SUFFIX), time.monotonic()
    report, lost = prepare_file(file, target, read_mapping(mapping) if mapping else None, _tell)
    for note in report.notes:
        _tell(note)
    typer.echo(report.summary())
    if lost:
        _tell(notice("prepare-lost", file=str(lost)))
    told = {"megabytes": f"{target.stat().st_size / 1e6:,.1f}", "seconds": f"{time.monotonic() - begun:,.0f}"}
    count = report.rows_accepted(INCIDENTS.name)
    typer.echo(visible(notice("prepare-written", file=str(target), count=count, **told)))


def _tell(line: str) -> None:
    typer.echo(visible(line), err=True)

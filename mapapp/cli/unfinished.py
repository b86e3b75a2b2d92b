"""A release interrupted between its files: commands that read warn of it, commands that write undo it."""

from pathlib import Path

import typer

from mapapp.cli.terminal import visible
from mapapp.maintenance.atomic_writing import roll_back
from mapapp.messages import notice
from mapapp.model.dataset_files import incidents_file
from mapapp.model.unfinished import broken_off
from mapapp.settings import StoreAddress


def warn_if_broken_off(data: Path | StoreAddress) -> None:
    """Warn on standard error if a release was interrupted next to an incidents file."""
    if isinstance(data, Path) and (names := broken_off(incidents_file(data).parent)):
        warning = notice("release-broken-off", file=str(data), names=", ".join(names))
        typer.echo(visible(warning), err=True)


def undo_broken_off(file: Path) -> None:
    """Undo what an interrupted release has written next to an incidents file, and say so."""
    if roll_back(file.parent):
        typer.echo(notice("release-taken-back"), err=True)

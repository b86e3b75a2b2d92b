"""A release that was broken off between its files: told to readers, taken back by writers."""

from pathlib import Path

import typer

from mapapp.cli.terminal import visible
from mapapp.maintenance.together import take_back
from mapapp.messages import notice
from mapapp.model.dataset_files import incidents_file
from mapapp.model.unfinished import broken_off
from mapapp.settings import StoreAddress


def tell_broken_off(place: Path | StoreAddress) -> None:
    """Say on standard error that a release was broken off beside an incidents file, if one was."""
    if isinstance(place, Path) and (names := broken_off(incidents_file(place).parent)):
        told = notice("release-broken-off", file=str(place), names=", ".join(names))
        typer.echo(visible(told), err=True)


def take_back_first(file: Path) -> None:
    """Take back what a release that was broken off had written beside an incidents file, and say so."""
    if take_back(file.parent):
        typer.echo(notice("release-taken-back"), err=True)

"""`mapapp verify`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.diff import print_differences
from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import tell_broken_off
from mapapp.engine.opening import open_store
from mapapp.engine.store import Store
from mapapp.maintenance.verifying import Bundle, compared, opened
from mapapp.messages import notice
from mapapp.settings import Settings

EXIT_DIFFERENCES = 1


def verify(
    bundle: Annotated[Path, typer.Argument(help="A bundle that `mapapp export --format bundle` has made.")],
    file: Annotated[
        Path | None, typer.Argument(help="The incidents file of today; the bundled data unless given.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
) -> None:
    """Say whether a citable bundle is whole, and whether today's data still give its rows; needs no network.

    The sums find damage. They stand in the bundle itself, so that they are no proof against forgery. Exit
    status: 0 if it is whole and the rows are the same, 1 if not, 2 if a file can't be read.
    """
    found = opened(bundle)
    _require_whole(found)
    about = found.about
    _say(notice("verify-whole", file=str(bundle), count=len(found.members) - 1))
    said = {"instant": about.retrieved, "fingerprint": about.fingerprint, "filter": about.filter}
    _say(notice("verify-made", **said))
    place = file or Settings.from_environment().location
    tell_broken_off(place)
    _compare(found, open_store(place, mapping))


def _require_whole(found: Bundle) -> None:
    """Tell of each file that is not as it was, and end there if there is one."""
    for name, problem in found.problems.items():
        _say(notice("verify-file", name=name, problem=problem))
    if found.problems:
        _say(notice("verify-not-whole", file=str(found.file.path)))
        raise typer.Exit(EXIT_DIFFERENCES)


def _compare(found: Bundle, store: Store) -> None:
    other = compared(found, store)
    if not other:
        _say(notice("verify-same"))
        return
    _say(notice("verify-other", fingerprint=store.fingerprint))
    print_differences(other, same_files=False, told=True)
    raise typer.Exit(EXIT_DIFFERENCES)


def _say(words: str) -> None:
    typer.echo(visible(words))

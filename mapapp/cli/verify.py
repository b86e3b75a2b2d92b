"""`mapapp verify`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.diff import print_differences
from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.engine.opening import open_store
from mapapp.engine.store import Store
from mapapp.maintenance.verifying import Bundle, compared, opened
from mapapp.messages import notice
from mapapp.settings import Settings

EXIT_DIFFERENCES = 1


def verify(
    bundle: Annotated[Path, typer.Argument(help="A bundle made by `mapapp export --format bundle`.")],
    file: Annotated[
        Path | None, typer.Argument(help="The current incidents file; the bundled data unless given.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping.toml for the file's columns.")] = None,
) -> None:
    """Check that a citable bundle is intact, and that the current data still give its rows; needs no network.

    Checksums reveal damage. They are in the bundle itself, so they do not protect against forgery. Exit
    status: 0 if it is complete and the rows are the same, 1 if not, 2 if a file can't be read.
    """
    opened_bundle = opened(bundle)
    _require_whole(opened_bundle)
    about = opened_bundle.about
    _print(notice("verify-whole", file=str(bundle), count=len(opened_bundle.members) - 1))
    values = {"instant": about.retrieved, "fingerprint": about.fingerprint, "filter": about.filter}
    _print(notice("verify-made", **values))
    location = file or Settings.from_environment().location
    warn_if_broken_off(location)
    _compare(opened_bundle, open_store(location, mapping))


def _require_whole(bundle: Bundle) -> None:
    """Report each file that has changed, and exit if there is one."""
    for name, problem in bundle.problems.items():
        _print(notice("verify-file", name=name, problem=problem))
    if bundle.problems:
        _print(notice("verify-not-whole", file=str(bundle.file.path)))
        raise typer.Exit(EXIT_DIFFERENCES)


def _compare(bundle: Bundle, store: Store) -> None:
    differences = compared(bundle, store)
    if not differences:
        _print(notice("verify-same"))
        return
    _print(notice("verify-other", fingerprint=store.fingerprint))
    print_differences(differences, same_files=False, is_different=True)
    raise typer.Exit(EXIT_DIFFERENCES)


def _print(text: str) -> None:
    typer.echo(visible(text))

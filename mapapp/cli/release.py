"""`mapapp release`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.diff import print_differences
from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import take_back_first, tell_broken_off
from mapapp.maintenance.release import (
    Wanted,
    Written,
    becoming_public,
    read_reasons,
    require_alone,
    require_safety,
)
from mapapp.maintenance.release import release as write_release
from mapapp.messages import notice


def release(  # noqa: PLR0917 - one parameter per option of the command
    version: Annotated[str, typer.Argument(help="What the release is called, such as 0.2.0.")],
    file: Annotated[Path, typer.Argument(help="The incidents file as it is now.")],
    since: Annotated[
        Path | None,
        typer.Option(
            help="The incidents file of the last release, in any folder, with its claims and sources beside "
            "it; leave it out for the first release."
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the data changed, in a sentence.")] = "",
    source: Annotated[str, typer.Option(help="What the change rests on: an address, or words.")] = "",
    reasons: Annotated[
        Path | None,
        typer.Option(
            help="A CSV with incident_id, claim_id, reason and source: why each changed, where --reason "
            "would be too general. Without a claim_id it is for the incident and those of its claims "
            "that have no row."
        ),
    ] = None,
    show: Annotated[
        bool,
        typer.Option(
            "--show", help="Only show what would become public, field by field, and what forbids it."
        ),
    ] = False,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Its day; today unless given.")
    ] = None,
) -> None:
    """Write down what changed since the last release, and release the data set as it is now.

    Each difference becomes a row at the end of corrections.csv, the release one at the end of releases.csv;
    rows that stand there are never changed. A value before that may put somebody in danger is withheld
    there. Nothing is written if nothing changed of what is published, or the version exists.
    """
    if show:
        _show(file, since)
        return
    require_alone(file)
    take_back_first(file)
    on = (day or datetime.now(UTC)).date()
    wanted = Wanted(version, on, reason, source, read_reasons(reasons) if reasons else {})
    written = write_release(file, wanted, since)
    if written is None:
        typer.echo(notice("release-nothing"))
        return
    made = written.release
    typer.echo(
        notice(
            "release-written",
            version=made.version,
            day=made.date.isoformat(),
            incidents=len({one.incident_id for one in written.found}),
            corrections=made.corrections,
            fingerprint=made.fingerprint[:12],
        )
    )
    if written.new_columns:
        typer.echo(notice("new-columns", names=", ".join(written.new_columns)))
    _tell_ledger(written.written, written.unwritten)


def _show(file: Path, since: Path | None) -> None:
    tell_broken_off(file)
    shown = becoming_public(file, since)
    print_differences(shown.found, same_files=False, told=bool(shown.found))
    _tell_ledger(shown.written, shown.unwritten)
    require_safety(file)


def _tell_ledger(written: Sequence[Written], unwritten: Sequence[str]) -> None:
    """Say what of the changes corrections.csv does not hold."""
    if hidden := [one for one in written if one.withheld]:
        places = "; ".join(f"{one.claim_id or one.incident_id}, {one.change.field}" for one in hidden)
        typer.echo(visible(notice("release-withheld", count=len(hidden), places=places)))
    if unwritten:
        typer.echo(visible(notice("release-sources-unwritten", names=", ".join(unwritten))))

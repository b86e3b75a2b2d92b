"""`mapapp release`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.diff import print_differences
from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import undo_broken_off, warn_if_broken_off
from mapapp.maintenance.release import (
    ReleaseRequest,
    WrittenChange,
    preview_release,
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
            help="The incidents file of the last release, in any folder, with its claims and sources next "
            "to it; leave it out for the first release."
        ),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the data changed, in a sentence.")] = "",
    source: Annotated[str, typer.Option(help="What the change is based on: a URL, or words.")] = "",
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
            "--show", help="Only show what would become public, field by field, and what prevents it."
        ),
    ] = False,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Its day; today unless given.")
    ] = None,
) -> None:
    """Record what changed since the last release, and release the data set as it is now.

    Each difference becomes a row at the end of corrections.csv, and the release one at the end of
    releases.csv; existing rows are never changed. An old value that may put somebody in danger is withheld
    there. Nothing is written if nothing published has changed, or if the version exists.
    """
    if show:
        _show(file, since)
        return
    require_alone(file)
    undo_broken_off(file)
    on = (day or datetime.now(UTC)).date()
    request = ReleaseRequest(version, on, reason, source, read_reasons(reasons) if reasons else {})
    result = write_release(file, request, since)
    if result is None:
        typer.echo(notice("release-nothing"))
        return
    new_release = result.release
    typer.echo(
        notice(
            "release-written",
            version=new_release.version,
            day=new_release.date.isoformat(),
            incidents=len({difference.incident_id for difference in result.differences}),
            corrections=new_release.corrections,
            fingerprint=new_release.fingerprint[:12],
        )
    )
    if result.new_columns:
        typer.echo(notice("new-columns", names=", ".join(result.new_columns)))
    _report_ledger(result.changes, result.uncited_sources)


def _show(file: Path, since: Path | None) -> None:
    warn_if_broken_off(file)
    preview = preview_release(file, since)
    print_differences(preview.differences, same_files=False, is_different=bool(preview.differences))
    _report_ledger(preview.changes, preview.uncited_sources)
    require_safety(file)


def _report_ledger(changes: Sequence[WrittenChange], uncited_sources: Sequence[str]) -> None:
    """Report which changes corrections.csv does not hold."""
    if withheld := [row for row in changes if row.withheld]:
        cells = "; ".join(f"{row.claim_id or row.incident_id}, {row.change.field}" for row in withheld)
        typer.echo(visible(notice("release-withheld", count=len(withheld), places=cells)))
    if uncited_sources:
        typer.echo(visible(notice("release-sources-unwritten", names=", ".join(uncited_sources))))

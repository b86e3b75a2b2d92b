"""`mapapp diff`."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import tell_broken_off
from mapapp.ingest import Ingested, read_dataset
from mapapp.maintenance.release import compared, losses, new_columns
from mapapp.messages import notice
from mapapp.model.corrections import Change, ChangeKind, Difference
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

EXIT_DIFFERENCES = 1


def diff(
    old: Annotated[
        Path, typer.Argument(help="The incidents file as it was; its claims are found beside it.")
    ],
    new: Annotated[Path, typer.Argument(help="The incidents file as it is.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
) -> None:
    """List what differs between two states of a data set: incidents, claims and sources, field by field.

    Values are compared, not spellings: 5 and 05 are the same. A column that only the new incidents file has
    is named, and its values are not listed. Exit status: 0 without any difference, 1 with
    differences, 2 if a file can't be read.
    """
    for file in (old, new):
        tell_broken_off(file)
    data = [read_dataset(file) for file in (old, new)]
    for one in data:
        _warn_of_losses(one)
    found, added = compared(*data), new_columns(*data)
    if added:
        typer.echo(notice("new-columns", names=", ".join(added)), err=True)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], indent=2))
    else:
        same_files = data[0].fingerprint == data[1].fingerprint
        print_differences(found, same_files=same_files, told=bool(found or added))
    raise typer.Exit(EXIT_DIFFERENCES if found or added else 0)


def _warn_of_losses(data: Ingested) -> None:
    if lost := losses(data):
        typer.echo(visible(notice("diff-losses", file=str(data.path), count=len(lost))), err=True)


def print_differences(found: tuple[Difference, ...], *, same_files: bool, told: bool) -> None:
    """Print differences, field by field, and their sums."""
    for one in found:
        typer.echo(visible(_heading(one)))
        for change in one.changes:
            typer.echo(visible(f"  {change.field}: {_stated(one.what, change)}"))
    none = notice("diff-none") if same_files else notice("diff-none-but-files")
    typer.echo(" ".join(_sums(found)) if told else none)


def _heading(one: Difference) -> str:
    ids = {"incident": one.incident_id, "claim": one.claim_id, "source": one.source_id}
    return notice("diff-of", table=_table(one), what=one.what, **ids)


def _stated(what: ChangeKind, change: Change) -> str:
    match what:
        case ChangeKind.ADDED:
            return change.after
        case ChangeKind.REMOVED:
            return change.before
        case ChangeKind.CHANGED:
            return f"{change.before or notice('blank')} → {change.after or notice('blank')}"


def _sums(found: tuple[Difference, ...]) -> list[str]:
    kinds = Counter((_table(one), one.what) for one in found)
    return [
        notice(f"diff-{table}", **{what: kinds[table, what] for what in ChangeKind})
        for table in (INCIDENTS.name, CLAIMS.name, SOURCES.name)
    ]


def _table(one: Difference) -> str:
    return SOURCES.name if one.source_id else CLAIMS.name if one.claim_id else INCIDENTS.name

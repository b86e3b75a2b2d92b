"""`mapapp diff`."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.ingest import Ingested, read_dataset
from mapapp.maintenance.release import compared, losses, new_columns
from mapapp.messages import notice
from mapapp.model.corrections import Change, ChangeKind, Difference
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES

EXIT_DIFFERENCES = 1


def diff(
    old: Annotated[
        Path, typer.Argument(help="The incidents file as it was; its claims are found next to it.")
    ],
    new: Annotated[Path, typer.Argument(help="The incidents file as it is now.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
) -> None:
    """List what differs between two states of a data set: incidents, claims and sources, field by field.

    Values are compared, not spellings: 5 and 05 are the same. A column that only the new incidents file has
    is named, but its values are not listed. Exit status: 0 without any difference, 1 with
    differences, 2 if a file can't be read.
    """
    for file in (old, new):
        warn_if_broken_off(file)
    datasets = [read_dataset(file) for file in (old, new)]
    for dataset in datasets:
        _warn_of_losses(dataset)
    differences, columns_added = compared(*datasets), new_columns(*datasets)
    if columns_added:
        typer.echo(notice("new-columns", names=", ".join(columns_added)), err=True)
    if as_json:
        typer.echo(json.dumps([asdict(difference) for difference in differences], indent=2))
    else:
        same_files = datasets[0].fingerprint == datasets[1].fingerprint
        print_differences(differences, same_files=same_files, is_different=bool(differences or columns_added))
    raise typer.Exit(EXIT_DIFFERENCES if differences or columns_added else 0)


def _warn_of_losses(dataset: Ingested) -> None:
    if lost := losses(dataset):
        typer.echo(visible(notice("diff-losses", file=str(dataset.path), count=len(lost))), err=True)


def print_differences(differences: tuple[Difference, ...], *, same_files: bool, is_different: bool) -> None:
    """Print differences, field by field, and their totals."""
    for difference in differences:
        typer.echo(visible(_heading(difference)))
        for change in difference.changes:
            typer.echo(visible(f"  {change.field}: {_change_text(difference.what, change)}"))
    none = notice("diff-none") if same_files else notice("diff-none-but-files")
    typer.echo(" ".join(_sums(differences)) if is_different else none)


def _heading(difference: Difference) -> str:
    ids = {"incident": difference.incident_id, "claim": difference.claim_id, "source": difference.source_id}
    return notice("diff-of", table=_table_name(difference), what=difference.what, **ids)


def _change_text(what: ChangeKind, change: Change) -> str:
    match what:
        case ChangeKind.ADDED:
            return change.after
        case ChangeKind.REMOVED:
            return change.before
        case ChangeKind.CHANGED:
            return f"{change.before or notice('blank')} → {change.after or notice('blank')}"


def _sums(differences: tuple[Difference, ...]) -> list[str]:
    kinds = Counter((_table_name(difference), difference.what) for difference in differences)
    return [
        notice(f"diff-{table}", **{what: kinds[table, what] for what in ChangeKind})
        for table in (INCIDENTS.name, CLAIMS.name, SOURCES.name)
    ]


def _table_name(difference: Difference) -> str:
    return SOURCES.name if difference.source_id else CLAIMS.name if difference.claim_id else INCIDENTS.name

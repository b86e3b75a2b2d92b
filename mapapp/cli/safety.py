"""`mapapp safety`."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from mapapp.cli.terminal import console, table, texts, visible
from mapapp.cli.unfinished import undo_broken_off, warn_if_broken_off
from mapapp.errors import NotFound, WaiverRefused
from mapapp.maintenance.safety import Checked, Concern, check, waive
from mapapp.messages import notice
from mapapp.model.dataset_files import file_beside
from mapapp.model.schema import WAIVERS

EXIT_OPEN = 1


def safety(  # noqa: PLR0917 - one parameter per option of the command
    file: Annotated[
        Path, typer.Argument(help="The incidents file; claims and sources are found next to it.")
    ],
    waived: Annotated[
        list[str] | None, typer.Option("--waive", help="The key of a concern that may stay; can be repeated.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why it may stay.")] = "",
    name: Annotated[str, typer.Option(help="Who answers for it.")] = "",
    drafts: Annotated[bool, typer.Option("--drafts", help="Also check what is not published.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the concerns as JSON.")] = False,
) -> None:
    """Look for what may put somebody in danger: names, homes, numbers, personal links, fine points.

    A waiver is kept in waivers.csv next to the data; it lapses once any word of the cell changes.
    Exit status: 0 if nothing is open, 1 if something is, 2 if a file can't be read.
    """
    if (reason or name) and not waived:
        raise WaiverRefused(notice("safety-waiver-of-nothing"), notice("safety-waiver-of-nothing-remedy"))
    if waived:
        undo_broken_off(file)
    warn_if_broken_off(file)
    checked = check(file, drafts=drafts)
    if waived:
        _waive(file, [_concern(key, checked, file) for key in waived], reason, name)
        checked = check(file, drafts=drafts)
    if as_json:
        typer.echo(json.dumps(_as_json(checked), indent=2, ensure_ascii=False))
    else:
        _print(checked, file)
    raise typer.Exit(EXIT_OPEN if checked.open else 0)


def _concern(key: str, checked: Checked, file: Path) -> Concern:
    match = next((concern for concern in checked.open if concern.key == key), None)
    if match is None:
        raise NotFound(
            notice("safety-unknown-key", key=visible(key)),
            notice("safety-unknown-key-remedy", file=str(file)),
        )
    return match


def _waive(file: Path, concerns: Sequence[Concern], reason: str, name: str) -> None:
    waive(file, concerns, reason, name, datetime.now(UTC).date())
    waivers_file = str(file_beside(file, WAIVERS))
    typer.echo(notice("safety-kept", count=len(concerns), file=waivers_file), err=True)


def _as_json(checked: Checked) -> dict[str, list[dict[str, str]]]:
    return {
        "open": [concern.as_json() for concern in checked.open],
        "waived": [concern.as_json() for concern in checked.waived],
        "idle_waivers": [{"key": waiver.key, "row": waiver.row} for waiver in checked.idle],
    }


def _print(checked: Checked, file: Path) -> None:
    output = console()
    if checked.open:
        columns = ("key", "where", "reason", "remedy")
        titles = [notice("safety-column", column=column) for column in columns]
        concerns_table = table(*titles, ascii_only=not output.is_terminal)
        for concern in checked.open:
            where = f"{concern.table}, {concern.row}, {concern.column}"
            concerns_table.add_row(*texts((concern.key, where, *concern.words)))
        output.print(concerns_table)
    for line in _outcome(checked, file):
        output.print(Text(visible(line)))


def _outcome(checked: Checked, file: Path) -> list[str]:
    lines = [notice("safety-open", count=len(checked.open), file=str(file))] if checked.open else []
    if not checked.open:
        lines.append(notice("safety-none"))
    if checked.waived:
        lines.append(notice("safety-waived", count=len(checked.waived)))
    if checked.idle:
        keys = ", ".join(waiver.key for waiver in checked.idle)
        lines.append(notice("safety-idle", count=len(checked.idle), keys=keys))
    return lines

"""`mapapp derive`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import take_back_first
from mapapp.engine.about import Disagreement
from mapapp.maintenance.derive import derive as derive_file
from mapapp.messages import notice


def derive(
    file: Annotated[
        Path, typer.Argument(help="The incidents file; claims and sources are found next to it.")
    ],
) -> None:
    """Rewrite figures, actor and grades of the incidents as their claims have them; keep every other cell."""
    take_back_first(file)
    done = derive_file(file)
    for one in done.rewritten:
        typer.echo(visible(_told(one)))
    typer.echo(notice("derive-rewritten", count=len(done.rewritten)))
    if done.without_column:
        columns = done.without_column
        typer.echo(notice("derive-no-column", count=len(columns), columns=", ".join(columns)))


def _told(one: Disagreement) -> str:
    before, after = one.filed or notice("blank"), one.derived or notice("blank")
    return notice(
        "derive-cell", row=str(one.row), incident=one.incident_id, field=one.field, before=before, after=after
    )

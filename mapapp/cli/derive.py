"""`mapapp derive`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import undo_broken_off
from mapapp.engine.about import Disagreement
from mapapp.maintenance.derive import derive as derive_file
from mapapp.messages import notice


def derive(
    file: Annotated[
        Path, typer.Argument(help="The incidents file; claims and sources are found next to it.")
    ],
) -> None:
    """Rewrite the incidents' figures, actors and grades as their claims state them; keep all other cells."""
    undo_broken_off(file)
    result = derive_file(file)
    for disagreement in result.rewritten:
        typer.echo(visible(_cell_change(disagreement)))
    typer.echo(notice("derive-rewritten", count=len(result.rewritten)))
    if result.without_column:
        columns = result.without_column
        typer.echo(notice("derive-no-column", count=len(columns), columns=", ".join(columns)))


def _cell_change(disagreement: Disagreement) -> str:
    before, after = disagreement.filed or notice("blank"), disagreement.derived or notice("blank")
    return notice(
        "derive-cell",
        row=str(disagreement.row),
        incident=disagreement.incident_id,
        field=disagreement.field,
        before=before,
        after=after,
    )

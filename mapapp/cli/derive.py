"""`mapapp derive`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.maintenance.derive import derive as derive_file


def derive(
    file: Annotated[Path, typer.Argument(help="The incidents file; its claims and sources lie beside it.")],
) -> None:
    """Rewrite figures, actor and grades of the incidents as their claims have them; keep every other cell."""
    done = derive_file(file)
    for one in done.rewritten:
        change = f"{one.filed or 'blank'} -> {one.derived or 'blank'}"
        typer.echo(visible(f"row {one.row}, {one.incident_id}, {one.field}: {change}"))
    typer.echo(f"Cells rewritten: {len(done.rewritten):,}.")
    if done.without_column:
        typer.echo(f"Not written, because the file has no such column: {', '.join(done.without_column)}.")

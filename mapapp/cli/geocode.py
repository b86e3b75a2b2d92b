"""`mapapp geocode`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import tell_broken_off
from mapapp.maintenance.geocoding import Geocoded, Outcome, geocoded, require_free, write_geocoded
from mapapp.messages import notice

EXIT_FAULTS = 1
MAX_TOLD = 20
"""So many ambiguous rows are told; all are in the file."""

_TOLD = {
    Outcome.LOCATED: "geocode-located",
    Outcome.PROPOSED: "geocode-proposed",
    Outcome.AMBIGUOUS: "geocode-ambiguous-rows",
    Outcome.UNKNOWN: "geocode-unknown",
    Outcome.UNKNOWN_COUNTRY: "geocode-unknown-country",
    Outcome.UNNAMED: "geocode-unnamed",
}


def geocode(
    file: Annotated[Path, typer.Argument(help="An incidents file (CSV) whose rows name places.")],
    to: Annotated[Path, typer.Option("--to", help="The new file to write.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing and fail if any row stays without a location.")
    ] = False,
) -> None:
    """Propose points for rows that name a place and have no coordinates, from gazetteers without a network.

    A name that several places have stays without a point, and they are listed; a country narrows them down.
    Coordinates that are there are never changed. Columns called geocode_… say what was done: check each
    point.

    Exit status: 0 if the file is written, 1 with --strict if a row stays without a location, 2 if a file
    can't be read or written.
    """
    require_free(to)
    tell_broken_off(file)
    done = geocoded(file)
    _tell(done)
    if strict and done.without_point:
        typer.echo(notice("strict-nothing-written"), err=True)
        raise typer.Exit(EXIT_FAULTS)
    write_geocoded(done, to)
    typer.echo(visible(notice("import-written", files=str(to))))


def _tell(done: Geocoded) -> None:
    for one in done.ambiguous[:MAX_TOLD]:
        places = "; ".join(one.alternatives)
        told = notice("geocode-ambiguous", row=str(one.row), place=one.place, places=places)
        typer.echo(visible(told), err=True)
    if more := len(done.ambiguous[MAX_TOLD:]):
        typer.echo(notice("geocode-ambiguous-more", count=more), err=True)
    for outcome in Outcome:
        if count := done.outcomes[outcome]:
            typer.echo(notice(_TOLD[outcome], count=count), err=True)

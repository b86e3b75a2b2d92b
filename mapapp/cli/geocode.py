"""`mapapp geocode`."""

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.terminal import visible
from mapapp.cli.unfinished import warn_if_broken_off
from mapapp.maintenance.geocoding import GeocodingResult, Outcome, geocoded, require_free, write_geocoded
from mapapp.messages import notice

EXIT_FAULTS = 1
MAX_LISTED = 20
"""The most ambiguous rows to list; all are in the file."""

_MESSAGES = {
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
    """Propose points for rows that name a place but have no coordinates, from gazetteers; needs no network.

    A name shared by several places stays without a point, and the places are listed; a country narrows them
    down. Existing coordinates are never changed. Columns called geocode_… say what was done: check each
    point.

    Exit status: 0 if the file is written, 1 with --strict if a row stays without a location, 2 if a file
    can't be read or written.
    """
    require_free(to)
    warn_if_broken_off(file)
    result = geocoded(file)
    _report(result)
    if strict and result.without_point:
        typer.echo(notice("strict-nothing-written"), err=True)
        raise typer.Exit(EXIT_FAULTS)
    write_geocoded(result, to)
    typer.echo(visible(notice("import-written", files=str(to))))


def _report(result: GeocodingResult) -> None:
    for row in result.ambiguous[:MAX_LISTED]:
        places = "; ".join(row.alternatives)
        line = notice("geocode-ambiguous", row=str(row.row), place=row.place, places=places)
        typer.echo(visible(line), err=True)
    if more := len(result.ambiguous[MAX_LISTED:]):
        typer.echo(notice("geocode-ambiguous-more", count=more), err=True)
    for outcome in Outcome:
        if count := result.outcomes[outcome]:
            typer.echo(notice(_MESSAGES[outcome], count=count), err=True)

"""The people killed, by how they were harmed and by party. Pure: rows in, escaped HTML out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.schema import HARM_MANNER, INCIDENTS
from mapapp.views.templates import render

Row = Mapping[str, Any]


def manner_html(rows: Sequence[Row], query: Query, link: Callable[[Query], str]) -> str:
    """Render the sums of `sums.by_manner`, a party in each row; empty if no manner is stated.

    `link` makes the URL of a Query's incidents.
    """
    sums = {(row["control"], row["manner"]): row for row in rows}
    manners = [name for name in (*HARM_MANNER, None) if (None, name) in sums]
    if manners in ([], [None]):
        return ""
    parties = sorted(
        {row["control"] for row in rows if row["control"] is not None}, key=lambda name: (not name, name)
    )
    return render(
        "manner.html",
        held_by=INCIDENTS["control"].label,
        manners=[words.capitalised(_manner(name)) for name in manners],
        parties=[
            (_party(party), [_figure(sums.get((party, name)), query, link) for name in manners])
            for party in (*parties, None)
        ],
    )


def _manner(name: str | None) -> str:
    return words.label("harm_manner", name) if name else message("not-stated")


def _party(name: str | None) -> str:
    return message("manner-everywhere") if name is None else name or message("not-stated")


def _figure(row: Row | None, query: Query, link: Callable[[Query], str]) -> tuple[str, str]:
    """Return a sum and the link to its incidents: by filters, or else by their identifiers."""
    if row is None:
        return "", ""
    low, high = row["killed_low"], row["killed_high"]
    figure = words.figure(low, high)
    if row["open_rows"]:
        figure = message("manner-open", figure=figure)
    fields = {"control": row["control"], "harm_manner": row["manner"]}
    narrowing = {name: (value,) for name, value in fields.items() if value}
    if row["control"] == "" or not row["manner"]:
        narrowing = {"incident_id": tuple(row["incident_ids"] or ())}
    return figure, link(query.narrowed(**narrowing)) if all(narrowing.values()) else ""

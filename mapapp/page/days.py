"""The timeline under the map, which is also a brush for the dates."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import streamlit as st

from mapapp.engine.store import Store, bar_size
from mapapp.model.query import Query
from mapapp.page.address import read_url, selected_id, write_url
from mapapp.page.components import component
from mapapp.views.coverage import strip
from mapapp.views.periods import marked_days
from mapapp.views.style import Legend


def timeline(store: Store, query: Query, legend: Legend) -> None:
    """Show the timeline of the view without its dates, with the dates as a brush, and who reports when."""
    bars = bars_of(store.days, query)
    first, last, size = bars
    undated = query.without("datetime")
    shown = undated if (first, last) == store.days else replace(undated, start=first, end=last)
    rows = store.timeline(shown, size)
    chosen = [(query.start or store.days[0]).isoformat(), (query.end or store.days[1]).isoformat()]
    component("timeline")(
        key="timeline",
        data={
            "first": first.isoformat(),
            "last": last.isoformat(),
            "size": size,
            "isWhole": (first, last) == store.days,
            "rows": [
                {
                    "start": row["date_start"].isoformat(),
                    "end": row["date_end"].isoformat(),
                    "actor": row["actor"],
                    "n": row["n"],
                    "killed": [row["killed_low"], row["killed_high"]],
                    "stated": row["killed_rows"],
                }
                for row in rows
            ],
            "colours": legend.actors,
            "actors": list(legend.actors),
            "otherColour": legend.other,
            "coverage": strip(_reports(store, shown, bars), store.conflict, filtered=undated != Query())
            if store.has_claims
            else None,
            "marked": marked_days(store.conflict, first, last),
            "interval": chosen if query.start or query.end else None,
            "selected": selected_days(store),
        },
        on_interval_change=interval_changed,
    )


class Bars(NamedTuple):
    """The first and the last day of the timeline, and how many days each of its bars has."""

    first: date
    last: date
    size: int


def bars_of(bounds: tuple[date, date], query: Query) -> Bars:
    """Choose the bars: of all data or, if those are coarser, of the chosen days and as many on each side.

    A bar has 1, 2, 4, 8 … days, counted from the first day of the data, or as many as a bar of all data has.
    """
    first, last = bounds
    whole = Bars(first, last, bar_size(first, last))
    start, end = max(query.start or first, first), min(query.end or last, last)
    if start > end:
        return whole
    around = end - start + timedelta(days=1)
    start, end = max(start - around, first), min(end + around, last)
    size = 1 << (bar_size(start, end) - 1).bit_length()
    if size >= whole.size:
        return whole
    start -= (start - first) % timedelta(days=size)
    return Bars(start, end, size)


def _reports(store: Store, query: Query, bars: Bars) -> list[dict[str, Any]]:
    """Count who reports anything, by bar."""
    before = (bars.first - store.days[0]).days // bars.size
    cells = (dict(row, cell=row["cell"] - before) for row in store.coverage(query, bars.size))
    return [row for row in cells if 0 <= row["cell"] <= (bars.last - bars.first).days // bars.size]


def selected_days(store: Store) -> list[str] | None:
    """Return the first and last day of the selected incident, if one is selected."""
    selected = selected_id()
    incident = store.incident(selected) if selected else None
    return [incident[name].isoformat() for name in ("date_start", "date_end")] if incident else None


def interval_changed() -> None:
    """Take the interval that was chosen on the timeline."""
    query, incident_id = read_url()
    chosen = (st.session_state["timeline"].interval or {}).get("days")
    start, end = map(date.fromisoformat, chosen) if chosen else (None, None)
    write_url(replace(query, start=start, end=end), incident_id)

"""Under the map: the timeline, which is a brush for the dates too."""

from dataclasses import replace
from datetime import date

import streamlit as st

from mapapp.engine.store import Store
from mapapp.model.query import Query
from mapapp.page.address import read_address, selected_id, write_address
from mapapp.page.components import component
from mapapp.views.coverage import strip
from mapapp.views.periods import marked_days
from mapapp.views.style import Legend


def timeline(store: Store, query: Query, legend: Legend) -> None:
    """Show the timeline of the view without its dates, with the dates as a brush, and who reports when."""
    first, last = store.days
    undated = query.without("datetime")
    rows = store.timeline(undated)
    chosen = [(query.start or first).isoformat(), (query.end or last).isoformat()]
    component("timeline")(
        key="timeline",
        data={
            "first": first.isoformat(),
            "last": last.isoformat(),
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
            "coverage": strip(store.coverage(undated), store.conflict, filtered=undated != Query())
            if store.has_claims
            else None,
            "marked": marked_days(store.conflict, first, last),
            "interval": chosen if query.start or query.end else None,
            "selected": selected_days(store),
        },
        on_interval_change=brushed,
    )


def selected_days(store: Store) -> list[str] | None:
    """Return the first and last day of the selected incident, if one is selected."""
    selected = selected_id()
    incident = store.incident(selected) if selected else None
    return [incident[name].isoformat() for name in ("date_start", "date_end")] if incident else None


def brushed() -> None:
    """Take the interval that was chosen on the timeline."""
    query, incident_id = read_address()
    chosen = (st.session_state["timeline"].interval or {}).get("days")
    start, end = map(date.fromisoformat, chosen) if chosen else (None, None)
    write_address(replace(query, start=start, end=end), incident_id)

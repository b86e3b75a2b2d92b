"""Which of a file's columns is which: the proposal, for the reader to change."""

from dataclasses import replace

import streamlit as st

from mapapp.ingest.mapping import Recognised
from mapapp.ingest.mapping.mapping import Columns, DateOrder, Mapping
from mapapp.ingest.sheet import Sheet
from mapapp.messages import message
from mapapp.model.schema import INCIDENTS
from mapapp.page.plain import plain

OFFERED = (
    *("date_start", "date_end", "latitude", "longitude", "title", "summary", "place_name", "event_type"),
    *("actor", "killed_low", "killed_high", "injured_low", "injured_high", "incident_id"),
)
"""The columns for which a reader can choose one of the file's."""


def chosen_mapping(sheet: Sheet, found: Recognised) -> Mapping | None:
    """Show the proposal and return what the reader makes of it; None if the file needs no mapping."""
    if not (found.mapping and found.proposal):
        return None
    names = ["", *(name.strip() or f"column_{place}" for place, name in enumerate(sheet.names, 1))]
    with (
        st.expander(message("own-columns"), expanded="date_start" not in found.mapping.columns),
        st.container(key="own-columns"),
    ):
        arrival = sheet.file.modified.isoformat()  # what was chosen for another file is not chosen for this
        chosen = {ours: _column(ours, names, found, f"own-{ours}-{arrival}") for ours in OFFERED}
        order = _order(found.mapping, f"own-order-{arrival}")
    return replace(found.mapping.with_columns(chosen), date_order=order)


def _column(ours: str, names: list[str], found: Recognised, key: str) -> Columns:
    """Let the reader choose a column of the file for one of ours; three that make up a date stay."""
    assert found.mapping  # noqa: S101 - asked before
    assert found.proposal  # noqa: S101 - asked before
    proposed = found.mapping.columns.get(ours, ())
    if len(proposed) > 1:
        return proposed
    theirs = st.selectbox(
        INCIDENTS[ours].label,
        names,
        names.index(proposed[0]) if proposed else 0,
        format_func=lambda name: name or message("own-no-column"),
        key=key,
        help=plain(found.proposal.reasons.get(ours, "")) or None,
    )
    return (theirs,) if theirs else ()


def _order(mapping: Mapping, key: str) -> DateOrder:
    order = st.selectbox(
        message("own-order"),
        list(DateOrder),
        list(DateOrder).index(mapping.date_order),
        format_func=lambda one: message("own-order-first", first=one.replace(" ", "-") or "unknown"),
        key=key,
    )
    return order or DateOrder.UNKNOWN

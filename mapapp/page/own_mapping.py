"""Which of a file's columns is which: the proposal, for the reader to change."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from mapapp.ingest.date_notations import DateOrder, could_mean_another
from mapapp.ingest.mapping import Recognition
from mapapp.ingest.mapping.dates import order_of
from mapapp.ingest.mapping.mapping import Columns, Mapping
from mapapp.ingest.sheet import Sheet
from mapapp.messages import message
from mapapp.model.schema import INCIDENTS
from mapapp.page.plain import plain

OFFERED = (
    *("date_start", "date_end", "latitude", "longitude", "title", "summary", "place_name", "event_type"),
    *("actor", "killed_low", "killed_high", "injured_low", "injured_high", "incident_id"),
)
"""The columns for which a reader can choose one of the file's."""
ORDER = "order"
CHOSEN_FOR = "own columns chosen for"
"""What the session remembers: when the file arrived for which the reader chose."""


def chosen_mapping(sheet: Sheet, found: Recognition) -> Mapping | None:
    """Show the proposal and return what the reader makes of it; None if the file needs no mapping."""
    if not (found.mapping and found.proposal):
        return None
    names = ["", *(name.strip() or f"column_{place}" for place, name in enumerate(sheet.names, 1))]
    _forget_choices_of_another(sheet)
    with (
        st.expander(message("own-columns"), expanded=_needs_a_look(found.mapping, found.first_rows)),
        st.container(key="own-columns"),
    ):
        chosen = {ours: _column(ours, names, found) for ours in OFFERED}
        order = _order(found.mapping)
    return replace(found.mapping.with_columns(chosen), date_order=order)


def _needs_a_look(mapping: Mapping, first_rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether no column holds the date, or nothing tells which day its first dates mean."""
    if "date_start" not in mapping.columns:
        return True
    place = list(mapping.columns).index("date_start")
    order = order_of([row[place] for row in first_rows]).order
    return not order and any(could_mean_another(row[place]) for row in first_rows)


def _forget_choices_of_another(sheet: Sheet) -> None:
    """Let what the reader chose for the file before be proposed anew; the fields themselves stay the same."""
    arrival = sheet.file.modified
    if st.session_state.get(CHOSEN_FOR) != arrival:
        for name in (*OFFERED, ORDER):
            st.session_state.pop(_key(name), None)
        st.session_state[CHOSEN_FOR] = arrival


def _key(name: str) -> str:
    return f"own-{name}"


def _column(ours: str, names: list[str], found: Recognition) -> Columns:
    """Let the reader choose a column of the file for one of ours; three that make up a date stay."""
    assert found.mapping  # noqa: S101 - asked before
    assert found.proposal  # noqa: S101 - asked before
    proposed = found.mapping.columns.get(ours, ())
    if len(proposed) > 1:
        return proposed
    st.session_state.setdefault(_key(ours), proposed[0] if proposed else "")
    theirs = st.selectbox(
        INCIDENTS[ours].label,
        names,
        format_func=lambda name: name or message("own-no-column"),
        key=_key(ours),
        help=plain(found.proposal.reasons.get(ours, "")) or None,
    )
    return (theirs,) if theirs else ()


def _order(mapping: Mapping) -> DateOrder:
    st.session_state.setdefault(_key(ORDER), mapping.date_order)
    order = st.selectbox(
        message("own-order"),
        list(DateOrder),
        format_func=lambda one: message("own-order-first", first=one.replace(" ", "-") or "unknown"),
        key=_key(ORDER),
    )
    return order or DateOrder.UNKNOWN

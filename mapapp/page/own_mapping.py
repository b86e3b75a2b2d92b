"""Which of a file's columns is which of ours: a proposal that the reader can change."""

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
from mapapp.page.markdown import escape_markdown

OFFERED = (
    *("date_start", "date_end", "latitude", "longitude", "title", "summary", "place_name", "event_type"),
    *("actor", "killed_low", "killed_high", "injured_low", "injured_high", "incident_id"),
)
"""Our columns for which a reader can choose one of the file's."""
ORDER = "order"
CHOSEN_FOR = "own columns chosen for"
"""Key of the session's state: when the file that the choices are for arrived."""


def chosen_mapping(sheet: Sheet, recognition: Recognition) -> Mapping | None:
    """Show the proposal and return it with the reader's changes; None if the file needs no mapping."""
    if not (recognition.mapping and recognition.proposal):
        return None
    names = ["", *(name.strip() or f"column_{number}" for number, name in enumerate(sheet.names, 1))]
    _forget_choices_of_another(sheet)
    with (
        st.expander(
            message("own-columns"), expanded=_is_uncertain(recognition.mapping, recognition.first_rows)
        ),
        st.container(key="own-columns"),
    ):
        chosen = {ours: _column(ours, names, recognition) for ours in OFFERED}
        order = _order(recognition.mapping)
    return replace(recognition.mapping.with_columns(chosen), date_order=order)


def _is_uncertain(mapping: Mapping, first_rows: Sequence[Sequence[str]]) -> bool:
    """Whether no column holds the date, or its first dates are ambiguous."""
    if "date_start" not in mapping.columns:
        return True
    position = list(mapping.columns).index("date_start")
    order = order_of([row[position] for row in first_rows]).order
    return not order and any(could_mean_another(row[position]) for row in first_rows)


def _forget_choices_of_another(sheet: Sheet) -> None:
    """Drop the reader's choices for a previous file; the fields themselves stay the same."""
    arrival = sheet.file.modified
    if st.session_state.get(CHOSEN_FOR) != arrival:
        for name in (*OFFERED, ORDER):
            st.session_state.pop(_key(name), None)
        st.session_state[CHOSEN_FOR] = arrival


def _key(name: str) -> str:
    return f"own-{name}"


def _column(ours: str, names: list[str], recognition: Recognition) -> Columns:
    """Let the reader choose a column of the file for one of ours; several that make up a date are kept."""
    assert recognition.mapping  # noqa: S101 - checked by the caller
    assert recognition.proposal  # noqa: S101 - checked by the caller
    proposed = recognition.mapping.columns.get(ours, ())
    if len(proposed) > 1:
        return proposed
    st.session_state.setdefault(_key(ours), proposed[0] if proposed else "")
    theirs = st.selectbox(
        INCIDENTS[ours].label,
        names,
        format_func=lambda name: name or message("own-no-column"),
        key=_key(ours),
        help=escape_markdown(recognition.proposal.reasons.get(ours, "")) or None,
    )
    return (theirs,) if theirs else ()


def _order(mapping: Mapping) -> DateOrder:
    st.session_state.setdefault(_key(ORDER), mapping.date_order)
    order = st.selectbox(
        message("own-order"),
        list(DateOrder),
        format_func=lambda order: message("own-order-first", first=order.replace(" ", "-") or "unknown"),
        key=_key(ORDER),
    )
    return order or DateOrder.UNKNOWN

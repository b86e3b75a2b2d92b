"""The filters: widgets that read the Query and write it to the address."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from mapapp import words
from mapapp.engine.store import Having, Store
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.filters import Choice, Number, Side
from mapapp.model.query import EVERYBODY, FILTERS, Query
from mapapp.page.address import compare_with, names_first, read_address, shown_beside, write_address
from mapapp.page.components import component
from mapapp.views.header import filter_html, filters_fold_html

FIRST_FILTERS = ("actor", "sub_event_type")
NEEDED = {
    "min_harmed": "figure",
    "min_sources": "claims",
    "within_km": "area",
    "disputed": "claims",
    "denied_by": "claims",
}
"""Filters that can find nothing unless a data set has claims, or some of `derived.MARKS`."""
MAX_OPTIONS = 200
NOBODY = "nobody"


def filters(store: Store, query: Query) -> None:
    """Show the filters with the counts of their options; each change goes to the address."""
    first, last = store.days
    offered = [name for name in store.facet_names if len(store.facets(Query())[name]) > 1]
    known = store.occurring | ({"claims"} if store.has_claims else set())
    used = query.to_params().keys()
    bare = {name for name, needed in NEEDED.items() if needed not in known and name not in used}
    more = [name for name in FILTERS if name not in {*FIRST_FILTERS, *bare} and is_among_more(name, offered)]
    st.html(filters_fold_html())  # shown on a phone only
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        if store.has_claims:
            points_of_view(store, query)
        if first:
            date_filter(query, (first, last))
        for name in FIRST_FILTERS:
            if name in offered:
                facet_filter(store, query, name)
        st.session_state["q"] = query.q
        st.text_input(
            words.filter_label("q"), key="q", placeholder=message("filter-q-hint"), on_change=text_changed
        )
        with st.popover(message("filters-more", count=len(used & set(more))), key="more"):
            for name in more:
                one_filter(store, query, name)
    with st.container(horizontal=True, vertical_alignment="center", key="filter-words"):
        st.html(filter_html(query, store.conflict))
        if query != Query():
            st.button(
                message("filters-clear"),
                on_click=write_address,
                args=(Query(), read_address()[1]),
                type="tertiary",
                key="clear",
            )


def is_among_more(name: str, offered: Collection[str]) -> bool:
    """Tell whether a filter is offered behind the button: a facet only if it has values to choose from."""
    widget = FILTERS[name].widget
    return widget in {"number", "choice"} or (widget == "facet" and name in offered)


def one_filter(store: Store, query: Query, name: str) -> None:
    """Show one filter by its kind."""
    match FILTERS[name]:
        case Number() as number:
            number_filter(query, name, number)
        case Choice() as choice:
            choice_filter(store, query, name, choice.options)
        case Side():
            choice_filter(store, query, name, store.conflict.deniers)
        case _:
            facet_filter(store, query, name)


def date_filter(query: Query, bounds: tuple[date, date]) -> None:
    """Show both ends of the dates; the data's own first and last day mean no limit."""
    component("dates")(
        key="dates",
        data={
            "first": bounds[0].isoformat(),
            "last": bounds[1].isoformat(),
            "start": (query.start or bounds[0]).isoformat(),
            "end": (query.end or bounds[1]).isoformat(),
        },
        on_interval_change=partial(dates_changed, bounds),
    )


def facet_filter(store: Store, query: Query, name: str) -> None:
    """Show one facet as a multiple choice; an option counts as the headline does, under all other filters."""
    counts, chosen, first = store.facets(query)[name], list(getattr(query, name)), names_first()
    known = list(store.facets(Query(according_to=query.according_to))[name])
    options = [*known[:MAX_OPTIONS], *(value for value in chosen if value not in known[:MAX_OPTIONS])]
    left_out = message("options-left-out", shown=MAX_OPTIONS, all=len(known))
    st.session_state[name] = chosen
    st.multiselect(
        words.filter_label(name),
        options,
        help=left_out if len(known) > MAX_OPTIONS else None,
        key=name,
        format_func=lambda value: (
            f"{shortened(words.label(name, value, first))} ({_having(counts.get(value))})"
        ),
        placeholder=message("any"),
        on_change=facet_changed,
        args=(name,),
    )


def _having(having: Having | None) -> str:
    if having is None:
        return "0"
    return words.number(having.incidents) if having.incidents else message("combined-only")


def dates_changed(bounds: tuple[date, date]) -> None:
    """Take the dates that were typed or picked; the data's own first and last day mean no limit."""
    query, incident_id = read_address()
    chosen = st.session_state["dates"].interval or {}
    start, end = (date.fromisoformat(chosen[name]) for name in ("start", "end"))
    earliest, latest = start <= bounds[0], end >= bounds[1]
    write_address(replace(query, start=None if earliest else start, end=None if latest else end), incident_id)


def facet_changed(name: str) -> None:
    """Take a facet's values from its widget."""
    query, incident_id = read_address()
    write_address(query.with_values(name, st.session_state[name]), incident_id)


def number_filter(query: Query, name: str, number: Number) -> None:
    """Show a filter that is one number."""
    st.session_state[name] = getattr(query, name)
    st.number_input(
        words.filter_label(name),
        key=name,
        min_value=0.0 if number.decimals else 0,
        max_value=float(number.most) if number.decimals else number.most,
        placeholder=message("any"),
        on_change=number_changed,
        args=(name,),
    )


def number_changed(name: str) -> None:
    """Take a number from its widget."""
    query, incident_id = read_address()
    value = st.session_state[name]
    write_address(query.with_field(name, round(value, 3) if isinstance(value, float) else value), incident_id)


def choice_filter(store: Store, query: Query, name: str, options: Iterable[str]) -> None:
    """Show a filter that is one of a few words, or any."""
    st.session_state[name] = getattr(query, name)
    st.selectbox(
        words.filter_label(name),
        ("", *options),
        format_func=lambda option: words.choice(name, option, store.conflict) or message("any"),
        key=name,
        on_change=choice_changed,
        args=(name,),
    )


def choice_changed(name: str) -> None:
    """Take one of a few words from its widget."""
    query, incident_id = read_address()
    write_address(query.with_field(name, st.session_state[name]), incident_id)


def points_of_view(store: Store, query: Query) -> None:
    """Show whose claims decide, and with whose they are compared."""
    offered = (EVERYBODY, *store.conflict.points_of_view)
    named = partial(words.point_of_view, conflict=store.conflict)
    st.session_state["according_to"] = query.according_to or EVERYBODY
    st.selectbox(
        words.filter_label("according_to"),
        offered,
        format_func=named,
        key="according_to",
        on_change=point_of_view_changed,
    )
    other = shown_beside(store, query)
    st.session_state["compare"] = (other.according_to or EVERYBODY) if other else NOBODY
    st.selectbox(
        message("filter-compare"),
        [NOBODY, *(name for name in offered if name != (query.according_to or EVERYBODY))],
        format_func=lambda whose: message("nobody") if whose == NOBODY else named(whose),
        key="compare",
        on_change=comparison_changed,
    )


def point_of_view_changed() -> None:
    """Take from its widget whose claims decide."""
    query, incident_id = read_address()
    whose = st.session_state["according_to"]
    write_address(replace(query, according_to="" if whose == EVERYBODY else whose), incident_id)


def comparison_changed() -> None:
    """Take from its widget with whose claims to compare."""
    whose = st.session_state["compare"]
    compare_with(None if whose == NOBODY else whose)


def text_changed() -> None:
    """Take the search text from its widget."""
    query, incident_id = read_address()
    write_address(replace(query, q=st.session_state["q"][:200].replace("\x00", "")), incident_id)

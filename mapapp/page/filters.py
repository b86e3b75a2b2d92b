"""The filters: widgets that read the Query and write it to the URL."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.messages import message
from mapapp.model.filters import Choice, Number, Side
from mapapp.model.query import FILTERS, Query
from mapapp.page.address import name_order, read_url, write_url
from mapapp.page.area import area_filter
from mapapp.page.chips import chips, in_effect
from mapapp.page.components import component
from mapapp.page.options import (
    ACTOR_FILTERS,
    MAX_OPTIONS,
    count_label,
    facet_options,
    occurring_values,
    offered_facets,
    option_label,
)
from mapapp.page.search import search_field
from mapapp.page.widget_values import is_chosen, put, value_of
from mapapp.views.header import filter_html
from mapapp.views.periods import presets

NEEDED = {
    "min_harmed": "figure",
    "min_sources": "claims",
    "within_km": "area",
    "disputed": "claims",
    "denied_by": "claims",
}
"""Filters that can match nothing unless a data set has claims, or some of `derived.MARKS`."""
ROLE = "role"


def filters(store: Store, query: Query) -> None:
    """Show the filters with the counts of their options; each change is written to the URL."""
    shown = in_effect(store, query)
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        if store.days[0]:
            date_filter(store, query)
        actor_filter(store, query)
        if store.gives_rows:
            search_field(store, query)
        area_filter(store, query)
        all_filters_button(len(shown), store.totals(query)["incidents"])
        with st.container(key="more"):
            for name in more_filters(store, query):
                filter_widget(store, query, name)
    chips(store, query)
    let_map_know_early(store, query)
    with st.container(key="paper"):
        st.html(filter_html(query, store.conflict))


def let_map_know_early(store: Store, query: Query) -> None:
    """Send the browser the value of each option, so that the map asks as soon as one is clicked."""
    options = {name: facet_options(store, query, name) for name in offered_facets(store)}
    component("early_choice")(key="early-choice", data={"options": options})


def more_filters(store: Store, query: Query) -> list[str]:
    """Name the filters behind the button: those that can match something, and those that are set."""
    available = store.occurring | ({"claims"} if store.has_claims else set())
    used = query.to_params().keys()
    useless = {name for name, needed in NEEDED.items() if needed not in available and name not in used}
    facets = offered_facets(store)
    hidden = {*ACTOR_FILTERS, *useless}
    return [name for name in FILTERS if name not in hidden and is_among_more(name, facets)]


def all_filters_button(used: int, matched: int) -> None:
    """Show the button that opens and closes the other filters; on a phone, all of them."""
    component("sheet_button")(
        key="open",
        data={
            "opens": "filters",
            "about": "",
            "label": message("filters-all", count=used),
            "done": message("filters-done", count=matched),
        },
    )


def is_among_more(name: str, offered: Collection[str]) -> bool:
    """Whether a filter is offered behind the button: a facet only if it has values to choose from."""
    widget = FILTERS[name].widget
    return widget in {"number", "choice"} or (widget == "facet" and name in offered)


def filter_widget(store: Store, query: Query, name: str) -> None:
    """Show a filter with the widget of its kind."""
    match FILTERS[name]:
        case Number() as number:
            number_filter(query, name, number)
        case Choice() as choice:
            choice_filter(store, query, name, choice.options)
        case Side():
            choice_filter(store, query, name, store.conflict.deniers)
        case _:
            facet_filter(store, query, name)


def actor_filter(store: Store, query: Query) -> None:
    """Show the choice of actors; before it, where the data name actors in other roles too, the role."""
    roles = [name for name in ACTOR_FILTERS if name in offered_facets(store)]
    if not roles:
        return
    role = current_role(query, roles)
    if len(roles) > 1:
        put(ROLE, role)
        st.selectbox(
            message("actor-role"),
            roles,
            format_func=words.filter_label,
            key=ROLE,
            label_visibility="collapsed",
            on_change=role_changed,
            args=(role,),
        )
    anyone = "field-anyone" if len(roles) == 1 else "anyone"  # the switch names the role
    facet_filter(store, query, role, placeholder=message(anyone, label=words.filter_label(role)))


def current_role(query: Query, roles: Sequence[str]) -> str:
    """Return the role that actors are filtered by: the Query's, or else the one chosen last."""
    used = [name for name in roles if getattr(query, name)]
    chosen = value_of(ROLE, roles[0])
    return chosen if chosen in (used or roles) else (used or roles)[0]


def role_changed(before: str) -> None:
    """Filter by the same actors in another role."""
    if not is_chosen(ROLE):
        return
    query, incident_id = read_url()
    chosen = value_of(ROLE)
    actors = (*getattr(query, before), *getattr(query, chosen))
    write_url(query.without(before).with_values(chosen, actors), incident_id)


def date_filter(store: Store, query: Query) -> None:
    """Show both ends of the dates; the data's own first and last day mean no limit."""
    bounds = store.days
    component("dates")(
        key="dates",
        data={
            "first": bounds[0].isoformat(),
            "last": bounds[1].isoformat(),
            "start": (query.start or bounds[0]).isoformat(),
            "end": (query.end or bounds[1]).isoformat(),
            "presets": presets(bounds, store.conflict.days, store.conflict.period),
        },
        on_interval_change=partial(dates_changed, bounds),
    )


def facet_filter(store: Store, query: Query, name: str, *, placeholder: str = "") -> None:
    """Show a facet as a multiple choice; an option counts as the headline does, under all other filters.

    A `placeholder` is shown in the field as long as nothing is chosen, in place of the label above it.
    """
    counts, order = store.facets(query)[name], name_order(store)
    occurring = occurring_values(store, query, name)
    left_out = message("options-left-out", shown=MAX_OPTIONS, all=len(occurring))
    labels = {
        value: f"{option_label(store, name, value, order)} ({count_label(counts.get(value))})"
        for value in facet_options(store, query, name)
    }
    put(name, list(getattr(query, name)), labels={label: value for value, label in labels.items()})
    st.multiselect(
        words.filter_label(name),
        list(labels),
        help=left_out if len(occurring) > MAX_OPTIONS else None,
        key=name,
        format_func=labels.__getitem__,
        placeholder=placeholder or message("any"),
        label_visibility="collapsed" if placeholder else "visible",
        on_change=facet_changed,
        args=(name,),
    )


def dates_changed(bounds: tuple[date, date]) -> None:
    """Take the dates that were typed or picked; the data's own first and last day mean no limit."""
    query, incident_id = read_url()
    chosen = st.session_state["dates"].interval or {}
    start, end = (date.fromisoformat(chosen[name]) for name in ("start", "end"))
    earliest, latest = start <= bounds[0], end >= bounds[1]
    write_url(replace(query, start=None if earliest else start, end=None if latest else end), incident_id)


def facet_changed(name: str) -> None:
    """Write a facet's values from its widget to the URL."""
    if not is_chosen(name):
        return
    query, incident_id = read_url()
    write_url(query.with_values(name, value_of(name)), incident_id)


def number_filter(query: Query, name: str, number: Number) -> None:
    """Show a filter by a number."""
    put(name, getattr(query, name))
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
    """Write a number from its widget to the URL."""
    if not is_chosen(name):
        return
    query, incident_id = read_url()
    value = value_of(name)
    write_url(query.with_field(name, round(value, 3) if isinstance(value, float) else value), incident_id)


def choice_filter(store: Store, query: Query, name: str, options: Iterable[str]) -> None:
    """Show a filter that is one of a few options, or any."""
    put(name, getattr(query, name))
    st.selectbox(
        words.filter_label(name),
        ("", *options),
        format_func=lambda option: words.choice(name, option, store.conflict) or message("any"),
        key=name,
        on_change=choice_changed,
        args=(name,),
    )


def choice_changed(name: str) -> None:
    """Write the chosen option from its widget to the URL."""
    if not is_chosen(name):
        return
    query, incident_id = read_url()
    write_url(query.with_field(name, value_of(name)), incident_id)

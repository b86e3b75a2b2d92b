"""The field for places and words: what is suggested becomes a filter, anything else is searched for."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine.locating import Places
from mapapp.engine.store import Having, Store
from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.places import sites_of
from mapapp.messages import message
from mapapp.model.filters import BLANK, LONGEST_TEXT
from mapapp.model.query import MULTIPLE, Query
from mapapp.model.traditions import AS_GIVEN
from mapapp.page.address import name_order, read_address, write_address
from mapapp.page.area import circle_around
from mapapp.page.components import component
from mapapp.page.options import ACTOR_FILTERS, facet_options, offered, said

SEARCH = "search"
MOST_PLACES = MOST_VALUES = 2_000
MEANT_TOGETHER = {"cluster_munition": ("yes", "alleged")}
"""Values of a facet that are suggested as one too: who asks for such incidents means either."""

Suggested = tuple[list[str], str, int | None]
"""Values of a filter, the words for them, and how many incidents have any; None for combined entries only."""

SuggestedPlace = tuple[list[str], str, int | None, list[str], bool]
"""The same of a place, no values where nothing happened; its names, and whether an area can be around it."""


def search_field(store: Store, query: Query) -> None:
    """Show the field, with what is to be suggested: places, areas around them, and values of the filters."""
    data = {
        "text": query.q,
        "place": {"label": words.filter_label("place_id"), "all": suggested_places(store, query)},
        "area": message("area", count=0),
        "facets": [
            {"name": name, "label": words.filter_label(name), "options": suggested_values(store, query, name)}
            for name in sorted(offered(store), key=lambda name: name not in ACTOR_FILTERS)
            if name != "place_id"
        ],
    }
    component("search")(key=SEARCH, data=data, on_choice_change=partial(chosen, store.places))


def suggested_places(store: Store, query: Query) -> list[SuggestedPlace]:
    """List the places where anything happened, then others around which an area can be.

    A town stands for its sites too.
    """
    known, around, order = gazetteer(), store.places.spellings, name_order(store)
    counts = store.facets(query).get("place_id", {})
    named = [place_id for place_id in store.facets(Query()).get("place_id", ()) if place_id != BLANK]
    here = dict.fromkeys(named[:MOST_PLACES])
    found: list[SuggestedPlace] = []
    for place_id in here:
        ids = [place_id, *(site for site in sites_of(place_id) if site in here)]
        label, place = said(store, "place_id", place_id, order), known.get(place_id)
        names = list(place.names) if place else [label]
        has_area = (place.paired() if place else said(store, "place_id", place_id, AS_GIVEN)) in around
        found.append((ids, label, _number([counts.get(one) for one in ids]), names, has_area))
    others = [(name, spelled) for name, (place_id, spelled) in around.items() if place_id not in here]
    return [*found, *(([], name, None, list(spelled), True) for name, spelled in others[:MOST_PLACES])]


def suggested_values(store: Store, query: Query, name: str) -> list[Suggested]:
    """List what a facet offers, more than its field does; before it, values that are often meant together."""
    counts, order = store.facets(query)[name], name_order(store)
    options = facet_options(store, query, name, MOST_VALUES)
    together = [value for value in MEANT_TOGETHER.get(name, ()) if value in options]
    groups = [together] if len(together) > 1 else []
    options.sort(key=lambda value: value not in together)
    return [
        (
            values,
            words.either(said(store, name, value, order) for value in values),
            _number([counts.get(one) for one in values]),
        )
        for values in (*groups, *([value] for value in options))
    ]


def _number(having: list[Having | None]) -> int | None:
    """Add up the incidents that have one of several values, of which each has one only."""
    known = [one for one in having if one]
    single = sum(one.incidents for one in known)
    return None if known and not single else single


def chosen(places: Places) -> None:
    """Take values of a filter, what lies around a place, or words to be searched for."""
    query, incident_id = read_address()
    choice: dict[str, Any] = st.session_state[SEARCH].choice or {}
    if choice.get("name") in MULTIPLE:
        name = choice["name"]
        query = query.with_values(name, (*getattr(query, name), *map(str, choice["values"])))
    elif "place" in choice:
        query = query.with_field("within", circle_around(str(choice["place"]), float(choice["km"]), places))
    else:
        query = replace(query, q=str(choice.get("text", ""))[:LONGEST_TEXT].replace("\x00", ""))
    write_address(query, incident_id)

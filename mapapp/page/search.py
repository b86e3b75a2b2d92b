"""The search field: a suggestion becomes a filter, any other text is searched for."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine.locating import Places
from mapapp.engine.store import Store, ValueCount
from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.places import sites_of
from mapapp.messages import message
from mapapp.model.filters import BLANK, LONGEST_TEXT
from mapapp.model.query import MULTIPLE, Query
from mapapp.model.traditions import AS_GIVEN
from mapapp.page.address import name_order, read_url, write_url
from mapapp.page.area import circle_around
from mapapp.page.components import component
from mapapp.page.options import ACTOR_FILTERS, facet_options, offered_facets, option_label

SEARCH = "search"
MOST_PLACES = MOST_VALUES = 2_000
COMBINED = {"cluster_munition": ("yes", "alleged")}
"""Values of a facet that are also suggested together: who searches for such incidents means either."""

Suggested = tuple[list[str], str, int | None]
"""Values of a filter, their label, and how many incidents have any; None if only combined entries do."""

SuggestedPlace = tuple[list[str], str, int | None, list[str], bool]
"""The same for a place, no values where nothing happened; its names, and whether an area can be around it."""


def search_field(store: Store, query: Query) -> None:
    """Show the field, with its suggestions: places, areas around them, and values of the filters."""
    data = {
        "text": query.q,
        "place": {"label": words.filter_label("place_id"), "all": suggested_places(store, query)},
        "area": message("area", count=0),
        "facets": [
            {"name": name, "label": words.filter_label(name), "options": suggested_values(store, query, name)}
            for name in sorted(offered_facets(store), key=lambda name: name not in ACTOR_FILTERS)
            if name != "place_id"
        ],
    }
    component("search")(key=SEARCH, data=data, on_choice_change=partial(choice_changed, store.places))


def suggested_places(store: Store, query: Query) -> list[SuggestedPlace]:
    """List the places with incidents, then other places that an area can be around.

    A town includes its sites.
    """
    places, around, order = gazetteer(), store.places.spellings, name_order(store)
    counts = store.facets(query).get("place_id", {})
    occurring = [place_id for place_id in store.facets(Query()).get("place_id", ()) if place_id != BLANK]
    with_incidents = dict.fromkeys(occurring[:MOST_PLACES])
    suggestions: list[SuggestedPlace] = []
    for place_id in with_incidents:
        ids = [place_id, *(site for site in sites_of(place_id) if site in with_incidents)]
        label, place = option_label(store, "place_id", place_id, order), places.get(place_id)
        names = list(place.names) if place else [label]
        has_area = (
            place.paired() if place else option_label(store, "place_id", place_id, AS_GIVEN)
        ) in around
        suggestions.append((ids, label, _number([counts.get(name) for name in ids]), names, has_area))
    others = [(name, names) for name, (place_id, names) in around.items() if place_id not in with_incidents]
    return [*suggestions, *(([], name, None, list(names), True) for name, names in others[:MOST_PLACES])]


def suggested_values(store: Store, query: Query, name: str) -> list[Suggested]:
    """List the values of a facet, more than its field offers; before them, those suggested together."""
    counts, order = store.facets(query)[name], name_order(store)
    options = facet_options(store, query, name, MOST_VALUES)
    together = [value for value in COMBINED.get(name, ()) if value in options]
    groups = [together] if len(together) > 1 else []
    options.sort(key=lambda value: value not in together)
    return [
        (
            values,
            words.either(option_label(store, name, value, order) for value in values),
            _number([counts.get(value) for value in values]),
        )
        for values in (*groups, *([value] for value in options))
    ]


def _number(counts: list[ValueCount | None]) -> int | None:
    """Add up the incidents that have one of several values; no incident has two of them."""
    present = [count for count in counts if count]
    single = sum(count.incidents for count in present)
    return None if present and not single else single


def choice_changed(places: Places) -> None:
    """Take values of a filter, an area around a place, or words to search for."""
    query, incident_id = read_url()
    choice: dict[str, Any] = st.session_state[SEARCH].choice or {}
    if choice.get("name") in MULTIPLE:
        name = choice["name"]
        query = query.with_values(name, (*getattr(query, name), *map(str, choice["values"])))
    elif "place" in choice:
        query = query.with_field("within", circle_around(str(choice["place"]), float(choice["km"]), places))
    else:
        query = replace(query, q=str(choice.get("text", ""))[:LONGEST_TEXT].replace("\x00", ""))
    write_url(query, incident_id)

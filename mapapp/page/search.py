"""The field for places and words: a suggested place becomes a filter, anything else is searched for."""

from dataclasses import replace
from typing import Any

import streamlit as st

from mapapp import words
from mapapp.engine.store import Store
from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.places import sites_of
from mapapp.model.filters import LONGEST_TEXT
from mapapp.model.query import Query
from mapapp.page.address import names_first, read_address, write_address
from mapapp.page.components import component

SEARCH = "search"
MOST_PLACES = 2_000


def search_field(store: Store, query: Query) -> None:
    """Show the field, with the places of the data to be suggested."""
    data = {"text": query.q, "places": suggested_places(store)}
    component("search")(key=SEARCH, data=data, on_choice_change=chosen)


def suggested_places(store: Store) -> list[tuple[list[str], str, list[str]]]:
    """List the places where anything happened: identifiers, words of the page, and all names in any script.

    A town stands for its sites too.
    """
    known, first = gazetteer(), names_first()
    here = dict.fromkeys(list(store.facets(Query()).get("place_id", ()))[:MOST_PLACES])
    return [
        (
            [place_id, *(site for site in sites_of(place_id) if site in here)],
            label := words.label("place_id", place_id, first),
            list(known[place_id].names) if place_id in known else [label],
        )
        for place_id in here
    ]


def chosen() -> None:
    """Take a place as a filter, or words to be searched for."""
    query, incident_id = read_address()
    choice: dict[str, Any] = st.session_state[SEARCH].choice or {}
    if "place" in choice:
        query = query.with_values("place_id", (*query.place_id, *map(str, choice["place"])))
    else:
        query = replace(query, q=str(choice.get("text", ""))[:LONGEST_TEXT].replace("\x00", ""))
    write_address(query, incident_id)

"""The options of the facets, for their fields and the suggestions, and how many incidents have each."""

from mapapp import words
from mapapp.engine.store import Store, ValueCount
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.filters import BLANK
from mapapp.model.query import Query
from mapapp.model.schema import INVOLVING
from mapapp.model.traditions import NameOrder

ACTOR_FILTERS = ("actor", "other_actor", INVOLVING)
"""The roles that actors can be filtered by; the first applies unless another is chosen."""
MAX_OPTIONS = 200


def offered_facets(store: Store) -> list[str]:
    """Name the facets that have values to choose from."""
    return [name for name in store.facet_names if len(store.facets(Query())[name]) > 1]


def facet_options(store: Store, query: Query, name: str, most: int = MAX_OPTIONS) -> list[str]:
    """List a facet's values to choose from: the first `most` that occur, and those chosen; BLANK last."""
    occurring = occurring_values(store, query, name)
    frequent = [value for value in occurring[:most] if value != BLANK]
    chosen = [value for value in getattr(query, name) if value not in (*frequent, BLANK)]
    return [*frequent, *chosen, *([BLANK] if BLANK in (*occurring, *getattr(query, name)) else [])]


def occurring_values(store: Store, query: Query, name: str) -> list[str]:
    """List the values of a facet that occur, whatever else is filtered."""
    return list(store.facets(Query(according_to=query.according_to))[name])


def option_label(store: Store, name: str, value: str, order: NameOrder) -> str:
    """Return the text of an option for a facet's value, with the names of a place in the given order."""
    return shortened(words.label(name, value, order, conflict=store.conflict))


def count_label(having: ValueCount | None) -> str:
    """Say how many incidents have a value, counted as in the headline."""
    if having is None:
        return "0"
    return words.number(having.incidents) if having.incidents else message("combined-only")

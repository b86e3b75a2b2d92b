"""The options of the facets, for their fields and the suggestions: which there are, and what has each."""

from mapapp import words
from mapapp.engine.store import Having, Store
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.filters import BLANK
from mapapp.model.query import Query
from mapapp.model.schema import INVOLVING
from mapapp.model.traditions import NameOrder

ACTOR_FILTERS = ("actor", "other_actor", INVOLVING)
"""What an actor can be asked for; the first is meant unless another is chosen."""
MAX_OPTIONS = 200


def offered(store: Store) -> list[str]:
    """Name the facets that have values to choose from."""
    return [name for name in store.facet_names if len(store.facets(Query())[name]) > 1]


def facet_options(store: Store, query: Query, name: str, most: int = MAX_OPTIONS) -> list[str]:
    """List the values of a facet that can be chosen: the first that occur, and those that are; BLANK last."""
    known = known_values(store, query, name)
    first = [value for value in known[:most] if value != BLANK]
    chosen = [value for value in getattr(query, name) if value not in (*first, BLANK)]
    return [*first, *chosen, *([BLANK] if BLANK in (*known, *getattr(query, name)) else [])]


def known_values(store: Store, query: Query, name: str) -> list[str]:
    """List the values of a facet that occur, whatever else is filtered."""
    return list(store.facets(Query(according_to=query.according_to))[name])


def said(store: Store, name: str, value: str, order: NameOrder) -> str:
    """Say a value of a facet as an option, with the names of a place in an order."""
    return shortened(words.label(name, value, order, conflict=store.conflict))


def having_said(having: Having | None) -> str:
    """Say how many incidents have a value; an option counts as the headline does."""
    if having is None:
        return "0"
    return words.number(having.incidents) if having.incidents else message("combined-only")

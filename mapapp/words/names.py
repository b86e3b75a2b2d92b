"""Names: of incidents, places, districts, languages, points of view, and of values and filters."""

from collections.abc import Mapping
from typing import Any

from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.places import in_order
from mapapp.messages import LOCALE, message
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.filters import BLANK, Choice, Side
from mapapp.model.query import FILTERS
from mapapp.model.schema import GRADES, INCIDENTS, INVOLVING
from mapapp.model.traditions import traditions
from mapapp.words.lists import capitalised


def language(code: str) -> str:
    """Name a language by its ISO 639 code; an unknown code stays as it is."""
    return str(LOCALE.languages.get(code.strip().casefold(), code))


def title(incident: Mapping[str, Any], first: str | None = None) -> str:
    """Say what happened in one line, or else the identifier; names stand in the order of `first`."""
    return in_words(incident["title"], first) or str(incident["incident_id"])


def in_words(text: str | None, first: str | None = None) -> str:
    """Put a text's paired names in the order of `first`; None keeps the order of the data."""
    return in_order(text or "", first) if first else text or ""


def district(name: str | None, first: str | None = None) -> str:
    """Name a district; that of the first tradition stands in front, unless `first` says otherwise."""
    return in_order(name or "", first or next(iter(traditions())))


def place(incident: Mapping[str, Any], first: str | None = None) -> str:
    """Name an incident's place, both names where there are two; `first` says which stands in front."""
    named = incident["place_name"] or ""
    if not named and incident["place_id"] in gazetteer():
        return gazetteer()[incident["place_id"]].paired(first)
    return in_words(named, first)


def label(column: str, value: str, first: str | None = None, *, conflict: Conflict = NOT_DESCRIBED) -> str:
    """Say a column's value in the words of its vocabulary, or a place or district by its names.

    A grade is its own name; its vocabulary is what it takes to be given one. A blank is said, too. `conflict`
    is that whose own values the column may have, where it is one that a conflict can widen.
    """
    if value == BLANK:
        return _blank(column)
    if column == "place_id" and value in conflict.place_names:
        return conflict.place_names[value]
    if column == "place_id" and value in gazetteer():
        return gazetteer()[value].paired(first)
    if column == "admin1":
        return district(value, first)
    if column in (*GRADES, INVOLVING):
        return value
    return conflict.vocabulary(column).get(value, value)


def _blank(column: str) -> str:
    """Say that a column is blank, with a capital letter where its values are names."""
    if column in GRADES:
        return message("not-graded")
    said = message("not-stated")
    return said if column in INCIDENTS.names and INCIDENTS[column].vocabulary else capitalised(said)


def filter_label(name: str) -> str:
    """Name a filter as the page labels it: by its own label, or else from the catalogue."""
    return FILTERS[name].label or message(f"filter-{name}")


def choice(name: str, option: str, conflict: Conflict) -> str:
    """Say one of the few words of a filter, or a side."""
    one = FILTERS[name]
    if isinstance(one, Side):
        return conflict.points_of_view.get(option, option)
    return one.options.get(option, option) if isinstance(one, Choice) else option


def point_of_view(whose: str, conflict: Conflict) -> str:
    """Name a point of view of a conflict, or else all sources."""
    return conflict.points_of_view.get(whose) or message("all-sources")

"""Names: of incidents, places, districts, languages, points of view, and of values and filters."""

from collections.abc import Mapping
from typing import Any

from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.places import known_names
from mapapp.messages import LOCALE, message
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.filters import BLANK, Choice, Side
from mapapp.model.query import FILTERS
from mapapp.model.schema import GRADES, INCIDENTS
from mapapp.model.traditions import AS_GIVEN, NameOrder, traditions
from mapapp.words.lists import capitalised


def language(code: str) -> str:
    """Name a language by its ISO 639 code; an unknown code stays as it is."""
    return str(LOCALE.languages.get(code.strip().casefold(), code))


def title(incident: Mapping[str, Any], order: NameOrder = AS_GIVEN) -> str:
    """Say what happened in one line, or else the identifier."""
    return in_words(incident["title"], order) or str(incident["incident_id"])


def in_words(text: str | None, order: NameOrder = AS_GIVEN) -> str:
    """Put the names of places in a text in an order."""
    return order.of(text or "")


def district(name: str | None, order: NameOrder = AS_GIVEN) -> str:
    """Name a district; the geodata's first tradition stands in front unless the order says otherwise."""
    return order.of(known_names().in_order(name or "", next(iter(traditions()))))


def place(incident: Mapping[str, Any], order: NameOrder = AS_GIVEN) -> str:
    """Name an incident's place, with all its names where it has several."""
    named = incident["place_name"] or ""
    if not named and incident["place_id"] in gazetteer():
        return gazetteer()[incident["place_id"]].paired(order)
    return in_words(named, order)


def label(column: str, value: str, order: NameOrder = AS_GIVEN, *, conflict: Conflict = NOT_DESCRIBED) -> str:
    """Say a column's value in the words of its vocabulary, or a place or district by its names.

    A grade is its own name; its vocabulary is what it takes to be given one. A blank is said, too. `conflict`
    is that whose own values the column may have, where it is one that a conflict can widen.
    """
    if value == BLANK:
        return _blank(column)
    if column == "place_id" and value in conflict.place_names:
        return in_words(conflict.place_names[value], order)
    if column == "place_id" and value in gazetteer():
        return gazetteer()[value].paired(order)
    if column == "admin1":
        return district(value, order)
    if column in GRADES:
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

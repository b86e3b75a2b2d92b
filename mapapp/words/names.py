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
    """Return an incident's title, or else its identifier."""
    return reorder_names(incident["title"], order) or str(incident["incident_id"])


def reorder_names(text: str | None, order: NameOrder = AS_GIVEN) -> str:
    """Put the names of places in a text into the given order."""
    return order.of(text or "")


def district(name: str | None, order: NameOrder = AS_GIVEN) -> str:
    """Name a district; the geodata's first tradition comes first unless the order says otherwise."""
    return order.of(known_names().in_order(name or "", next(iter(traditions()))))


def place(incident: Mapping[str, Any], order: NameOrder = AS_GIVEN) -> str:
    """Name an incident's place, with all its names where it has several."""
    named = incident["place_name"] or ""
    if not named and incident["place_id"] in gazetteer():
        return gazetteer()[incident["place_id"]].paired(order)
    return reorder_names(named, order)


def label(column: str, value: str, order: NameOrder = AS_GIVEN, *, conflict: Conflict = NOT_DESCRIBED) -> str:
    """Write a column's value in the words of its vocabulary, or a place or district by its names.

    A grade is its own label, for its vocabulary is the criteria. A blank gets words too. `conflict` is the
    one whose own values the column may have, if a conflict can extend it.
    """
    if value == BLANK:
        return _blank(column)
    if column == "place_id" and value in conflict.place_names:
        return reorder_names(conflict.place_names[value], order)
    if column == "place_id" and value in gazetteer():
        return gazetteer()[value].paired(order)
    if column == "admin1":
        return district(value, order)
    if column in GRADES:
        return value
    return conflict.vocabulary(column).get(value, value)


def _blank(column: str) -> str:
    """Say that a column is blank, capitalised if its values are names."""
    if column in GRADES:
        return message("not-graded")
    blank = message("not-stated")
    return blank if column in INCIDENTS.names and INCIDENTS[column].vocabulary else capitalised(blank)


def filter_label(name: str) -> str:
    """Return a filter's label: its own, or else that of the catalogue."""
    return FILTERS[name].label or message(f"filter-{name}")


def choice(name: str, option: str, conflict: Conflict) -> str:
    """Return the label of a filter's option, or of a side."""
    filter_ = FILTERS[name]
    if isinstance(filter_, Side):
        return conflict.points_of_view.get(option, option)
    return filter_.options.get(option, option) if isinstance(filter_, Choice) else option


def point_of_view(whose: str, conflict: Conflict) -> str:
    """Name a point of view of a conflict, or else all sources."""
    return conflict.points_of_view.get(whose) or message("all-sources")

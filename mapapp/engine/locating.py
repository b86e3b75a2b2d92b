"""Locating the place that a Query names, in the gazetteer if the data use it, or by their own names."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property

from mapapp.errors import BadQuery
from mapapp.geo.gazetteer import gazetteer
from mapapp.geo.places import find_places, sites_of
from mapapp.messages import notice
from mapapp.model.query import Query
from mapapp.model.text_search import folded
from mapapp.model.traditions import BETWEEN_NAMES
from mapapp.model.within import spelled

MAX_SUGGESTIONS = 5
MIN_SIMILARITY = 0.6

Point = tuple[float, float]


class Places:
    """The places that a data set knows, by name; points are (longitude, latitude) in degrees."""

    def __init__(self, named_points: list[tuple[str, str | None, Point]]) -> None:
        self._uses_gazetteer = any(place_id in gazetteer() for _, place_id, _ in named_points)
        self._points: dict[str, dict[Point, str]] = {}
        for name, _, point in named_points:
            self._points.setdefault(folded(name), {})[point] = name

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names to suggest, in alphabetical order; each stands for exactly one place."""
        names = [place.paired() for place in gazetteer().values()] if self._uses_gazetteer else []
        names += [next(iter(points.values())) for points in self._points.values() if len(points) == 1]
        return tuple(name for name in sorted(set(names), key=folded) if len(self._matches(name)) == 1)

    def located(self, query: Query) -> Query:
        """Return the Query with the point of its place, and both names where it has two.

        Raises BadQuery if there are several such places, or none: then it suggests similar names.
        """
        circle = query.within
        if circle is None or circle.at is not None:
            return query
        matches = self._matches(circle.place)
        if len(matches) != 1:
            raise BadQuery("within", circle.place, self._expectation(circle.place, matches))
        ((point, name),) = matches.items()
        return query.with_field("within", replace(circle, place=name, at=point))

    def beginning_with(self, text: str) -> list[str]:
        """Return the names to suggest that begin with a text in any of their spellings.

        A town stands for sites named after it. The list is empty if the text is empty or itself a name.
        """
        start = folded(text)
        if not start or self._matches(text):
            return []
        place_ids = {
            name: place_id
            for name, (place_id, spellings) in self.spellings.items()
            if any(folded(spelling).startswith(start) for spelling in spellings)
        }
        sites = {site for town in place_ids.values() for site in sites_of(town)}
        return [name for name, place_id in place_ids.items() if place_id not in sites]

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Each name to suggest, with its gazetteer identifier ("" for none) and its spellings."""
        entries = {place.paired(): place for place in gazetteer().values()} if self._uses_gazetteer else {}
        return {
            name: (entries[name].place_id, entries[name].names) if name in entries else ("", _spellings(name))
            for name in self.names
        }

    def _matches(self, name: str) -> Mapping[Point, str]:
        places = find_places(name) if self._uses_gazetteer else []
        if places:
            return {(place.longitude, place.latitude): place.paired() for place in reversed(places)}
        return self._points.get(folded(name), {})

    def _expectation(self, name: str, matches: Mapping[Point, str]) -> str:
        if matches:
            places = "; ".join(f"{place} ({spelled(point)})" for point, place in sorted(matches.items()))
            return notice("expected-one-place", count=len(matches), places=places)
        by_key = {folded(part): whole for whole in self.names for part in _spellings(whole)}
        near = get_close_matches(folded(name), list(by_key), MAX_SUGGESTIONS, MIN_SIMILARITY)
        suggestions = [*dict.fromkeys([*self.beginning_with(name), *(by_key[key] for key in near)])][
            :MAX_SUGGESTIONS
        ]
        return notice("expected-place", count=len(suggestions), places="; ".join(suggestions))


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name to suggest, and each of the names that it may consist of."""
    return (name, *name.split(BETWEEN_NAMES))

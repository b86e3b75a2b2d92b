"""Where a place is that a Query names: by the gazetteer if the data refer to it, or by their own names."""

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

MAX_OFFERED = 5
ALIKE = 0.6

Point = tuple[float, float]


class Places:
    """The places that a data set knows, by name; points are (longitude, latitude) in degrees."""

    def __init__(self, named: list[tuple[str, str | None, Point]]) -> None:
        self._uses_gazetteer = any(place_id in gazetteer() for _, place_id, _ in named)
        self._points: dict[str, dict[Point, str]] = {}
        for name, _, point in named:
            self._points.setdefault(folded(name), {})[point] = name

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names to be offered, each of which is found, in the order of the alphabet."""
        names = [place.paired() for place in gazetteer().values()] if self._uses_gazetteer else []
        names += [next(iter(points.values())) for points in self._points.values() if len(points) == 1]
        return tuple(name for name in sorted(set(names), key=folded) if len(self._called(name)) == 1)

    def located(self, query: Query) -> Query:
        """Return a Query whose place is found: with its point, and both names where it has two.

        Raises BadQuery if there is no such place, offering some of nearly that name, or if there are several.
        """
        circle = query.within
        if circle is None or circle.at is not None:
            return query
        called = self._called(circle.place)
        if len(called) != 1:
            raise BadQuery("within", circle.place, self._expected(circle.place, called))
        ((point, name),) = called.items()
        return query.with_field("within", replace(circle, place=name, at=point))

    def beginning_with(self, text: str) -> list[str]:
        """Return the names, of those to be offered, that begin as a text does in any of their spellings.

        A town stands for what is named after it. None if the text is itself the name of a place, or empty.
        """
        start = folded(text)
        if not start or self._called(text):
            return []
        found = {
            name: place_id
            for name, (place_id, spellings) in self.spellings.items()
            if any(folded(one).startswith(start) for one in spellings)
        }
        sites = {site for town in found.values() for site in sites_of(town)}
        return [name for name, place_id in found.items() if place_id not in sites]

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Each name that is to be offered, with its gazetteer entry, "" for none, and its spellings."""
        known = {place.paired(): place for place in gazetteer().values()} if self._uses_gazetteer else {}
        return {
            name: (known[name].place_id, known[name].names) if name in known else ("", _spellings(name))
            for name in self.names
        }

    def _called(self, name: str) -> Mapping[Point, str]:
        found = find_places(name) if self._uses_gazetteer else []
        if found:
            return {(place.longitude, place.latitude): place.paired() for place in reversed(found)}
        return self._points.get(folded(name), {})

    def _expected(self, name: str, called: Mapping[Point, str]) -> str:
        if called:
            which = "; ".join(f"{found} ({spelled(point)})" for point, found in sorted(called.items()))
            return notice("expected-one-place", count=len(called), places=which)
        by_key = {folded(part): whole for whole in self.names for part in _spellings(whole)}
        near = get_close_matches(folded(name), list(by_key), MAX_OFFERED, ALIKE)
        offered = [*dict.fromkeys([*self.beginning_with(name), *(by_key[key] for key in near)])][:MAX_OFFERED]
        return notice("expected-place", count=len(offered), places="; ".join(offered))


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name that is to be offered as a whole and each of those of which it may be made."""
    return (name, *name.split(BETWEEN_NAMES))

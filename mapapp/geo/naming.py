"""Whose place names a reader may put in front, and what a data set calls the towns of a map."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mapapp.geo.gazetteer import Town, has_places_in, towns
from mapapp.geo.places import known_names
from mapapp.geo.world import WorldTown
from mapapp.model.conflict import Conflict
from mapapp.model.filters import BBox
from mapapp.model.text_search import folded
from mapapp.model.traditions import AS_GIVEN, NameOrder, Tradition, traditions

SMALLEST = 4
"""The rank of a place of a data set's own among the towns of the base map."""
ONE_TOWN_DEGREES = 0.225
"""How far apart two towns of one name may lie and be one, in degrees of latitude: 25 km."""


def name_orders(conflict: Conflict) -> Mapping[str, NameOrder]:
    """Return the orders that can be asked for, by what addresses call them; that of the data is ""."""
    if conflict.has_name_orders:
        named, known = conflict.traditions, conflict.known_names
    else:
        named, known = tuple(traditions().values()), known_names()
    return {"": AS_GIVEN, **{one.name: NameOrder(one.name, known) for one in named}}


def offered_traditions(conflict: Conflict, reach: BBox | None) -> tuple[Tradition, ...]:
    """Return the traditions between which readers can choose: the data set's own, or those of the geodata.

    The latter where these have a place within `reach`: west, south, east, north in degrees; around the date
    line the eastern edge is beyond 180.
    """
    if conflict.has_name_orders:
        return conflict.traditions
    return tuple(traditions().values()) if has_places_in(reach) else ()


def own_towns(conflict: Conflict, bbox: BBox) -> tuple[Town, ...]:
    """Return the places of a data set's own gazetteer whose points are within bounds."""
    west, south, east, north = bbox
    return tuple(
        Town(MappingProxyType(dict(one.names)), one.first, "", one.point[1], one.point[0], SMALLEST)
        for one in conflict.places
        if one.point and west <= one.point[0] <= east and south <= one.point[1] <= north
    )


def seen_towns(bbox: BBox, of_world: Iterable[WorldTown], own: Sequence[Town]) -> list[Town | WorldTown]:
    """Return the towns of the base map within bounds, the largest first, as a data set calls them.

    `of_world`: those of the ground in view; `own`: the data set's places. A town near one of them that has
    one of its names is that place; the rest are added. The frontend's `own_places.js` does the same.
    """
    west, south, east, north = bbox
    called = as_called([*towns(), *of_world], own)
    seen = (one for one in called if west < one.longitude < east and south < one.latitude < north)
    return sorted(seen, key=lambda one: one.rank)


def as_called(known: list[Town | WorldTown], own: Sequence[Town]) -> Iterator[Town | WorldTown]:
    """Yield known towns, as places of a data set where they are such, and then the other places."""
    by_name: defaultdict[str, list[Town]] = defaultdict(list)
    for place in own:
        for name in {folded(name) for name in place.names if name}:
            by_name[name].append(place)
    found = set[Town]()
    for town in known:
        alike = (place for name in town.names for place in by_name.get(folded(name), ())) if own else ()
        same = next((place for place in alike if _is_near(place, town)), None)
        if same:
            found.add(same)
        yield replace(same, rank=town.rank) if same else town
    yield from (place for place in own if place not in found)


def _is_near(one: Town, other: Town | WorldTown) -> bool:
    north = one.latitude - other.latitude
    east = ((one.longitude - other.longitude + 180) % 360 - 180) * math.cos(math.radians(one.latitude))
    return math.hypot(north, east) < ONE_TOWN_DEGREES

"""The orders of place names that readers can choose, and a data set's names for the towns of a map."""

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
"""The rank of a data set's own places among the towns of the base map."""
ONE_TOWN_DEGREES = 0.225
"""Towns with the same name are the same if they are nearer than this, in degrees of latitude: 25 km."""


def name_orders(conflict: Conflict) -> Mapping[str, NameOrder]:
    """Return the orders that can be chosen, by their names in URLs; the order of the data is ""."""
    if conflict.has_name_orders:
        offered, names = conflict.traditions, conflict.known_names
    else:
        offered, names = tuple(traditions().values()), known_names()
    return {"": AS_GIVEN, **{tradition.name: NameOrder(tradition.name, names) for tradition in offered}}


def offered_traditions(conflict: Conflict, reach: BBox | None) -> tuple[Tradition, ...]:
    """Return the traditions that readers can choose from: the data set's own, or those of the geodata.

    The latter if they have a place within `reach`: west, south, east, north in degrees; across the date
    line the eastern edge is beyond 180.
    """
    if conflict.has_name_orders:
        return conflict.traditions
    return tuple(traditions().values()) if has_places_in(reach) else ()


def dataset_towns(conflict: Conflict, bbox: BBox) -> tuple[Town, ...]:
    """Return the places in a data set's own gazetteer with points within bounds."""
    west, south, east, north = bbox
    return tuple(
        Town(MappingProxyType(dict(place.names)), place.first, "", place.point[1], place.point[0], SMALLEST)
        for place in conflict.places
        if place.point and west <= place.point[0] <= east and south <= place.point[1] <= north
    )


def towns_in_view(
    bbox: BBox, world_towns: Iterable[WorldTown], places: Sequence[Town]
) -> list[Town | WorldTown]:
    """Return the towns of the base map within bounds, the largest first, with the data set's names for them.

    `world_towns` are those of the ground in view, `places` the data set's. A town near one of these places
    that shares a name with it is that place; the remaining places are added. The frontend's `own_places.js`
    does the same.
    """
    west, south, east, north = bbox
    called = as_called([*towns(), *world_towns], places)
    visible = (town for town in called if west < town.longitude < east and south < town.latitude < north)
    return sorted(visible, key=lambda town: town.rank)


def as_called(all_towns: list[Town | WorldTown], places: Sequence[Town]) -> Iterator[Town | WorldTown]:
    """Yield towns, replaced by a data set's places where they match, and then the other places."""
    by_name: defaultdict[str, list[Town]] = defaultdict(list)
    for place in places:
        for name in {folded(name) for name in place.names if name}:
            by_name[name].append(place)
    matched = set[Town]()
    for town in all_towns:
        alike = (place for name in town.names for place in by_name.get(folded(name), ())) if places else ()
        match = next((place for place in alike if _is_near(place, town)), None)
        if match:
            matched.add(match)
        yield replace(match, rank=town.rank) if match else town
    yield from (place for place in places if place not in matched)


def _is_near(place: Town, town: Town | WorldTown) -> bool:
    north = place.latitude - town.latitude
    east = ((place.longitude - town.longitude + 180) % 360 - 180) * math.cos(math.radians(place.latitude))
    return math.hypot(north, east) < ONE_TOWN_DEGREES

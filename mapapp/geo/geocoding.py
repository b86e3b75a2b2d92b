"""Names of places -> where they may be, by the gazetteers that come with the program."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from mapapp.geo import gazetteer, world
from mapapp.geo.places import KM_PER_DEGREE, country_at, far_outside_country, is_country, places_called
from mapapp.model.text_search import folded

CURATED, REGIONAL, WORLDWIDE = "gazetteer.csv", "towns.csv", "world.zip"
"""The gazetteers, as the files of `geodata/` are called, the most exact first."""

NAMED_PLACE = "1"
RADII_M: Mapping[int, float] = MappingProxyType({1: 25_000, 2: 25_000, 3: 10_000, 4: 5_000})
"""Within how many metres of its point a town lies, by its rank: 1 capitals, 2 from 100,000 people on, 3 from
20,000 on and seats of districts, 4 from 5,000 on. No gazetteer says so; these are ample."""

ONE_PLACE_KM = 10.0
"""Points of one name in two gazetteers are one place if they are no further apart."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: in which gazetteer it is, what it is called there, and where it lies.

    `entry` is its identifier, or its name where the gazetteer has no identifiers. `uncertainty_m` is a radius
    in metres, None if it is not known.
    """

    gazetteer: str
    entry: str
    country: str
    latitude: float
    longitude: float
    location_precision: str
    uncertainty_m: float | None


def candidates(name: str, country: str = "") -> Sequence[Candidate]:
    """Find every place that a name may mean, in a country if one is given, each once.

    Case and accents do not count; of a pair, "This / That", what both names are. A country that is not known
    has no place.
    """
    if country and not is_country(country):
        return ()
    found = [*_curated(name), *_towns_called(name)]
    apart: list[Candidate] = []
    for one in found:
        if not any(_is_same(one, other) for other in apart):
            apart.append(one)
    return tuple(_within(apart, country))


def _curated(name: str) -> Iterator[Candidate]:
    for place in places_called(name) if name.strip(" /") else ():
        yield Candidate(
            CURATED,
            place.place_id,
            place.country,
            place.latitude,
            place.longitude,
            place.location_precision,
            place.uncertainty_m,
        )


def _towns_called(name: str) -> Iterable[Candidate]:
    known = _towns()
    parts = [known[key] for part in name.split("/") if (key := folded(part.strip())) in known]
    if not parts:
        return ()
    return [one for one in parts[0] if all(one in others for others in parts[1:])]


@cache
def _towns() -> Mapping[str, tuple[Candidate, ...]]:
    """Index all towns by each of their names."""
    index: defaultdict[str, list[Candidate]] = defaultdict(list)
    for names, town in (*_regional(), *_worldwide()):
        for name in {folded(name) for name in names if name}:
            index[name].append(town)
    return MappingProxyType({name: tuple(towns) for name, towns in index.items()})


def _regional() -> Iterator[tuple[Iterable[str], Candidate]]:
    for town in gazetteer.towns():
        point = (town.latitude, town.longitude, NAMED_PLACE, RADII_M[town.rank])
        yield town.names, Candidate(REGIONAL, town.paired(), town.country, *point)


def _worldwide() -> Iterator[tuple[Iterable[str], Candidate]]:
    for town in world.towns():
        point = (town.latitude, town.longitude, NAMED_PLACE, RADII_M[town.rank])
        yield town.names, Candidate(WORLDWIDE, town.name, "", *point)


def _is_same(one: Candidate, other: Candidate) -> bool:
    north = (one.latitude - other.latitude) * KM_PER_DEGREE
    turned = abs(one.longitude - other.longitude)
    east = min(turned, 360 - turned) * KM_PER_DEGREE * math.cos(math.radians(one.latitude))
    return one.gazetteer != other.gazetteer and math.hypot(north, east) <= ONE_PLACE_KM


def _within(found: Sequence[Candidate], country: str) -> Iterator[Candidate]:
    """Keep the places that are in a country, and say of each in which it is."""
    points = [one.latitude for one in found], [one.longitude for one in found]
    far = far_outside_country(*points, [country or None] * len(found))
    for one, is_far in zip(found, far, strict=True):
        if not is_far:
            yield replace(one, country=one.country or country_at(one.longitude, one.latitude))

"""Names of places -> where they may be, according to the gazetteers shipped with the program."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from mapapp.geo import gazetteer, world
from mapapp.geo.places import KM_PER_DEGREE, country_at, far_outside_country, find_places, is_country
from mapapp.model.text_search import folded

CURATED, REGIONAL, WORLDWIDE = "gazetteer.csv", "towns.csv", "world.zip"
"""The gazetteers, by their files in `geodata/`, the most exact first."""

EXACT_PRECISION = "1"
RADII_M: Mapping[int, float] = MappingProxyType({1: 25_000, 2: 25_000, 3: 10_000, 4: 5_000})
"""The radius in metres around its point that contains a town, by rank: 1 capitals, 2 from 100,000 people, 3
from 20,000 people and seats of districts, 4 from 5,000 people. No gazetteer states it; these are ample."""

ONE_PLACE_KM = 10.0
"""Points of the same name in two gazetteers are the same place if they are at most this far apart."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean: its gazetteer, its entry there, and its location.

    `entry` is its identifier, or its name if the gazetteer has no identifiers. `uncertainty_m` is a radius in
    metres, None if it is not known.
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

    Case and accents do not count; a pair, "This / That", means places with both names. An unknown country has
    no places.
    """
    if country and not is_country(country):
        return ()
    matches = [*_curated(name), *_towns_called(name)]
    distinct: list[Candidate] = []
    for candidate in matches:
        if not any(_is_same(candidate, other) for other in distinct):
            distinct.append(candidate)
    return tuple(_located_in(distinct, country))


def _curated(name: str) -> Iterator[Candidate]:
    for place in find_places(name) if name.strip(" /") else ():
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
    towns_by_name = _towns()
    matches = [
        towns_by_name[key]
        for name_part in name.split("/")
        if (key := folded(name_part.strip())) in towns_by_name
    ]
    if not matches:
        return ()
    return [town for town in matches[0] if all(town in other for other in matches[1:])]


@cache
def _towns() -> Mapping[str, tuple[Candidate, ...]]:
    """Return all towns by each of their names."""
    index: defaultdict[str, list[Candidate]] = defaultdict(list)
    for names, town in (*_regional(), *_worldwide()):
        for name in {folded(name) for name in names if name}:
            index[name].append(town)
    return MappingProxyType({name: tuple(towns) for name, towns in index.items()})


def _regional() -> Iterator[tuple[Iterable[str], Candidate]]:
    for town in gazetteer.towns():
        point = (town.latitude, town.longitude, EXACT_PRECISION, RADII_M[town.rank])
        yield town.names, Candidate(REGIONAL, town.paired(), town.country, *point)


def _worldwide() -> Iterator[tuple[Iterable[str], Candidate]]:
    for town in world.towns():
        point = (town.latitude, town.longitude, EXACT_PRECISION, RADII_M[town.rank])
        yield town.names, Candidate(WORLDWIDE, town.name, "", *point)


def _is_same(candidate: Candidate, other: Candidate) -> bool:
    north = (candidate.latitude - other.latitude) * KM_PER_DEGREE
    turned = abs(candidate.longitude - other.longitude)
    east = min(turned, 360 - turned) * KM_PER_DEGREE * math.cos(math.radians(candidate.latitude))
    return candidate.gazetteer != other.gazetteer and math.hypot(north, east) <= ONE_PLACE_KM


def _located_in(places: Sequence[Candidate], country: str) -> Iterator[Candidate]:
    """Yield the places that are in a country, with the country of each."""
    points = [place.latitude for place in places], [place.longitude for place in places]
    are_far = far_outside_country(*points, [country or None] * len(places))
    for place, is_far in zip(places, are_far, strict=True):
        if not is_far:
            yield replace(place, country=place.country or country_at(place.longitude, place.latitude))

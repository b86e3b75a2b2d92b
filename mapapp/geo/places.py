"""Answers about places: the district, the gazetteer entry, and whether a point is in the stated country."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import numpy as np

from mapapp.geo.gazetteer import Outline, Place, country_areas, districts, gazetteer
from mapapp.model.text_search import folded
from mapapp.model.traditions import BETWEEN_NAMES, KnownNames, Tradition, traditions

if TYPE_CHECKING:
    import pandas as pd
    import shapely
    from numpy.typing import ArrayLike, NDArray

TOLERANCE_KM = 20.0
KM_PER_DEGREE = 111.2
MANY_POINTS = 10_000
CELLS_PER_DEGREE = 8
"""Points outside cells that are entirely in a country are measured, so that rounding can't matter."""

TERRITORIAL_CLAIMS = {
    "CHN": ("HKG", "MAC", "TWN"),
    "ESH": ("MAR",),
    "ISR": ("PSE",),
    "MAR": ("ESH",),
    "PSE": ("ISR",),
    "SRB": ("XKX",),
}
"""Areas drawn separately that data may assign to this country; a location there is not a fault."""


@dataclass(frozen=True, slots=True)
class District:
    """A first-level district."""

    name: str
    country: str
    iso: str


@cache
def known_names() -> KnownNames:
    """Return the names in the geodata of places, and of districts with several names."""
    return KnownNames({tradition.name: _names_in(tradition) for tradition in traditions().values()})


def _names_in(tradition: Tradition) -> frozenset[str]:
    columns = [tradition.districts for tradition in traditions().values()]
    paired = (area.properties for area in districts() if all(area.properties[column] for column in columns))
    place_names = {place.names_by_column[tradition.places] for place in gazetteer().values()}
    return frozenset(place_names | {area[tradition.districts] for area in paired})


def find_place(text: str) -> Place | None:
    """Find a gazetteer entry by its identifier or any of its names, regardless of case and accents.

    A pair, "This / That", is found too. None if no place, or more than one, has the name.
    """
    towns = find_places(text)
    return towns[0] if len(towns) == 1 else None


def find_places(text: str) -> list[Place]:
    """Find all gazetteer entries that a text may mean, ordered by identifier; a town represents its sites."""
    places_by_name = _places_by_name()
    matches_by_part = (
        places_by_name.get(folded(name_part.strip()), frozenset()) for name_part in text.split("/")
    )
    matches = places_by_name.get(folded(text.strip())) or frozenset.intersection(*matches_by_part)
    sites = {site for place in matches for site in sites_of(place.place_id)}
    towns = [place for place in matches if place.place_id not in sites]
    return sorted(towns, key=lambda place: place.place_id)


def sites_of(place_id: str) -> Sequence[str]:
    """Return the identifiers of the entries named after a town, as in "Hospital, Town"."""
    return _sites_by_town().get(place_id, ())


def district_at(longitude: float, latitude: float) -> District | None:
    """Return the district that contains a point, accurate to a few km; None where none is outlined."""
    from shapely import Point  # noqa: PLC0415 - takes half a second to import, and few need it

    hits = _district_tree().query(Point(longitude, latitude), predicate="intersects")
    return _district(districts()[hits.min()]) if hits.size else None


def find_district(name: str) -> District | None:
    """Return the outlined district of a name such as "This / That" or "This (a wider area)".

    None if none or several have it. The frontend's `outlines.js` finds the same.
    """
    for column in dict.fromkeys(("name", *(tradition.districts for tradition in traditions().values()))):
        for variant in (name, re.sub(r" \(.*\)$", "", name)):
            for candidate in filter(
                None, (part.strip() for part in (variant, *variant.split(BETWEEN_NAMES)))
            ):
                outlines = [outline for outline in districts() if outline.properties[column] == candidate]
                if len(outlines) == 1:
                    return _district(outlines[0])
    return None


def _district(outline: Outline) -> District:
    return District(**{field.name: outline.properties[field.name] for field in fields(District)})


def far_outside_country(
    latitudes: "ArrayLike", longitudes: "ArrayLike", countries: "Sequence[str | None] | pd.Series[str]"
) -> "NDArray[np.bool_]":
    """Mark points that are more than about 20 km outside the country that their row names.

    The tolerance is 20 km east to west and, away from the equator, more from north to south (26 km at
    40 degrees). Countries are English names or ISO codes. Points of an unknown country, or without
    coordinates, are never marked.
    """
    import pandas as pd  # noqa: PLC0415 - only needed where files are read

    latitude, longitude = np.asarray(latitudes, dtype=float), np.asarray(longitudes, dtype=float)
    are_far = np.zeros(latitude.shape, dtype=bool)
    located = np.isfinite(latitude) & np.isfinite(longitude)
    numbers, names = pd.factorize(pd.Series(cast("Sequence[str]", countries), dtype="str"))
    for number, name in enumerate(names):
        area = _area_of(str(name))
        if area is not None:
            rows = np.flatnonzero(located & (numbers == number))
            rows = rows[~_in_inner_cells(area, latitude[rows], longitude[rows])]
            are_far[rows] = ~_within_tolerance(area, latitude[rows], longitude[rows])
    return are_far


def is_country(name: str) -> bool:
    """Return whether a country is known by an English name or an ISO code."""
    return _country_key(name) in _codes_by_name()


def country_at(longitude: float, latitude: float) -> str:
    """Return the country that contains a point, by outlines accurate to a few km; "" if there is none."""
    from shapely import Point  # noqa: PLC0415 - takes half a second to import, and few need it

    hits = _country_tree().query(Point(longitude, latitude), predicate="intersects")
    return country_areas()[hits.min()].properties["name"] if hits.size else ""


def bounds_of_countries(names: Iterable[str]) -> tuple[float, float, float, float]:
    """Return the bounds of known countries: west, south, east (beyond 180 across the date line), north."""
    import shapely  # noqa: PLC0415 - only needed where files are read

    corners = shapely.get_coordinates([_area_of(name) for name in names])
    latitudes, raw_longitudes = corners[:, 1], corners[:, 0]
    longitudes = min(raw_longitudes, raw_longitudes % 360, key=np.ptp)
    west, south, east, north = (
        float(edge) for edge in (longitudes.min(), latitudes.min(), longitudes.max(), latitudes.max())
    )
    return west, south, east, north


@cache
def _sites_by_town() -> Mapping[str, Sequence[str]]:
    columns = [tradition.places for tradition in traditions().values()]
    towns = defaultdict[tuple[str, str], list[str]](list)
    for place in gazetteer().values():
        for column in columns:
            towns[column, place.names_by_column[column]].append(place.place_id)
    sites = defaultdict[str, list[str]](list)
    for site in gazetteer().values():
        words_by_column = {column: site.names_by_column[column].split(", ") for column in columns}
        after = {
            (column, ", ".join(words[start:]))
            for column, words in words_by_column.items()
            for start in range(1, len(words))
        }
        for town in {town for name in after for town in towns.get(name, ())}:
            sites[town].append(site.place_id)
    return sites


def _in_inner_cells(
    area: "shapely.Geometry", latitude: "NDArray[np.float64]", longitude: "NDArray[np.float64]"
) -> "NDArray[np.bool_]":
    """Mark points in cells that are entirely in an area, by checking each cell rather than each point."""
    import shapely  # noqa: PLC0415 - only needed where files are read

    is_on_earth = (np.abs(latitude) < 90) & (np.abs(longitude) < 180)
    if len(latitude) < MANY_POINTS or not is_on_earth.all():
        return np.zeros(latitude.shape, dtype=bool)
    columns, rows = 360 * CELLS_PER_DEGREE, 180 * CELLS_PER_DEGREE
    west, south = (
        ((degrees + offset) * CELLS_PER_DEGREE).astype(np.int64)
        for degrees, offset in ((longitude, 180), (latitude, 90))
    )
    cells = west * rows + south
    occupied = np.zeros(columns * rows, dtype=bool)
    occupied[cells] = True
    (occupied_cells,) = occupied.nonzero()
    left, bottom = (
        occupied_cells // rows / CELLS_PER_DEGREE - 180,
        occupied_cells % rows / CELLS_PER_DEGREE - 90,
    )
    size = 1 / CELLS_PER_DEGREE
    occupied[occupied_cells] = shapely.covers(area, shapely.box(left, bottom, left + size, bottom + size))
    is_inside: NDArray[np.bool_] = occupied[cells]
    return is_inside


def _within_tolerance(
    area: "shapely.Geometry", latitude: "NDArray[np.float64]", longitude: "NDArray[np.float64]"
) -> "NDArray[np.bool_]":
    import shapely  # noqa: PLC0415 - only needed where files are read

    shrinking = np.cos(np.radians(np.clip(latitude, -80, 80)))
    degrees = TOLERANCE_KM / KM_PER_DEGREE / shrinking
    is_near: NDArray[np.bool_] = shapely.dwithin(area, shapely.points(longitude, latitude), degrees)
    return is_near


@cache
def _area_of(country: str) -> "shapely.Geometry | None":
    import shapely  # noqa: PLC0415 - only needed where files are read

    code = _codes_by_name().get(_country_key(country))
    if code is None:
        return None
    codes = {code, *TERRITORIAL_CLAIMS.get(code, ())}
    shapes = [area.shape for area in country_areas() if area.properties["iso_a3"] in codes]
    area = shapely.union_all(shapely.from_geojson(shapes))
    shapely.prepare(area)
    return area


@cache
def _codes_by_name() -> Mapping[str, str]:
    countries = (area.properties for area in country_areas() if area.properties["iso_a3"])
    return MappingProxyType(
        {
            _country_key(name): area["iso_a3"]
            for area in countries
            for name in (*area["other_names"].split("|"), area["iso_a2"], area["iso_a3"], area["name"])
            if name
        }
    )


def _country_key(name: str) -> str:
    """Reduce a name to a key: "The Gambia" is "gambia", and "&" is "and"; text in parentheses is dropped."""
    text = re.sub(r"\(.*?\)", " ", folded(name)).replace("&", " and ")
    words = re.findall(r"\w+", text)
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def _district_tree() -> "shapely.STRtree":
    import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

    return shapely.STRtree(shapely.from_geojson([outline.shape for outline in districts()]))


@cache
def _country_tree() -> "shapely.STRtree":
    import shapely  # noqa: PLC0415 - takes half a second to import, and few need it

    return shapely.STRtree(shapely.from_geojson([outline.shape for outline in country_areas()]))


@cache
def _places_by_name() -> Mapping[str, frozenset[Place]]:
    index = defaultdict[str, set[Place]](set)
    for place in gazetteer().values():
        for name in (place.place_id, *place.names):
            index[folded(name)].add(place)
    return MappingProxyType({name: frozenset(places) for name, places in index.items()})

"""Questions about places: which district, which gazetteer entry, and is it in the country it claims."""

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
"""What is in no cell that lies in a country as a whole is measured, so that roundings can't matter."""

TERRITORIAL_CLAIMS = {
    "CHN": ("HKG", "MAC", "TWN"),
    "ESH": ("MAR",),
    "ISR": ("PSE",),
    "MAR": ("ESH",),
    "PSE": ("ISR",),
    "SRB": ("XKX",),
}
"""Areas that the map draws apart but data may count to this country; such rows are not faults of location."""


@dataclass(frozen=True, slots=True)
class District:
    """A first-level district."""

    name: str
    country: str
    iso: str


@cache
def known_names() -> KnownNames:
    """Return the names of places, and of districts that have several, of the geodata."""
    return KnownNames({one.name: _names_in(one) for one in traditions().values()})


def _names_in(tradition: Tradition) -> frozenset[str]:
    columns = [one.districts for one in traditions().values()]
    paired = (area.properties for area in districts() if all(area.properties[one] for one in columns))
    named = {place.named[tradition.places] for place in gazetteer().values()}
    return frozenset(named | {area[tradition.districts] for area in paired})


def find_place(text: str) -> Place | None:
    """Find a gazetteer entry by its identifier or any of its names, whatever case and accents.

    A pair, "This / That", is found too. None if nothing, or more than one place, is so called.
    """
    towns = places_called(text)
    return towns[0] if len(towns) == 1 else None


def places_called(text: str) -> list[Place]:
    """Find all gazetteer entries that `find_place` may mean, by identifier; a town stands for its sites."""
    known = _places_by_name()
    parts = (known.get(folded(part.strip()), frozenset()) for part in text.split("/"))
    called = known.get(folded(text.strip())) or frozenset.intersection(*parts)
    sites = {site for place in called for site in sites_of(place.place_id)}
    towns = [place for place in called if place.place_id not in sites]
    return sorted(towns, key=lambda place: place.place_id)


def sites_of(place_id: str) -> Sequence[str]:
    """Return the identifiers of the entries named after a town, as in "Hospital, Town"; or none."""
    return _sites_by_town().get(place_id, ())


def district_at(longitude: float, latitude: float) -> District | None:
    """Return the district in which a point lies; right to a few km. None where none is outlined."""
    from shapely import Point  # noqa: PLC0415 - takes half a second to import, and few need it

    hits = _district_tree().query(Point(longitude, latitude), predicate="intersects")
    return _district(districts()[hits.min()]) if hits.size else None


def district_named(name: str) -> District | None:
    """Return the one outlined district of a name such as "This / That" or "This (a wider area)".

    None if none or several are so called. The frontend's `outlines.js` finds the same.
    """
    for column in dict.fromkeys(("name", *(one.districts for one in traditions().values()))):
        for whole in (name, re.sub(r" \(.*\)$", "", name)):
            for one in filter(None, (part.strip() for part in (whole, *whole.split(BETWEEN_NAMES)))):
                found = [outline for outline in districts() if outline.properties[column] == one]
                if len(found) == 1:
                    return _district(found[0])
    return None


def _district(outline: Outline) -> District:
    return District(**{field.name: outline.properties[field.name] for field in fields(District)})


def far_outside_country(
    latitudes: "ArrayLike", longitudes: "ArrayLike", countries: "Sequence[str | None] | pd.Series[str]"
) -> "NDArray[np.bool_]":
    """Tell which points lie more than about 20 km outside the country that their row names.

    The tolerance is 20 km east to west and, away from the equator, more from north to south (26 km at
    40 degrees). Countries go by English names or ISO codes; one that is not known, or a point without
    coordinates, is never said to be outside.
    """
    import pandas as pd  # noqa: PLC0415 - only needed where files are read

    latitude, longitude = np.asarray(latitudes, dtype=float), np.asarray(longitudes, dtype=float)
    far = np.zeros(latitude.shape, dtype=bool)
    located = np.isfinite(latitude) & np.isfinite(longitude)
    numbers, names = pd.factorize(pd.Series(cast("Sequence[str]", countries), dtype="str"))
    for number, name in enumerate(names):
        area = _area_of(str(name))
        if area is not None:
            rows = np.flatnonzero(located & (numbers == number))
            rows = rows[~_well_within(area, latitude[rows], longitude[rows])]
            far[rows] = ~_near(area, latitude[rows], longitude[rows])
    return far


def is_country(name: str) -> bool:
    """Tell whether a country is known by an English name or an ISO code."""
    return _country_key(name) in _codes_by_name()


def country_at(longitude: float, latitude: float) -> str:
    """Name the country in which a point lies, by outlines that are right to a few km; "" if in none."""
    from shapely import Point  # noqa: PLC0415 - takes half a second to import, and few need it

    hits = _country_tree().query(Point(longitude, latitude), predicate="intersects")
    return country_areas()[hits.min()].properties["name"] if hits.size else ""


def bounds_of_countries(names: Iterable[str]) -> tuple[float, float, float, float]:
    """Return the bounds of known countries: west, south, east, north; around the date line: beyond 180."""
    import shapely  # noqa: PLC0415 - only needed where files are read

    corners = shapely.get_coordinates([_area_of(name) for name in names])
    latitudes, plain = corners[:, 1], corners[:, 0]
    longitudes = min(plain, plain % 360, key=np.ptp)
    west, south, east, north = (
        float(edge) for edge in (longitudes.min(), latitudes.min(), longitudes.max(), latitudes.max())
    )
    return west, south, east, north


@cache
def _sites_by_town() -> Mapping[str, Sequence[str]]:
    columns = [one.places for one in traditions().values()]
    towns = defaultdict[tuple[str, str], list[str]](list)
    for place in gazetteer().values():
        for column in columns:
            towns[column, place.named[column]].append(place.place_id)
    sites = defaultdict[str, list[str]](list)
    for site in gazetteer().values():
        parts = {column: site.named[column].split(", ") for column in columns}
        after = {(one, ", ".join(part[cut:])) for one, part in parts.items() for cut in range(1, len(part))}
        for town in {town for name in after for town in towns.get(name, ())}:
            sites[town].append(site.place_id)
    return sites


def _well_within(
    area: "shapely.Geometry", latitude: "NDArray[np.float64]", longitude: "NDArray[np.float64]"
) -> "NDArray[np.bool_]":
    """Mark points in cells that lie in an area as a whole: a look at each cell, not at each point."""
    import shapely  # noqa: PLC0415 - only needed where files are read

    is_on_earth = (np.abs(latitude) < 90) & (np.abs(longitude) < 180)
    if len(latitude) < MANY_POINTS or not is_on_earth.all():
        return np.zeros(latitude.shape, dtype=bool)
    columns, rows = 360 * CELLS_PER_DEGREE, 180 * CELLS_PER_DEGREE
    west, south = (
        ((degrees + half) * CELLS_PER_DEGREE).astype(np.int64)
        for degrees, half in ((longitude, 180), (latitude, 90))
    )
    cells = west * rows + south
    occupied = np.zeros(columns * rows, dtype=bool)
    occupied[cells] = True
    (looked_at,) = occupied.nonzero()
    left, bottom = looked_at // rows / CELLS_PER_DEGREE - 180, looked_at % rows / CELLS_PER_DEGREE - 90
    size = 1 / CELLS_PER_DEGREE
    occupied[looked_at] = shapely.covers(area, shapely.box(left, bottom, left + size, bottom + size))
    within: NDArray[np.bool_] = occupied[cells]
    return within


def _near(
    area: "shapely.Geometry", latitude: "NDArray[np.float64]", longitude: "NDArray[np.float64]"
) -> "NDArray[np.bool_]":
    import shapely  # noqa: PLC0415 - only needed where files are read

    shrinking = np.cos(np.radians(np.clip(latitude, -80, 80)))
    degrees = TOLERANCE_KM / KM_PER_DEGREE / shrinking
    near: NDArray[np.bool_] = shapely.dwithin(area, shapely.points(longitude, latitude), degrees)
    return near


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
    known = (area.properties for area in country_areas() if area.properties["iso_a3"])
    return MappingProxyType(
        {
            _country_key(name): area["iso_a3"]
            for area in known
            for name in (*area["other_names"].split("|"), area["iso_a2"], area["iso_a3"], area["name"])
            if name
        }
    )


def _country_key(name: str) -> str:
    """Fold "The Gambia", "Micronesia (Federated States of)" and "Bosnia & Herzegovina" to what they share."""
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

"""Points that reveal too much: of homes, of people who report, or finer than their own grade."""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pyproj import Geod

from mapapp.geo.gazetteer import gazetteer
from mapapp.maintenance.safety.cells import TEXTS
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.coordinates import finer_than
from mapapp.maintenance.safety.texts import as_read
from mapapp.maintenance.safety.words import WORDS
from mapapp.model.schema import INCIDENTS, Table

_METRES_A_DEGREE = 110_574
"""Of latitude, where a degree is shortest; longitude only adds to it."""
DECIMALS = {"2": 3, "3": 2, "4": 1, "5": 1, "6": 0}
"""How many decimals of a degree each grade of location allows: about 100 m, 1 km, 10 km, 10 km, 100 km."""
WITHIN = {Danger.HOME: 500, Danger.REPORTING: 2000}
"""In metres; a home known more precisely can be found, and a person who reports may be searched for."""
DECIMALS_OF_PEOPLE = {
    danger: math.floor(math.log10(_METRES_A_DEGREE / 2 / metres)) for danger, metres in WITHIN.items()
}
"""The decimals that keep a point that imprecise: half of the last one is at least that many metres."""
RESIDENTIAL = "residential"
"""The value of `target_type` for homes."""
_DESCRIBED = ("title", "site", "target_detail")
_EARTH = Geod(ellps="WGS84")


def position_concerns(row: Mapping[str, Any]) -> Iterator[Concern]:
    """Find what an incident's point, in EPSG:4326, reveals; a point of the gazetteer is public.

    A text may not give the place more precisely than the point may.
    """
    who, graded = _who_is_there(row), _graded(row)
    yield from precision_concerns(row, INCIDENTS, row)
    if row["latitude"] is None or row["longitude"] is None:
        return
    if who and _known_within(row, DECIMALS_OF_PEOPLE[who]) < WITHIN[who]:
        yield _concern(row, who, _rounded(row, DECIMALS_OF_PEOPLE[who], WITHIN[who]))
    if graded is not None and _is_finer(row, graded):
        yield _concern(row, Danger.POINT, _rounded(row, graded))


def precision_concerns(
    incident: Mapping[str, Any], table: Table, row: Mapping[str, Any]
) -> Iterator[Concern]:
    """Find where the row of an incident, or of a claim about it, is more precise than its point may be.

    `row` has its key and any of its columns.
    """
    who, graded = _who_is_there(incident), _graded(incident)
    peopled = DECIMALS_OF_PEOPLE[who] if who else None
    if allowed := [decimals for decimals in (graded, peopled) if decimals is not None]:
        texts = (*TEXTS[table.name], *(column for column in row if column not in table.names))
        for column, text in finer_than(min(allowed), row, texts):
            whole = as_read(row[column])
            yield Concern(table.name, row[table.key], column, Danger.COORDINATES, text, whole=whole)


def _graded(row: Mapping[str, Any]) -> int | None:
    return DECIMALS.get(row.get("location_precision") or "")


def _concern(row: Mapping[str, Any], danger: Danger, meant: str) -> Concern:
    point = f"{row['latitude']!r}, {row['longitude']!r}"
    return Concern(INCIDENTS.name, row[INCIDENTS.key], "latitude", danger, point, meant)


def _who_is_there(row: Mapping[str, Any]) -> Danger | None:
    described = as_read("; ".join(str(row.get(column) or "") for column in _DESCRIBED))
    if WORDS.mentions_reporting(described):
        return Danger.REPORTING
    if row.get("target_type") == RESIDENTIAL or WORDS.mentions_home(described):
        return Danger.HOME
    return None


def _known_within(row: Mapping[str, Any], decimals: int) -> float:
    """Return the radius within which the place is known; a point with more decimals is not rounded."""
    if _is_finer(row, decimals):
        return 0
    radius: float | None = row["uncertainty_m"]
    if radius is None:
        return math.inf if _point(row) in _public_points() else 0
    return radius


def _is_finer(row: Mapping[str, Any], decimals: int) -> bool:
    if _point(row) in _public_points():
        return False
    return any(round(row[axis], decimals) != row[axis] for axis in ("latitude", "longitude"))


def _rounded(row: Mapping[str, Any], decimals: int, least: float = 0) -> str:
    """Return the rounded point, and a radius that covers the old one's, at least `least`.

    The radius grows by the most that rounding can move a point: the actual shift would reveal the distance.
    """
    latitude, longitude = round(row["latitude"], decimals), round(row["longitude"], decimals)
    half = 0.5 / 10**decimals
    corner = latitude - math.copysign(half, latitude)
    _, _, largest_shift = _EARTH.inv(longitude, latitude, longitude + half, corner)
    point = f"latitude {latitude:.{decimals}f}, longitude {longitude:.{decimals}f}"
    radius = row["uncertainty_m"]
    if radius is None and not least:
        return point
    return f"{point}, uncertainty_m {max(least, math.ceil((radius or 0) + largest_shift))}"


def _point(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["latitude"], row["longitude"]


@cache
def _public_points() -> frozenset[tuple[float, float]]:
    return frozenset((place.latitude, place.longitude) for place in gazetteer().values())

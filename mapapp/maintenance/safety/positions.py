"""Points that say more than they may: of homes, of people who report, and finer than their own grade."""

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
"""Of latitude, where it is shortest; a degree of longitude only adds to it."""
DECIMALS = {"2": 3, "3": 2, "4": 1, "5": 1, "6": 0}
"""How many decimals of a degree each grade of location allows: about 100 m, 1 km, 10 km, 10 km, 100 km."""
WITHIN = {Danger.HOME: 500, Danger.REPORTING: 2000}
"""Metres; a home whose position is known better can be found, and whoever reports may be looked for."""
DECIMALS_OF_PEOPLE = {
    danger: math.floor(math.log10(_METRES_A_DEGREE / 2 / metres)) for danger, metres in WITHIN.items()
}
"""How many decimals leave a point as unknown as that: half of the last one is so many metres or more."""
RESIDENTIAL = "residential"
"""The value of `target_type` for homes."""
_DESCRIBED = ("title", "site", "target_detail")
_EARTH = Geod(ellps="WGS84")


def position_concerns(row: Mapping[str, Any]) -> Iterator[Concern]:
    """Find what an incident's point, in EPSG:4326, gives away; a point of the gazetteer is public.

    A text may not tell the place more exactly than the point may.
    """
    who, graded = _who_is_there(row), _graded(row)
    yield from told_better(row, INCIDENTS, row)
    if row["latitude"] is None or row["longitude"] is None:
        return
    if who and _known_within(row, DECIMALS_OF_PEOPLE[who]) < WITHIN[who]:
        yield _concern(row, who, _rounded(row, DECIMALS_OF_PEOPLE[who], WITHIN[who]))
    if graded is not None and _is_finer(row, graded):
        yield _concern(row, Danger.POINT, _rounded(row, graded))


def told_better(incident: Mapping[str, Any], table: Table, row: Mapping[str, Any]) -> Iterator[Concern]:
    """Find where the row of an incident, or of a claim of it, tells its place better than its point may.

    `row` has its key and any of its columns.
    """
    who, graded = _who_is_there(incident), _graded(incident)
    peopled = DECIMALS_OF_PEOPLE[who] if who else None
    if allowed := [decimals for decimals in (graded, peopled) if decimals is not None]:
        texts = (*TEXTS[table.name], *(column for column in row if column not in table.names))
        for column, found in finer_than(min(allowed), row, texts):
            whole = as_read(row[column])
            yield Concern(table.name, row[table.key], column, Danger.COORDINATES, found, whole=whole)


def _graded(row: Mapping[str, Any]) -> int | None:
    return DECIMALS.get(row.get("location_precision") or "")


def _concern(row: Mapping[str, Any], danger: Danger, meant: str) -> Concern:
    point = f"{row['latitude']!r}, {row['longitude']!r}"
    return Concern(INCIDENTS.name, row[INCIDENTS.key], "latitude", danger, point, meant)


def _who_is_there(row: Mapping[str, Any]) -> Danger | None:
    described = as_read("; ".join(str(row.get(column) or "") for column in _DESCRIBED))
    if WORDS.tell_of_reporting(described):
        return Danger.REPORTING
    if row.get("target_type") == RESIDENTIAL or WORDS.tell_of_home(described):
        return Danger.HOME
    return None


def _known_within(row: Mapping[str, Any], decimals: int) -> float:
    """Tell the radius within which the place is known; a point of more decimals is no rounded one."""
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
    """Write the rounded point, and the radius that holds all that the old one held, `least` or more.

    It grows by the most that rounding moves a point: by as much as it moved would tell how far away it was.
    """
    latitude, longitude = round(row["latitude"], decimals), round(row["longitude"], decimals)
    half = 0.5 / 10**decimals
    corner = latitude - math.copysign(half, latitude)
    _, _, most = _EARTH.inv(longitude, latitude, longitude + half, corner)
    point = f"latitude {latitude:.{decimals}f}, longitude {longitude:.{decimals}f}"
    radius = row["uncertainty_m"]
    if radius is None and not least:
        return point
    return f"{point}, uncertainty_m {max(least, math.ceil((radius or 0) + most))}"


def _point(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["latitude"], row["longitude"]


@cache
def _public_points() -> frozenset[tuple[float, float]]:
    return frozenset((place.latitude, place.longitude) for place in gazetteer().values())

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
from mapapp.maintenance.safety.words import WORDS
from mapapp.model.schema import INCIDENTS

DECIMALS = {"2": 3, "3": 2, "4": 1, "5": 1, "6": 0}
"""How many decimals of a degree each grade of location allows: about 100 m, 1 km, 10 km, 10 km, 100 km."""
HOME_WITHIN = 500
"""Metres; a home whose position is known better than this can be found."""
REPORTING_WITHIN = 2000
"""Metres; likewise whoever reports, who may be looked for."""
RESIDENTIAL = "residential"
"""The value of `target_type` for homes."""
_DESCRIBED = ("title", "site", "target_detail")
_EARTH = Geod(ellps="WGS84")


def position_concerns(row: Mapping[str, Any]) -> Iterator[Concern]:
    """Find what an incident's point, in EPSG:4326, gives away; a point of the gazetteer is public.

    A text may not tell the place more exactly than the point may.
    """
    if (allowed := DECIMALS.get(row.get("location_precision") or "")) is not None:
        for column, found in finer_than(allowed, row, TEXTS[INCIDENTS.name]):
            yield Concern(INCIDENTS.name, row[INCIDENTS.key], column, Danger.COORDINATES, found)
    latitude, longitude = row["latitude"], row["longitude"]
    if latitude is None or longitude is None:
        return
    point = f"{latitude!r}, {longitude!r}"
    if danger := _who_is_there(row):
        yield _concern(row, danger, point)
    if _is_too_fine(row):
        yield _concern(row, Danger.POINT, point, _rounded(row))


def _concern(row: Mapping[str, Any], danger: Danger, point: str, meant: str = "") -> Concern:
    return Concern(INCIDENTS.name, row[INCIDENTS.key], "latitude", danger, point, meant)


def _who_is_there(row: Mapping[str, Any]) -> Danger | None:
    radius = row["uncertainty_m"]
    known_within = (0 if _point(row) not in _public_points() else math.inf) if radius is None else radius
    described = " ".join(str(row.get(column) or "") for column in _DESCRIBED)
    if known_within < REPORTING_WITHIN and WORDS.reporting.search(described):
        return Danger.REPORTING
    is_home = row.get("target_type") == RESIDENTIAL or WORDS.homes.search(described)
    if known_within < HOME_WITHIN and is_home:
        return Danger.HOME
    return None


def _is_too_fine(row: Mapping[str, Any]) -> bool:
    allowed = DECIMALS.get(row["location_precision"])
    if allowed is None or _point(row) in _public_points():
        return False
    return any(round(row[axis], allowed) != row[axis] for axis in ("latitude", "longitude"))


def _rounded(row: Mapping[str, Any]) -> str:
    """Write the rounded point, and the radius that holds all that the old one held."""
    decimals = DECIMALS[row["location_precision"]]
    latitude, longitude = round(row["latitude"], decimals), round(row["longitude"], decimals)
    _, _, moved = _EARTH.inv(row["longitude"], row["latitude"], longitude, latitude)
    point = f"latitude {latitude:.{decimals}f}, longitude {longitude:.{decimals}f}"
    radius = row["uncertainty_m"]
    return point if radius is None else f"{point}, uncertainty_m {math.ceil(radius + moved)}"


def _point(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["latitude"], row["longitude"]


@cache
def _public_points() -> frozenset[tuple[float, float]]:
    return frozenset((place.latitude, place.longitude) for place in gazetteer().values())

"""The filter `within`: incidents up to some kilometres from a point, or from a place by its name.

Distances are great-circle distances on a sphere with the Earth's mean radius, which differ from those on the
ellipsoid by at most 0.6 %. An incident is at its point, however exactly that is known.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.filters import Form, decimal, single

EARTH_M = 6_371_008.8
"""The mean radius of the Earth in metres."""

LONGEST_PLACE = 120
_WITHIN = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,3})?) ?km of (\S.*)", re.DOTALL)
_POINT = re.compile(
    r"([0-9]{1,2}(?:\.[0-9]{1,15})?) ?°? ?([NS])[ ,]+([0-9]{1,3}(?:\.[0-9]{1,15})?) ?°? ?([EW])"
)

Reach = tuple[float, float, float, float]
"""A point on the unit sphere as x, y, z, and the square of the longest chord from it."""


@dataclass(frozen=True, slots=True)
class Circle:
    """The area within `km` of a place, which is a name or a point as text: "39.82 N, 46.75 E".

    `at` is its (longitude, latitude) in degrees, WGS84; None for a name until it is found in a data set.
    """

    km: float
    place: str
    at: tuple[float, float] | None = None

    @property
    def text(self) -> str:
        """The text from which it is read."""
        return f"{decimal(self.km)} km of {self.place}"

    @property
    def reach(self) -> Reach:
        """The values that a row is compared with; ValueError if the place's location is not known."""
        if self.at is None:
            raise ValueError(f"It is not known where {self.place!r} is.")
        longitude, latitude = map(math.radians, self.at)
        flat, half = math.cos(latitude), min(self.km * 1000 / EARTH_M, math.pi) / 2
        longest = 2 * math.sin(half)
        return flat * math.cos(longitude), flat * math.sin(longitude), math.sin(latitude), longest**2


@dataclass(frozen=True, slots=True)
class Within:
    """Up to some kilometres from a place: "10 km of NAME", "10 km of 39.82 N, 46.75 E"."""

    help: str
    label: str = ""
    widget: Literal["none"] = "none"

    @property
    def form(self) -> Form:
        """A distance and a place."""
        return {"type": "string", "pattern": r"^[0-9]{1,5}(\.[0-9]{1,3})? ?km of [^\s\x00].{0,100}$"}

    def read(self, name: str, texts: Sequence[str]) -> dict[str, object]:
        """Read the distance and the place; a name is not looked up."""
        text = single(name, texts)
        match = _WITHIN.fullmatch(text)
        place = " ".join(match[2].split()) if match else ""
        if not match or float(match[1]) == 0 or len(place) > LONGEST_PLACE or not place.isprintable():
            raise BadQuery(name, text, notice("expected-within"))
        point = _POINT.fullmatch(place)
        at = _at(name, text, point) if point else None
        return {name: Circle(float(match[1]), spelled(at) if at else place, at)}

    def write(self, values: Mapping[str, Any], name: str) -> list[str]:
        """Write the distance and the place."""
        return [values[name].text] if values[name] else []

    def conditions(self, rows: Any, values: Mapping[str, Any], name: str) -> list[Any]:
        """Require that the chord to the point is not longer; chords are exact for short distances too."""
        if values[name] is None:
            return []
        x, y, z, longest = values[name]
        longitude, latitude = rows.longitude.radians(), rows.latitude.radians()
        flat = latitude.cos()
        offsets = (flat * longitude.cos() - x, flat * longitude.sin() - y, latitude.sin() - z)
        return [sum(offset * offset for offset in offsets) <= longest]


def spelled(at: tuple[float, float]) -> str:
    """Write a (longitude, latitude) like the point of a filter: "39.82 N, 46.75 E"."""
    longitude, latitude = at
    north, east = "NS"[latitude < 0], "EW"[longitude < 0]
    return f"{decimal(abs(latitude))} {north}, {decimal(abs(longitude))} {east}"


def _at(name: str, text: str, point: re.Match[str]) -> tuple[float, float]:
    latitude, longitude = (round(float(point[number]), 7) + 0.0 for number in (1, 3))
    if latitude > 90 or longitude > 180:
        raise BadQuery(name, text, notice("expected-point"))
    return (
        -longitude if point[4] == "W" and longitude else longitude,
        -latitude if point[2] == "S" and latitude else latitude,
    )

"""The reader of `geodata/`: the gazetteer, the areas and the base map. Everything is EPSG:4326.

Their traditions of names are described in `model.traditions`.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mapapp.model.traditions import AS_GIVEN, NameOrder, joined, traditions
from mapapp.shipped import bundled

if TYPE_CHECKING:
    import geopandas as gpd

BASE_MAP = ("districts.geojson", "towns.csv")
"""The files of the base map in addition to the world's cells."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer; unknown text is blank.

    `first` is the tradition whose name comes first. `location_precision`: UCDP where_prec. `uncertainty_m`:
    radius in metres.
    """

    place_id: str
    names_by_column: Mapping[str, str] = field(hash=False)
    first: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    location_precision: str
    uncertainty_m: float | None
    sources: str
    checked: str
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the place, each once, in any script."""
        names = (
            *(self.names_by_column[tradition.places] for tradition in traditions().values()),
            *self.names_by_column.values(),
        )
        return tuple(dict.fromkeys(name for name in names if name))

    def paired(self, order: NameOrder = AS_GIVEN) -> str:
        """Return the names of all traditions, "This / That": first that of the order, else of the row."""
        return joined(_by_tradition(self.names_by_column), order.preferred, self.first)


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the base map; those of rank 1 are the largest.

    `first` is the tradition whose name comes first, "" for the first tradition.
    """

    names_by_tradition: Mapping[str, str] = field(hash=False)
    first: str
    country: str
    latitude: float
    longitude: float
    rank: int

    @property
    def names(self) -> tuple[str, ...]:
        """Its names, each of one tradition or several."""
        return tuple(self.names_by_tradition.values())

    def paired(self, order: NameOrder = AS_GIVEN) -> str:
        """Return the names of all traditions: first that of the order, else of the row."""
        return joined(self.names_by_tradition, order.preferred, self.first)


@dataclass(frozen=True, slots=True)
class Outline:
    """An area of the base map: its properties, "" where one is blank, and its shape as GeoJSON text."""

    properties: Mapping[str, str]
    shape: str


def path(name: str) -> Path:
    """Return the path of a file of `geodata/`, "countries.geojson"."""
    return bundled(f"geodata/{name}")


@cache
def gazetteer() -> Mapping[str, Place]:
    """Return the places that incidents refer to, by `place_id`, in the order of the file."""
    return MappingProxyType({row["place_id"]: _place(row) for row in _rows("gazetteer.csv")})


def has_places_in(bounds: tuple[float, float, float, float] | None) -> bool:
    """Return whether the gazetteer has a place within bounds: west, south, east, north in degrees.

    Across the date line the eastern edge is beyond 180.
    """
    if bounds is None:
        return False
    west, south, east, north = bounds
    return any(
        south <= place.latitude <= north and west <= place.longitude + turn <= east
        for place in gazetteer().values()
        for turn in (0, 360)
    )


@cache
def layer(name: str) -> "gpd.GeoDataFrame":
    """Return a layer, "districts"; callers must not change it."""
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and only pictures need it

    return gpd.read_file(path(f"{name}.geojson"))


@cache
def country_areas() -> tuple[Outline, ...]:
    """Return every country: name, iso_a2, iso_a3, other_names (joined by "|")."""
    return tuple(_outlines("countries.geojson"))


@cache
def districts() -> tuple[Outline, ...]:
    """Return the first-level districts of the region: names by column, country, iso."""
    return tuple(_outlines("districts.geojson"))


@cache
def towns() -> tuple[Town, ...]:
    """Return the towns of the base map, the largest first."""
    return tuple(_town(row) for row in _rows("towns.csv"))


def base_map_files() -> dict[str, Path]:
    """Return the files of the base map in addition to the world's cells, by name: "towns"."""
    return {Path(name).stem: path(name) for name in BASE_MAP}


def _outlines(name: str) -> Iterator[Outline]:
    for feature in json.loads(path(name).read_text(encoding="utf-8"))["features"]:
        properties = {key: value or "" for key, value in feature["properties"].items()}
        yield Outline(MappingProxyType(properties), json.dumps(feature["geometry"]))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _place(row: Mapping[str, str]) -> Place:
    numbers = ("latitude", "longitude", "uncertainty_m")
    texts = {column: text for column, text in row.items() if column not in numbers and not _is_name(column)}
    return Place(
        **texts,
        names_by_column=_names_by_column(row),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        uncertainty_m=float(row["uncertainty_m"]) if row["uncertainty_m"] else None,
    )


def _town(row: Mapping[str, str]) -> Town:
    return Town(
        MappingProxyType(_by_tradition(row)),
        row["first"],
        row["country"],
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["rank"]),
    )


def _names_by_column(row: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({column: text for column, text in row.items() if _is_name(column)})


def _is_name(column: str) -> bool:
    return column.startswith("name_")


def _by_tradition(names_by_column: Mapping[str, str]) -> dict[str, str]:
    return {tradition.name: names_by_column[tradition.places] for tradition in traditions().values()}

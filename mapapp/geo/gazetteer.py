"""The only reader of `geodata/`: the gazetteer, the areas and the base map. Everything is EPSG:4326."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from mapapp.settings import bundled

if TYPE_CHECKING:
    import geopandas as gpd

BASE_MAP = (
    "countries.geojson",
    "districts.geojson",
    "water.geojson",
    "rivers.geojson",
    "reference.geojson",
    "towns.csv",
)
"""The files of the base map, in the order in which to draw them."""

Tradition = Literal["armenian", "azerbaijani"]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer; text that is not known is blank.

    `location_precision`: UCDP where_prec. `uncertainty_m`: radius in metres.
    """

    place_id: str
    name_az_en: str
    name_hy_en: str
    name_az: str
    name_hy: str
    name_ru: str
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
        """Every name of the place, each once, in any script."""
        names = (self.name_hy_en, self.name_az_en, self.name_az, self.name_hy, self.name_ru)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def holders(self) -> Tradition:
        """The tradition of those who held the place when the war began.

        In Azerbaijan as recognised, the districts with two names are those that Nagorno-Karabakh held.
        """
        return "azerbaijani" if self.country == "Azerbaijan" and "/" not in self.admin1 else "armenian"

    def paired(self, first: Tradition | None = None) -> str:
        """Return both English names, that of `first` or else of the holders in front; or the only one.

        "Stepanakert / Khankendi"
        """
        names = (self.name_hy_en, self.name_az_en)
        ordered = names if (first or self.holders) == "armenian" else names[::-1]
        return " / ".join(dict.fromkeys(name for name in ordered if name))


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the base map; those of rank 1 are the largest.

    `holders` is whose of two names stands first, the Armenian if it is "".
    """

    name_az_en: str
    name_hy_en: str
    holders: str
    latitude: float
    longitude: float
    rank: int

    def paired(self, first: Tradition | None = None) -> str:
        """Return both English names, that of `first` or else of the holders in front; or the only one."""
        names = (self.name_hy_en, self.name_az_en)
        ordered = names[::-1] if (first or self.holders) == "azerbaijani" else names
        return " / ".join(dict.fromkeys(name for name in ordered if name))


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


@cache
def layer(name: str) -> "gpd.GeoDataFrame":
    """Return a layer of the base map, "water"; not to be changed."""
    import geopandas as gpd  # noqa: PLC0415 - slow to import, and only pictures need it

    return gpd.read_file(path(f"{name}.geojson"))


@cache
def country_areas() -> tuple[Outline, ...]:
    """Return every country: name, iso_a2, iso_a3, other_names (joined by "|")."""
    return tuple(_outlines("countries.geojson"))


@cache
def districts() -> tuple[Outline, ...]:
    """Return the first-level districts of the Caucasus: name, name_hy_en, country, iso."""
    return tuple(_outlines("districts.geojson"))


@cache
def towns() -> tuple[Town, ...]:
    """Return the towns of the base map, the largest first."""
    return tuple(_town(row) for row in _rows("towns.csv"))


def base_map_files() -> dict[str, Path]:
    """Return the file of each layer of the base map by its name, "countries", in drawing order."""
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
    texts = {column: text for column, text in row.items() if column not in numbers}
    return Place(
        **texts,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        uncertainty_m=float(row["uncertainty_m"]) if row["uncertainty_m"] else None,
    )


def _town(row: Mapping[str, str]) -> Town:
    return Town(
        row["name_az_en"],
        row["name_hy_en"],
        row["first"],
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["rank"]),
    )

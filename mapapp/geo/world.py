"""The base map of the whole world, which a map loads cell by cell; `geodata/world.py` builds it."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mapapp.geo.gazetteer import path
from mapapp.model.traditions import AS_GIVEN, NameOrder

EMPTY = (
    b'{"unit":1,"land":[],"lakes":[],"towns":[],"rivers":[],"districts":[],"disputed":[],"district_names":[]}'
)
"""The content of a cell of open sea."""
LOCAL = " · "
"""The separator between a town's name in Latin letters and its name in the country's own script."""
CELL_SIZES = (360, 40, 10)
"""The widths of cells in degrees."""


def version() -> str:
    """Return the fingerprint of all cells."""
    return _archive().comment.decode()


def cell(address: str) -> bytes | None:
    """Return a cell as JSON by its size, column and row, "10/22/12.json"; None if there is none.

    Columns are counted eastwards from 180° W, rows northwards from the South Pole.
    """
    match = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,2})/([0-9]{1,2})\.json", address)
    if not match:
        return None
    size, x, y = map(int, match.groups())
    if size not in CELL_SIZES or x >= 360 // size or y >= -(-180 // size):
        return None
    name = f"{size}/{x}/{y}.json"
    return _archive().read(name) if name in _addresses() else EMPTY


@dataclass(frozen=True, slots=True)
class WorldTown:
    """A town: its name in Latin letters, that in the country's own script or "", its location and rank."""

    name: str
    local: str
    latitude: float
    longitude: float
    rank: int

    @property
    def names(self) -> tuple[str, ...]:
        """Both names."""
        return self.name, self.local

    def paired(self, _order: NameOrder = AS_GIVEN) -> str:
        """Return both names, that in Latin letters first; they belong to no tradition."""
        return LOCAL.join(filter(None, (self.name, self.local)))


def towns() -> Iterator[WorldTown]:
    """Yield all towns, cell by cell; those of `towns.csv` are not among them."""
    for address in sorted(name for name in _addresses() if name.startswith(f"{min(CELL_SIZES)}/")):
        for town in json.loads(_archive().read(address))["towns"]:
            yield WorldTown(*town)


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(path("world.zip"))


@cache
def _addresses() -> frozenset[str]:
    return frozenset(_archive().namelist())

"""The base map of the whole world, which a map loads cell by cell; `geodata/world.py` makes it."""

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
"""What a cell of open sea holds."""
LOCAL = " · "
"""Between a town's name in Latin letters and that in the country's own script."""
SIZES = (360, 40, 10)
"""How many degrees wide cells are."""


def version() -> str:
    """Return the fingerprint of all cells."""
    return _archive().comment.decode()


def cell(address: str) -> bytes | None:
    """Return a cell as JSON by its size and its place, "10/22/12.json"; None if there is none.

    Cells are counted eastwards from 180° W, and northwards from the pole.
    """
    found = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,2})/([0-9]{1,2})\.json", address)
    if not found:
        return None
    size, x, y = map(int, found.groups())
    if size not in SIZES or x >= 360 // size or y >= -(-180 // size):
        return None
    known = f"{size}/{x}/{y}.json"
    return _archive().read(known) if known in _addresses() else EMPTY


@dataclass(frozen=True, slots=True)
class WorldTown:
    """A town: its name in Latin letters, that in the country's own script or "", where it is and its rank."""

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
        """Return both names, that in Latin letters in front: no tradition knows them."""
        return LOCAL.join(filter(None, (self.name, self.local)))


def towns() -> Iterator[WorldTown]:
    """Tell all towns, cell by cell; those of `towns.csv` are not among them."""
    for address in sorted(one for one in _addresses() if one.startswith(f"{min(SIZES)}/")):
        for town in json.loads(_archive().read(address))["towns"]:
            yield WorldTown(*town)


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(path("world.zip"))


@cache
def _addresses() -> frozenset[str]:
    return frozenset(_archive().namelist())

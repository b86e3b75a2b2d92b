"""The names in a file's header -> the names of the schema."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from mapapp.errors import UnreadableFile, quoted, shortened
from mapapp.messages import fault, notice
from mapapp.model.schema import INCIDENTS, RESERVED_PREFIX, Table

ALIASES = {
    "incident_id": ("id", "event_id", "event_id_cnty"),
    "date_start": ("date", "event_date"),
    "latitude": ("lat", "y"),
    "longitude": ("lon", "lng", "long", "x"),
}
"""Names that other data sets give to the required columns of incidents, the likeliest first."""


WELL_KNOWN = {
    "fatalities": ("killed_low", "killed_high"),
    "deaths": ("killed_low", "killed_high"),
    "killed": ("killed_low", "killed_high"),
    "best": ("killed_low", "killed_high"),
    "injured": ("injured_low", "injured_high"),
    "wounded": ("injured_low", "injured_high"),
    "actor1": ("actor",),
    "perpetrator": ("actor",),
    "description": ("summary",),
    "notes": ("summary",),
    "headline": ("title",),
    "location": ("place_name",),
    "city": ("place_name",),
    "state": ("admin1",),
    "province": ("admin1",),
    "type": ("event_type",),
    "end_date": ("date_end",),
}
"""Columns that many data sets of incidents have, and where in ours their contents belong."""


LOST = "geometry"
"""Programs that read what is exported put the points in the place of a column of this name, in silence."""


@dataclass(frozen=True, slots=True)
class Names:
    """The name of every column of a file, in file order, and what was changed to get there."""

    names: tuple[str, ...]
    extra: tuple[str, ...]
    notes: tuple[str, ...]


def match_names(table: Table, path: Path, cells: tuple[str, ...]) -> Names:
    """Name the columns of a file as the schema does; names it does not know are only trimmed.

    Raises UnreadableFile if two columns have the same name, a name is reserved, or a required column is
    missing.
    """
    found = [cell.strip() or f"column_{position}" for position, cell in enumerate(cells, 1)]
    require_distinct(path, found)
    _refuse_reserved(path, found)
    renamed = _aliases(table, found) | _spellings(table, found) | _kept_apart(found)
    names = tuple(renamed.get(name, name) for name in found)
    _require_columns(table, path, found, names)
    notes = [
        notice("column-read-as", file=path.name, column=quoted(cell), name=repr(name))
        for cell, name in zip(cells, names, strict=True)
        if cell != name
    ]
    return Names(names, tuple(name for name in names if name not in table.names), tuple(notes))


def read_by_name(table: Table, cells: Sequence[str]) -> dict[str, str]:
    """Tell which columns of a table a file has, by their own or other known names: theirs by ours."""
    found = [cell.strip() for cell in cells]
    renamed = _aliases(table, found) | _spellings(table, found)
    return {renamed[name]: name for name in found if name in renamed}


def unused(table: Table, file: str, names: Names) -> list[str]:
    """Remark on columns that are kept as they are, but perhaps are meant for one that the file lacks."""
    free = [name for name in table.names if name not in names.names]
    known = WELL_KNOWN if table.name == INCIDENTS.name else {}
    notes = []
    for name in names.extra:
        plain = re.sub("[^a-z0-9]+", "_", name.casefold()).strip("_")
        alike = known.get(plain) or get_close_matches(plain, free, n=1, cutoff=0.85)
        if alike and set(alike) <= set(free):
            belongs = " and ".join(alike)
            notes.append(notice("column-unused", file=file, column=quoted(name), belongs=belongs))
    return notes


def require_distinct(path: Path, found: Sequence[str]) -> None:
    """Raise UnreadableFile if two columns have the same name."""
    counts = Counter(name.casefold() for name in found)
    twice = [quoted(name) for name in found if counts[name.casefold()] > 1]
    if twice:
        raise UnreadableFile(*fault("header-repeated", file=str(path), names=", ".join(twice)))


def _refuse_reserved(path: Path, found: list[str]) -> None:
    reserved = [quoted(name) for name in found if name.startswith(RESERVED_PREFIX)]
    if reserved:
        words = fault("header-reserved", file=str(path), prefix=RESERVED_PREFIX, names=", ".join(reserved))
        raise UnreadableFile(*words)


def _spellings(table: Table, found: list[str]) -> dict[str, str]:
    known = {name.casefold(): name for name in table.names}
    return {name: known[name.casefold()] for name in found if name.casefold() in known}


def _kept_apart(found: list[str]) -> dict[str, str]:
    """Give a column that would be lost another name, which no other has."""
    taken, other = {name.casefold() for name in found}, f"{LOST}_"
    while other in taken:
        other += "_"
    return {name: other for name in found if name.casefold() == LOST}


def _aliases(table: Table, found: list[str]) -> dict[str, str]:
    if table.name != INCIDENTS.name:
        return {}
    present = {name.casefold(): name for name in found}
    return {
        next(present[alias] for alias in aliases if alias in present): name
        for name, aliases in ALIASES.items()
        if name not in present and not present.keys().isdisjoint(aliases)
    }


def _require_columns(table: Table, path: Path, found: list[str], names: tuple[str, ...]) -> None:
    missing = [column.name for column in table.columns if column.required and column.name not in names]
    if not missing:
        return
    said = {
        "file": str(path),
        "missing": ", ".join(missing),
        "found": shortened(", ".join(map(repr, found)), 500),
    }
    near = get_close_matches(missing[0], found, n=1)
    words = (
        fault("header-misspelled", near=repr(near[0]), **said) if near else fault("header-incomplete", **said)
    )
    raise UnreadableFile(*words)

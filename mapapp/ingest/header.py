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
"""Columns that many data sets of incidents have, and the columns of ours for their contents."""


GEOMETRY = "geometry"
"""A column of this name would be lost: programs that read our exports silently replace it by the points."""


@dataclass(frozen=True, slots=True)
class Names:
    """The name of every column of a file, in file order, and notes of what was renamed."""

    names: tuple[str, ...]
    extra: tuple[str, ...]
    notes: tuple[str, ...]


def match_names(table: Table, path: Path, cells: tuple[str, ...]) -> Names:
    """Name the columns of a file as the schema does; unknown names are only trimmed.

    Raises UnreadableFile if two columns have the same name, a name is reserved, or a required column is
    missing.
    """
    in_file = [cell.strip() or f"column_{position}" for position, cell in enumerate(cells, 1)]
    require_distinct(path, in_file)
    _refuse_reserved(path, in_file)
    renamed = _aliases(table, in_file) | _spellings(table, in_file) | _without_geometry(in_file)
    names = tuple(renamed.get(name, name) for name in in_file)
    _require_columns(table, path, in_file, names)
    notes = [
        notice("column-read-as", file=path.name, column=quoted(cell), name=repr(name))
        for cell, name in zip(cells, names, strict=True)
        if cell != name
    ]
    return Names(names, tuple(name for name in names if name not in table.names), tuple(notes))


def read_by_name(table: Table, cells: Sequence[str]) -> dict[str, str]:
    """Return which columns of a table a file has, by our names or known aliases: its names by ours."""
    in_file = [cell.strip() for cell in cells]
    renamed = _aliases(table, in_file) | _spellings(table, in_file)
    return {renamed[name]: name for name in in_file if name in renamed}


def unused(table: Table, file: str, names: Names) -> list[str]:
    """Return remarks on extra columns that may be meant for a column that the file lacks."""
    absent = [name for name in table.names if name not in names.names]
    well_known = WELL_KNOWN if table.name == INCIDENTS.name else {}
    notes = []
    for name in names.extra:
        normalised = re.sub("[^a-z0-9]+", "_", name.casefold()).strip("_")
        ours = well_known.get(normalised) or get_close_matches(normalised, absent, n=1, cutoff=0.85)
        if ours and set(ours) <= set(absent):
            belongs = " and ".join(ours)
            notes.append(notice("column-unused", file=file, column=quoted(name), belongs=belongs))
    return notes


def require_distinct(path: Path, names: Sequence[str]) -> None:
    """Raise UnreadableFile if two columns have the same name."""
    counts = Counter(name.casefold() for name in names)
    repeated = [quoted(name) for name in names if counts[name.casefold()] > 1]
    if repeated:
        raise UnreadableFile(*fault("header-repeated", file=str(path), names=", ".join(repeated)))


def _refuse_reserved(path: Path, names: list[str]) -> None:
    reserved = [quoted(name) for name in names if name.startswith(RESERVED_PREFIX)]
    if reserved:
        words = fault("header-reserved", file=str(path), prefix=RESERVED_PREFIX, names=", ".join(reserved))
        raise UnreadableFile(*words)


def _spellings(table: Table, names: list[str]) -> dict[str, str]:
    known = {name.casefold(): name for name in table.names}
    return {name: known[name.casefold()] for name in names if name.casefold() in known}


def _without_geometry(names: list[str]) -> dict[str, str]:
    """Give a column that would be lost a name that no other column has."""
    taken, new_name = {name.casefold() for name in names}, f"{GEOMETRY}_"
    while new_name in taken:
        new_name += "_"
    return {name: new_name for name in names if name.casefold() == GEOMETRY}


def _aliases(table: Table, names: list[str]) -> dict[str, str]:
    if table.name != INCIDENTS.name:
        return {}
    by_folded = {name.casefold(): name for name in names}
    return {
        next(by_folded[alias] for alias in aliases if alias in by_folded): name
        for name, aliases in ALIASES.items()
        if name not in by_folded and not by_folded.keys().isdisjoint(aliases)
    }


def _require_columns(table: Table, path: Path, in_file: list[str], names: tuple[str, ...]) -> None:
    missing = [column.name for column in table.columns if column.required and column.name not in names]
    if not missing:
        return
    parameters = {
        "file": str(path),
        "missing": ", ".join(missing),
        "found": shortened(", ".join(map(repr, in_file)), 500),
    }
    if near := get_close_matches(missing[0], in_file, n=1):
        words = fault("header-misspelled", near=repr(near[0]), **parameters)
    else:
        words = fault("header-incomplete", **parameters)
    raise UnreadableFile(*words)

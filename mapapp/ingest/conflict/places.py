"""The places in the data set's own gazetteer, with their names in each tradition of `conflict.toml`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mapapp.ingest.conflict.checks import bad, table, tables, text
from mapapp.ingest.degrees import pair_meant
from mapapp.ingest.sheet import trimmed
from mapapp.ingest.sheets import read_sheet
from mapapp.messages import notice
from mapapp.model.conflict import NamedPlace
from mapapp.model.dataset_files import GAZETTEER
from mapapp.model.schema import COORDINATES
from mapapp.model.traditions import Tradition

MAX_TRADITIONS = 8
PLACE_ID, FIRST = "place_id", "first"
_TRADITION_KEYS = frozenset({"name", "label", "column"})


def read_traditions(file: str, content: Mapping[str, Any]) -> Mapping[str, Tradition]:
    """Read the naming traditions by column of the gazetteer; BadDescription if one is invalid."""
    traditions: dict[str, Tradition] = {}
    for number, entry in enumerate(tables(file, content, "traditions", MAX_TRADITIONS), 1):
        where = f"{file}, tradition {number}"
        values = table(where, "traditions", entry, _TRADITION_KEYS)
        name, column = text(where, values, "name"), text(where, values, "column")
        taken = {"name": {tradition.name for tradition in traditions.values()}, "column": traditions.keys()}
        for key, value in (("name", name), ("column", column)):
            if not value:
                raise bad(where, key, value, notice("conflict-tradition"))
            if value in taken[key]:
                raise bad(where, key, value, notice("conflict-tradition-once"))
        traditions[column] = Tradition.of_dataset(name, text(where, values, "label"))
    return traditions


def read_places(
    file: str, traditions: Mapping[str, Tradition], gazetteer: Path | None
) -> tuple[NamedPlace, ...]:
    """Read all places that have a name, none without traditions; `traditions` maps columns to them.

    BadDescription if the gazetteer is invalid; UnreadableFile if it is not a table.
    """
    if not traditions:
        return ()
    if gazetteer is None:
        names = [tradition.name for tradition in traditions.values()]
        raise bad(file, "traditions", names, notice("conflict-gazetteer"))
    return tuple(_places(gazetteer, traditions))


def _places(file: Path, traditions: Mapping[str, Tradition]) -> Iterator[NamedPlace]:
    sheet = read_sheet(GAZETTEER, file)
    names = [name.strip() for name in sheet.names]
    for column in (PLACE_ID, *traditions):
        if column not in names:
            raise bad(file.name, "columns", names, notice("conflict-gazetteer-column", column=column))
    cells = sheet.cells.set_axis(names, axis=1).apply(trimmed).fillna("")
    place_ids: set[str] = set()
    for row, cells_of_row in zip(cells.index, cells.to_dict("records"), strict=True):
        where = f"{file.name}, row {row}"
        place_id, preferred = cells_of_row[PLACE_ID], cells_of_row.get(FIRST, "")
        if not place_id or place_id in place_ids:
            raise bad(where, PLACE_ID, place_id, notice("conflict-gazetteer-identifier"))
        if preferred and preferred not in {tradition.name for tradition in traditions.values()}:
            known_names = ", ".join(tradition.name for tradition in traditions.values())
            raise bad(where, FIRST, preferred, notice("conflict-gazetteer-first", names=known_names))
        place_ids.add(place_id)
        named = tuple((tradition.name, cells_of_row[column]) for column, tradition in traditions.items())
        if any(name for _, name in named):
            yield NamedPlace(place_id, named, preferred, _point(where, cells_of_row))


def _point(where: str, row: Mapping[Any, str]) -> tuple[float, float] | None:
    """Return longitude and latitude, if the gazetteer has these columns and the place has a point."""
    cells = [row.get(axis, "") for axis in COORDINATES]
    if not row.keys() >= {*COORDINATES} or not any(cells):
        return None
    degrees = ", ".join(cells)
    pair = pair_meant(degrees)
    if not pair:
        raise bad(where, ", ".join(COORDINATES), degrees, notice("conflict-gazetteer-point"))
    return float(pair[1]), float(pair[0])

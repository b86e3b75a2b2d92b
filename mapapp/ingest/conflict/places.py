"""Places of the data set's own gazetteer, with their names by the traditions of `conflict.toml`."""

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
from mapapp.model.traditions import Tradition

MAX_TRADITIONS = 8
PLACE_ID, FIRST = "place_id", "first"
AXES = ("latitude", "longitude")
_OF_A_TRADITION = frozenset({"name", "label", "column"})


def read_traditions(file: str, content: Mapping[str, Any]) -> Mapping[str, Tradition]:
    """Read whose names places have, by columns of the gazetteer; BadDescription if that makes no sense."""
    found: dict[str, Tradition] = {}
    for number, given in enumerate(tables(file, content, "traditions", MAX_TRADITIONS), 1):
        where = f"{file}, tradition {number}"
        one = table(where, "traditions", given, _OF_A_TRADITION)
        name, column = text(where, one, "name"), text(where, one, "column")
        known = {"name": {other.name for other in found.values()}, "column": found.keys()}
        for key, value in (("name", name), ("column", column)):
            if not value:
                raise bad(where, key, value, notice("conflict-tradition"))
            if value in known[key]:
                raise bad(where, key, value, notice("conflict-tradition-once"))
        found[column] = Tradition.own(name, text(where, one, "label"))
    return found


def read_places(
    file: str, traditions: Mapping[str, Tradition], gazetteer: Path | None
) -> tuple[NamedPlace, ...]:
    """Read all places that have a name; none if there are no traditions, which are given by their columns.

    BadDescription if the gazetteer makes no sense; UnreadableFile if it is no table.
    """
    if not traditions:
        return ()
    if gazetteer is None:
        names = [one.name for one in traditions.values()]
        raise bad(file, "traditions", names, notice("conflict-gazetteer"))
    return tuple(_places(gazetteer, traditions))


def _places(file: Path, traditions: Mapping[str, Tradition]) -> Iterator[NamedPlace]:
    sheet = read_sheet(GAZETTEER, file)
    names = [name.strip() for name in sheet.names]
    for column in (PLACE_ID, *traditions):
        if column not in names:
            raise bad(file.name, "columns", names, notice("conflict-gazetteer-column", column=column))
    cells = sheet.cells.set_axis(names, axis=1).apply(trimmed).fillna("")
    seen: set[str] = set()
    for row, of_a_row in zip(cells.index, cells.to_dict("records"), strict=True):
        where = f"{file.name}, row {row}"
        place_id, first = of_a_row[PLACE_ID], of_a_row.get(FIRST, "")
        if not place_id or place_id in seen:
            raise bad(where, PLACE_ID, place_id, notice("conflict-gazetteer-identifier"))
        if first and first not in {one.name for one in traditions.values()}:
            said = ", ".join(one.name for one in traditions.values())
            raise bad(where, FIRST, first, notice("conflict-gazetteer-first", names=said))
        seen.add(place_id)
        named = tuple((one.name, of_a_row[column]) for column, one in traditions.items())
        if any(name for _, name in named):
            yield NamedPlace(place_id, named, first, _point(where, of_a_row))


def _point(where: str, row: Mapping[Any, str]) -> tuple[float, float] | None:
    """Read longitude and latitude, if there are such columns and the place has any."""
    cells = [row.get(axis, "") for axis in AXES]
    if not row.keys() >= {*AXES} or not any(cells):
        return None
    given = ", ".join(cells)
    found = pair_meant(given)
    if not found:
        raise bad(where, ", ".join(AXES), given, notice("conflict-gazetteer-point"))
    return float(found[1]), float(found[0])

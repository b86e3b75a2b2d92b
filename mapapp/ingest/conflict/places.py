"""Names of places of the data set's own gazetteer, paired as the traditions of `conflict.toml` say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapapp.geo.gazetteer import BETWEEN_NAMES
from mapapp.ingest.conflict.checks import bad, table, tables, text
from mapapp.ingest.sheet import trimmed
from mapapp.ingest.sheets import read_sheet
from mapapp.messages import notice
from mapapp.model.dataset_files import GAZETTEER

MAX_TRADITIONS = 8
PLACE_ID, FIRST = "place_id", "first"
_OF_A_TRADITION = frozenset({"name", "column"})


@dataclass(frozen=True, slots=True)
class _Tradition:
    name: str
    column: str


def read_places(file: str, content: Mapping[str, Any], gazetteer: Path | None) -> tuple[tuple[str, str], ...]:
    """Read the paired names of all places by identifier, none if there are no traditions.

    The names stand in the order of the traditions, but for that which a place's `first` puts in front.
    BadDescription if a tradition, or the gazetteer, makes no sense; UnreadableFile if it is no table.
    """
    given = tables(file, content, "traditions", MAX_TRADITIONS)
    found = [_tradition(f"{file}, tradition {number}", one) for number, one in enumerate(given, 1)]
    for member in ("name", "column"):
        values = [getattr(one, member) for one in found]
        if repeated := next((value for value in values if values.count(value) > 1), ""):
            raise bad(file, member, repeated, notice("conflict-tradition-once"))
    if not found:
        return ()
    if gazetteer is None:
        raise bad(file, "traditions", [one.name for one in found], notice("conflict-gazetteer"))
    return tuple(_paired(gazetteer, found))


def _tradition(where: str, given: Any) -> _Tradition:
    one = table(where, "traditions", given, _OF_A_TRADITION)
    name, column = text(where, one, "name"), text(where, one, "column")
    for key, value in (("name", name), ("column", column)):
        if not value:
            raise bad(where, key, value, notice("conflict-tradition"))
    return _Tradition(name, column)


def _paired(file: Path, traditions: Sequence[_Tradition]) -> Iterator[tuple[str, str]]:
    sheet = read_sheet(GAZETTEER, file)
    names = [name.strip() for name in sheet.names]
    for column in (PLACE_ID, *(one.column for one in traditions)):
        if column not in names:
            raise bad(file.name, "columns", names, notice("conflict-gazetteer-column", column=column))
    cells = sheet.cells.set_axis(names, axis=1).apply(trimmed).fillna("")
    seen: set[str] = set()
    for row, of_a_row in zip(cells.index, cells.to_dict("records"), strict=True):
        where = f"{file.name}, row {row}"
        place_id, first = of_a_row[PLACE_ID], of_a_row.get(FIRST, "")
        if not place_id or place_id in seen:
            raise bad(where, PLACE_ID, place_id, notice("conflict-gazetteer-identifier"))
        if first and first not in {one.name for one in traditions}:
            said = ", ".join(one.name for one in traditions)
            raise bad(where, FIRST, first, notice("conflict-gazetteer-first", names=said))
        seen.add(place_id)
        ordered = sorted(traditions, key=lambda one: one.name != first)
        both = dict.fromkeys(of_a_row[one.column] for one in ordered if of_a_row[one.column])
        if both:
            yield place_id, BETWEEN_NAMES.join(both)

"""Media in which somebody could be recognised, as far as the rows about them say so."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mapapp.maintenance.safety.cells import TEXTS
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.texts import as_read
from mapapp.maintenance.safety.words import WORDS
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, Kind, Table

_MEDIA = re.compile(
    r"(?<![\w@])(?:[a-z][a-z0-9+.-]*://\S+|[^\s/\\]+\.(?:mp4|mov|avi|mkv|webm|m4v|3gp|mpe?g|jpe?g|png|gif|webp|heic|tiff?|bmp))(?!\w)",
    re.IGNORECASE,
)
"""An address, or the name of a file of pictures."""

Row = tuple[Table, Mapping[str, Any]]
_Place = tuple[str, str]


def media_concerns(rows: Iterable[Row]) -> Iterator[Concern]:
    """Find what is linked or named, if a row says that faces or plates can be seen in it.

    The words may stand in an incident, in a claim about it or at the source of the claim, the link in another
    of the three. Each row that says so is told once, where it does.
    """
    rows = list(rows)
    linked = {_place(*row): list(_linked(*row)) for row in rows}
    near = _joined(row for table, row in rows if table is CLAIMS)
    for table, row in rows:
        column = next((one for one in _texts(table, row) if tells_of_faces(as_read(str(row[one])))), None)
        places = [_place(table, row), *near[_place(table, row)]]
        links = [link for place in dict.fromkeys(places) for link in linked.get(place, ())]
        if column and links:
            names = "; ".join(dict.fromkeys(name for name, _ in links))
            whole = "\0".join((as_read(str(row[column])), *(address for _, address in links)))
            yield Concern(table.name, row[table.key], column, Danger.MEDIA, names, whole=whole)


def tells_of_faces(text: str) -> bool:
    """Whether a text names faces or number plates that can be seen; no picture is looked at."""
    return WORDS.faces.search(text) is not None


def _place(table: Table, row: Mapping[str, Any]) -> _Place:
    return table.name, row[table.key]


def _joined(claims: Iterable[Mapping[str, Any]]) -> Mapping[_Place, list[_Place]]:
    """Say of each incident, claim and source which of the others belong to it."""
    near: dict[_Place, list[_Place]] = defaultdict(list)
    for claim in claims:
        three = [(table.name, claim[table.key]) for table in (INCIDENTS, CLAIMS, SOURCES)]
        for one in three:
            near[one] += [other for other in three if other != one]
    return near


def _texts(table: Table, row: Mapping[str, Any]) -> list[str]:
    own = [column for column in row if column not in table.names]
    return [column for column in (*TEXTS[table.name], *own) if row.get(column)]


def _linked(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return what a row links, each with its name: what stands in a column for it has that of the row."""
    for column in table.columns:
        if column.kind is Kind.URL and row.get(column.name):
            yield f"{table.name}, {row[table.key]}", str(row[column.name])
    for name in _texts(table, row):
        yield from ((found[0], found[0]) for found in _MEDIA.finditer(str(row[name])))

"""Media in which somebody could be recognised, according to the rows about them."""

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
"""A URL, or the name of a picture or video file."""

Row = tuple[Table, Mapping[str, Any]]
_Key = tuple[str, str]


def media_concerns(rows: Iterable[Row]) -> Iterator[Concern]:
    """Find linked or named media, if a row says that faces or number plates can be seen in it.

    The words may be in an incident, in a claim about it or in the claim's source, and the link in another of
    the three. Each row that says so is reported once.
    """
    rows = list(rows)
    links_of = {_key(*row): list(_linked(*row)) for row in rows}
    related = _related(row for table, row in rows if table is CLAIMS)
    for table, row in rows:
        column = next((name for name in _texts(table, row) if mentions_faces(as_read(str(row[name])))), None)
        keys = [_key(table, row), *related[_key(table, row)]]
        links = [link for key in dict.fromkeys(keys) for link in links_of.get(key, ())]
        if column and links:
            names = "; ".join(dict.fromkeys(name for name, _ in links))
            whole = "\0".join((as_read(str(row[column])), *(address for _, address in links)))
            yield Concern(table.name, row[table.key], column, Danger.MEDIA, names, whole=whole)


def mentions_faces(text: str) -> bool:
    """Return whether a text mentions visible faces or number plates; no picture is examined."""
    return WORDS.faces.search(text) is not None


def _key(table: Table, row: Mapping[str, Any]) -> _Key:
    return table.name, row[table.key]


def _related(claims: Iterable[Mapping[str, Any]]) -> Mapping[_Key, list[_Key]]:
    """Return, for each incident, claim and source, the others that belong to it."""
    related: dict[_Key, list[_Key]] = defaultdict(list)
    for claim in claims:
        linked_rows = [(table.name, claim[table.key]) for table in (INCIDENTS, CLAIMS, SOURCES)]
        for key in linked_rows:
            related[key] += [other for other in linked_rows if other != key]
    return related


def _texts(table: Table, row: Mapping[str, Any]) -> list[str]:
    extra = [column for column in row if column not in table.names]
    return [column for column in (*TEXTS[table.name], *extra) if row.get(column)]


def _linked(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return what a row links to, each with its name: for a column of URLs, that of the row."""
    for column in table.columns:
        if column.kind is Kind.URL and row.get(column.name):
            yield f"{table.name}, {row[table.key]}", str(row[column.name])
    for name in _texts(table, row):
        yield from ((match[0], match[0]) for match in _MEDIA.finditer(str(row[name])))

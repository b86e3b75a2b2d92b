"""Media in which somebody could be recognised, as far as the row that links them says so."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mapapp.maintenance.safety.cells import TEXTS
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.words import WORDS
from mapapp.model.schema import Kind, Table

_MEDIA = re.compile(
    r"(?<![\w@])(?:[a-z][a-z0-9+.-]*://\S+|[^\s/\\]+\.(?:mp4|mov|avi|mkv|webm|m4v|3gp|mpe?g|jpe?g|png|gif|webp|heic|tiff?|bmp))(?!\w)",
    re.IGNORECASE,
)
"""An address, or the name of a file of pictures."""


def media_concerns(table: Table, row: Mapping[str, Any]) -> Iterator[Concern]:
    """Find what a row links or names, if the row says that faces or plates can be seen."""
    own = [column for column in row if column not in table.names]
    links = [column.name for column in table.columns if column.kind is Kind.URL and row.get(column.name)]
    texts = [column for column in (*TEXTS[table.name], *own) if row.get(column)]
    media = [(column, str(row[column])) for column in links]
    media += [(column, found[0]) for column in texts for found in _MEDIA.finditer(str(row[column]))]
    if media and tells_of_faces(" ".join(str(row[column]) for column in texts)):
        yield Concern(table.name, row[table.key], media[0][0], Danger.MEDIA, media[0][1])


def tells_of_faces(text: str) -> bool:
    """Whether a text names faces or number plates that can be seen; no picture is looked at."""
    return WORDS.faces.search(text) is not None

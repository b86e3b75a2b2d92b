"""The conflict of a data set, read from the `conflict.toml` next to it."""

import tomllib
from pathlib import Path
from typing import Any

from mapapp.errors import BadDescription
from mapapp.ingest.conflict.checks import flag, refuse_unknown
from mapapp.ingest.conflict.colours import read_colours
from mapapp.ingest.conflict.days import read_days
from mapapp.ingest.conflict.language import read_language
from mapapp.ingest.conflict.licence import gives_rows
from mapapp.ingest.conflict.lines import read_lines
from mapapp.ingest.conflict.parties import read_parties
from mapapp.ingest.conflict.period import read_period
from mapapp.ingest.conflict.places import read_places, read_traditions
from mapapp.ingest.conflict.region import read_region
from mapapp.ingest.conflict.vocabularies import read_vocabularies
from mapapp.messages import notice
from mapapp.model.conflict import Conflict
from mapapp.model.regular_file import file_text

_KEYS = frozenset(
    {"parties", "days", "colours", "licence", "package", "recognised_countries"}
    | {"period", "language", "region", "vocabularies", "traditions", "lines"}
)


def read_conflict(path: Path, gazetteer: Path | None = None, lines: Path | None = None) -> Conflict:
    """Read a conflict from its file; BadDescription says what is wrong with it, and where.

    `gazetteer` and `lines` are the files of places and shapes next to the data, if there are any;
    UnreadableFile if they can't be read.
    """
    content = _content(path)
    refuse_unknown(path.name, content, _KEYS)
    traditions = read_traditions(path.name, content)
    return Conflict(
        parties=read_parties(path.name, content),
        days=read_days(path.name, content),
        colours=read_colours(path.name, content),
        gives_rows=gives_rows(path.name, content),
        recognised_countries=flag(path.name, content, "recognised_countries"),
        period=read_period(path.name, content),
        language=read_language(path.name, content),
        region=read_region(path.name, content),
        vocabularies=read_vocabularies(path.name, content),
        traditions=tuple(traditions.values()),
        places=read_places(path.name, traditions, gazetteer),
        lines=read_lines(path.name, content, lines),
    )


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file_text(path))
    except OSError as problem:
        raise _unreadable(path.name, problem.strerror or str(problem)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise _unreadable(path.name, str(problem)) from None


def _unreadable(file: str, problem: str) -> BadDescription:
    return BadDescription(
        notice("conflict-unreadable", file=file, problem=problem.rstrip(".")),
        remedy=notice("conflict-unreadable-remedy"),
    )

"""The conflict of a data set, read from the `conflict.toml` beside it."""

import tomllib
from pathlib import Path
from typing import Any

from mapapp.errors import BadDescription
from mapapp.ingest.conflict.checks import flag, refuse_unknown
from mapapp.ingest.conflict.colours import read_colours
from mapapp.ingest.conflict.days import read_days
from mapapp.ingest.conflict.licence import gives_rows
from mapapp.ingest.conflict.parties import read_parties
from mapapp.messages import notice
from mapapp.model.conflict import Conflict

_KEYS = frozenset({"parties", "days", "colours", "licence", "package", "recognised_countries"})


def read_conflict(path: Path) -> Conflict:
    """Read a conflict from its file; BadDescription says what is wrong in it, and where."""
    content = _content(path)
    refuse_unknown(path.name, content, _KEYS)
    return Conflict(
        parties=read_parties(path.name, content),
        days=read_days(path.name, content),
        colours=read_colours(path.name, content),
        gives_rows=gives_rows(path.name, content),
        recognised_countries=flag(path.name, content, "recognised_countries"),
    )


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise _unreadable(path.name, problem.strerror or str(problem)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise _unreadable(path.name, str(problem)) from None


def _unreadable(file: str, problem: str) -> BadDescription:
    return BadDescription(
        notice("conflict-unreadable", file=file, problem=problem.rstrip(".")),
        remedy=notice("conflict-unreadable-remedy"),
    )

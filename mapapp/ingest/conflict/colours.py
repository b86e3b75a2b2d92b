"""The colours that `conflict.toml` gives to actors, checked for contrast and for every kind of sight."""

import re
from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad
from mapapp.messages import notice
from mapapp.model.colours import stands_out, too_near

_COLOUR = re.compile("#[0-9a-f]{6}")


def read_colours(file: str, content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Read actors' colours; BadDescription for one that is hard to see, or to tell from another."""
    given = content.get("colours", {})
    if not isinstance(given, dict):
        raise bad(file, "colours", given, notice("conflict-colours"))
    read: dict[str, str] = {}
    for actor, colour in given.items():
        read[actor.strip()] = _checked(f"{file}, colours", actor, colour, read)
    return tuple(read.items())


def _checked(where: str, actor: str, given: Any, earlier: Mapping[str, str]) -> str:
    colour = given.lower() if isinstance(given, str) else ""
    if not _COLOUR.fullmatch(colour):
        raise bad(where, actor, given, notice("conflict-colour"))
    if not stands_out(colour):
        raise bad(where, actor, given, notice("conflict-colour-faint"))
    if near := too_near(colour, earlier.values()):
        other = next(one for one, its in earlier.items() if its == near)
        raise bad(where, actor, given, notice("conflict-colour-near", other=other, colour=near))
    return colour

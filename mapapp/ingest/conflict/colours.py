"""The colours that `conflict.toml` gives actors, checked for contrast and for colour-blind readers."""

import re
from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad
from mapapp.messages import notice
from mapapp.model.colours import indistinguishable, stands_out

_COLOUR = re.compile("#[0-9a-f]{6}")


def read_colours(file: str, content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Read actors' colours; BadDescription for one that is hard to see or to distinguish from another."""
    stated = content.get("colours", {})
    if not isinstance(stated, dict):
        raise bad(file, "colours", stated, notice("conflict-colours"))
    colours: dict[str, str] = {}
    for actor, colour in stated.items():
        colours[actor.strip()] = _checked(f"{file}, colours", actor, colour, colours)
    return tuple(colours.items())


def _checked(where: str, actor: str, value: Any, colours: Mapping[str, str]) -> str:
    colour = value.lower() if isinstance(value, str) else ""
    if not _COLOUR.fullmatch(colour):
        raise bad(where, actor, value, notice("conflict-colour"))
    if not stands_out(colour):
        raise bad(where, actor, value, notice("conflict-colour-faint"))
    if near := indistinguishable(colour, colours.values()):
        other = next(actor_named for actor_named, earlier in colours.items() if earlier == near)
        raise bad(where, actor, value, notice("conflict-colour-near", other=other, colour=near))
    return colour

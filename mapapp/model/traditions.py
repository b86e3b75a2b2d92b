"""Whose names places have, and in which order several names of one place stand.

Those that the geodata have are described in `geodata/names.toml`; a data set may have traditions of its own.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from mapapp.model.schema import Column
from mapapp.shipped import bundled

BETWEEN_NAMES = " / "
"""What stands between the names of one place."""


@dataclass(frozen=True, slots=True)
class Tradition:
    """Whose names: what addresses and people call them, and their columns for places and for districts."""

    name: str
    label: str
    places: str
    districts: str

    @classmethod
    def own(cls, name: str, label: str = "") -> "Tradition":
        """Make a tradition of a data set's own, in columns that no geodata have; its label from its name."""
        column = f"name:{name}"
        return cls(name, label or name[:1].upper() + name[1:], column, column)


class KnownNames:
    """Names of places and districts by tradition, by which pairs of them are found in texts."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._of = {tradition: frozenset(some) - {""} for tradition, some in names.items()}

    def in_order(self, text: str, first: str) -> str:
        """Put a tradition's name in front wherever a text has several names of a place: "A / B"."""
        if BETWEEN_NAMES not in text or len(self._of) < 2:
            return text
        ours = self._of[first]

        def turned(found: re.Match[str]) -> str:
            names = found[0].split(BETWEEN_NAMES)
            front = next((name for name in names if name in ours), names[0])
            return BETWEEN_NAMES.join(sorted(names, key=lambda name: name != front))

        return self._runs.sub(turned, text)

    @cached_property
    def _runs(self) -> re.Pattern[str]:
        names = sorted(frozenset[str]().union(*self._of.values()), key=len, reverse=True)
        one = f"(?:{'|'.join(map(re.escape, names))})"
        return re.compile(rf"(?<!\w){one}(?:{BETWEEN_NAMES}{one}){{1,{len(self._of) - 1}}}(?!\w)")


@dataclass(frozen=True, slots=True)
class NameOrder:
    """Whose names stand in front: those of the tradition `first`, or as the data have them if it is ""."""

    first: str = ""
    known: KnownNames = field(default_factory=lambda: KnownNames({}), compare=False, repr=False)

    def of(self, text: str) -> str:
        """Put the names in a text in this order."""
        return self.known.in_order(text, self.first) if self.first else text


AS_GIVEN = NameOrder()
"""The order of the data."""


@cache
def traditions() -> Mapping[str, Tradition]:
    """Return those of the geodata by name; the first's names stand in front where nothing else is said."""
    return MappingProxyType({one["name"]: Tradition(**one) for one in _described()["traditions"]})


def joined(names: Mapping[str, str], *first: str) -> str:
    """Join the names of a place by tradition: "This / That", those of the traditions `first` in front."""
    ordered = sorted(names, key=lambda tradition: [tradition != one for one in first])
    return BETWEEN_NAMES.join(dict.fromkeys(names[one] for one in ordered if names[one]))


@cache
def name_columns(collection: str) -> tuple[Column, ...]:
    """Describe the columns of names of the "places" or the "districts"."""
    return tuple(
        Column(name, label, description, required=name == "name")
        for name, (label, description) in _described()[collection].items()
    )


@cache
def _described() -> dict[str, Any]:
    return tomllib.loads(bundled("geodata/names.toml").read_text(encoding="utf-8"))

"""Traditions of naming places, and the order of a place's names.

Those of the geodata are described in `geodata/names.toml`; a data set may have its own traditions.
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
"""The separator between the names of a place."""


@dataclass(frozen=True, slots=True)
class Tradition:
    """A tradition: its name in URLs, its label, and its columns for names of places and of districts."""

    name: str
    label: str
    places: str
    districts: str

    @classmethod
    def of_dataset(cls, name: str, label: str = "") -> "Tradition":
        """Return a data set's own tradition, in columns that geodata lack; its label defaults to its name."""
        column = f"name:{name}"
        return cls(name, label or name[:1].upper() + name[1:], column, column)


class KnownNames:
    """Names of places and districts by tradition, used to find pairs of names in texts."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._of = {tradition: frozenset(of_tradition) - {""} for tradition, of_tradition in names.items()}

    def in_order(self, text: str, preferred: str) -> str:
        """Put a tradition's name first wherever a text has several names of a place: "A / B"."""
        if BETWEEN_NAMES not in text or len(self._of) < 2:
            return text
        preferred_names = self._of[preferred]

        def reordered(match: re.Match[str]) -> str:
            names = match[0].split(BETWEEN_NAMES)
            first_name = next((name for name in names if name in preferred_names), names[0])
            return BETWEEN_NAMES.join(sorted(names, key=lambda name: name != first_name))

        return self._runs.sub(reordered, text)

    @cached_property
    def _runs(self) -> re.Pattern[str]:
        names = sorted(frozenset[str]().union(*self._of.values()), key=len, reverse=True)
        any_name = f"(?:{'|'.join(map(re.escape, names))})"
        return re.compile(rf"(?<!\w){any_name}(?:{BETWEEN_NAMES}{any_name}){{1,{len(self._of) - 1}}}(?!\w)")


@dataclass(frozen=True, slots=True)
class NameOrder:
    """Whose names come first: those of the tradition `preferred`, or those that the data put first if ""."""

    preferred: str = ""
    known_names: KnownNames = field(default_factory=lambda: KnownNames({}), compare=False, repr=False)

    def of(self, text: str) -> str:
        """Put the names in a text in this order."""
        return self.known_names.in_order(text, self.preferred) if self.preferred else text


AS_GIVEN = NameOrder()
"""The order of the data."""


@cache
def traditions() -> Mapping[str, Tradition]:
    """Return the traditions of the geodata by name; names of the first of them come first by default."""
    return MappingProxyType(
        {tradition["name"]: Tradition(**tradition) for tradition in _described()["traditions"]}
    )


def joined(names: Mapping[str, str], *preferred: str) -> str:
    """Join the names of a place, "This / That", with the names of the `preferred` traditions first."""
    ordered = sorted(names, key=lambda tradition: [tradition != name for name in preferred])
    return BETWEEN_NAMES.join(dict.fromkeys(names[tradition] for tradition in ordered if names[tradition]))


@cache
def name_columns(collection: str) -> tuple[Column, ...]:
    """Describe the name columns of the "places" or the "districts"."""
    return tuple(
        Column(name, label, description, required=name == "name")
        for name, (label, description) in _described()[collection].items()
    )


@cache
def _described() -> dict[str, Any]:
    return tomllib.loads(bundled("geodata/names.toml").read_text(encoding="utf-8"))

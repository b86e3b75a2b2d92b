"""Whose place names the geodata have, and in which columns: `geodata/names.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mapapp.model.schema import Column
from mapapp.settings import bundled


@dataclass(frozen=True, slots=True)
class Tradition:
    """Whose names: what addresses and people call them, and their columns for places and for districts."""

    name: str
    label: str
    places: str
    districts: str


@cache
def traditions() -> Mapping[str, Tradition]:
    """Return the traditions by name; the first one's names stand in front where nothing else is said."""
    return MappingProxyType({one["name"]: Tradition(**one) for one in _described()["traditions"]})


def in_order(first: str | None) -> tuple[Tradition, ...]:
    """Return the traditions with the one of a name in front, if there is one."""
    return tuple(sorted(traditions().values(), key=lambda one: one.name != first))


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

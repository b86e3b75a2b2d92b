"""The parameters that say how to answer: each is one definition, that reads it and describes it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mapapp.api.documents import CRS84
from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.corrections import FINGERPRINT_START
from mapapp.model.filters import Form

LONGEST_PAGE = 10_000
FARTHEST = 999_999_999
_STATE = f"[0-9a-f]{{{FINGERPRINT_START},64}}"


class Own(Protocol):
    """A parameter of one value: its name, what it means, which texts it may have, and how these are read."""

    @property
    def name(self) -> str:
        """Its name in addresses."""

    @property
    def help(self) -> str:
        """What it means."""

    @property
    def form(self) -> Form:
        """Which texts it may have, as a JSON Schema."""

    def read(self, text: str | None) -> Any:
        """Read the text, None if it is not given; BadQuery if it can't be understood."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two, both included; None unless given."""

    name: str
    help: str
    least: int
    most: int

    @property
    def form(self) -> Form:
        """A whole number."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, text: str | None) -> int | None:
        """Read the digits."""
        if text is None:
            return None
        if not re.fullmatch("[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise BadQuery(
                self.name, text, notice("expected-whole", least=str(self.least), most=str(self.most))
            )
        return int(text)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words; "" unless given. Some others are refused with a message of their own."""

    name: str
    help: str
    options: Sequence[str]
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """One of the words."""
        return {"type": "string", "enum": list(self.options)}

    def read(self, text: str | None) -> str:
        """Read the word."""
        if text is not None and text not in self.options:
            instead = notice(self.refused.get(text, "expected-one-of"), values=", ".join(self.options))
            raise BadQuery(self.name, text, instead)
        return text or ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of columns with commas between; none unless given. With a sign in front if they are `signed`."""

    name: str
    help: str
    known: Sequence[str]
    signed: bool = False

    @property
    def form(self) -> Form:
        """The names with commas."""
        one = f"{'[+-]?' if self.signed else ''}({'|'.join(map(re.escape, self.known))})"
        return {"type": "string", "pattern": f"^{one}(,{one})*$"}

    def read(self, text: str | None) -> tuple[str, ...]:
        """Read the names, with their signs."""
        if text is None:
            return ()
        names = tuple(part.strip() for part in text.split(","))
        for name in names:
            if (re.sub("^[+-]", "", name) if self.signed else name) not in self.known:
                raise BadQuery(self.name, text, notice("expected-names", names=", ".join(self.known)))
        return names


@dataclass(frozen=True, slots=True)
class State:
    """A state of the data, as the start of its fingerprint; "" unless given, with which every one begins."""

    name: str
    help: str

    @property
    def form(self) -> Form:
        """Hexadecimal digits."""
        return {"type": "string", "pattern": f"^{_STATE}$"}

    def read(self, text: str | None) -> str:
        """Read the digits."""
        if text is not None and not re.fullmatch(_STATE, text):
            raise BadQuery(self.name, text, notice("expected-state", least=FINGERPRINT_START))
        return text or ""


LIMIT = Whole("limit", "At most so many features. Without it, all of them.", 1, LONGEST_PAGE)
OFFSET = Whole("offset", "So many features are passed over. The link `next` has it.", 0, FARTHEST)
DATA = State("data", "Only from this state of the data (the start of `fingerprint`). `next` has it.")
DOWNLOAD = OneOf("download", "1: as a file to be saved.", ("0", "1"))
CRS = OneOf("crs", "The reference system of the coordinates: only this one.", (CRS84,))
BBOX_CRS = OneOf("bbox-crs", "The reference system of `bbox`: only this one.", (CRS84,))
FILTER_LANG = OneOf(
    "filter-lang",
    "The language of `filter`; without it, JSON is known by its brace.",
    ("cql2-text", "cql2-json"),
)
FILTER_CRS = OneOf("filter-crs", "The reference system of `filter`: only this one.", (CRS84,))


def sort_parameter(columns: Sequence[str]) -> Names:
    """Return `sortby` for a table's columns."""
    return Names("sortby", "Columns to sort by; descending after a minus; blanks come last.", columns, True)


def selection_parameter(columns: Sequence[str]) -> Names:
    """Return `properties` for a table's columns."""
    return Names("properties", "The properties that the features are to have.", columns)

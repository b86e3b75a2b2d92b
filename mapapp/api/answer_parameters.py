"""The parameters that say how to answer: each has one definition, which reads and describes it."""

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


class AnswerParameter(Protocol):
    """A parameter with a single value: its name, its meaning, the texts allowed, and how to read them."""

    @property
    def name(self) -> str:
        """Its name in URLs."""

    @property
    def help(self) -> str:
        """What it means."""

    @property
    def form(self) -> Form:
        """The texts allowed, as a JSON Schema."""

    def read(self, text: str | None) -> Any:
        """Read the text, None if it is missing; BadQuery if it can't be understood."""


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number from `least` to `most`, both inclusive; None unless given."""

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
    """One of several words; "" unless given. Words in `refused` have their own error messages."""

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
            expected = notice(self.refused.get(text, "expected-one-of"), values=", ".join(self.options))
            raise BadQuery(self.name, text, expected)
        return text or ""


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Column names separated by commas; none unless given. They may have a sign in front if `signed`."""

    name: str
    help: str
    columns: Sequence[str]
    signed: bool = False

    @property
    def form(self) -> Form:
        """The names, separated by commas."""
        name = f"{'[+-]?' if self.signed else ''}({'|'.join(map(re.escape, self.columns))})"
        return {"type": "string", "pattern": f"^{name}(,{name})*$"}

    def read(self, text: str | None) -> tuple[str, ...]:
        """Read the names, with their signs."""
        if text is None:
            return ()
        names = tuple(part.strip() for part in text.split(","))
        for name in names:
            if (re.sub("^[+-]", "", name) if self.signed else name) not in self.columns:
                raise BadQuery(self.name, text, notice("expected-names", names=", ".join(self.columns)))
        return names


@dataclass(frozen=True, slots=True)
class DataState:
    """A state of the data, as the start of its fingerprint; "" unless given, which matches every state."""

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


LIMIT = WholeNumber("limit", "At most this many features; all of them if left out.", 1, LONGEST_PAGE)
OFFSET = WholeNumber("offset", "How many features to skip. The link `next` has it.", 0, FARTHEST)
DATA = DataState(
    "data", "Answer only from this state of the data (the start of `fingerprint`). `next` has it."
)
DOWNLOAD = OneOf("download", "1: as a file to save.", ("0", "1"))
CRS = OneOf("crs", "The reference system of the coordinates: only this one.", (CRS84,))
BBOX_CRS = OneOf("bbox-crs", "The reference system of `bbox`: only this one.", (CRS84,))
FILTER_LANG = OneOf(
    "filter-lang",
    "The language of `filter`; without it, JSON is recognised by its brace.",
    ("cql2-text", "cql2-json"),
)
FILTER_CRS = OneOf("filter-crs", "The reference system of `filter`: only this one.", (CRS84,))


def sort_parameter(columns: Sequence[str]) -> ColumnNames:
    """Return `sortby` for a table's columns."""
    return ColumnNames(
        "sortby", "Columns to sort by, descending after a minus sign; blanks come last.", columns, True
    )


def selection_parameter(columns: Sequence[str]) -> ColumnNames:
    """Return `properties` for a table's columns."""
    return ColumnNames("properties", "The properties to include in the features.", columns)

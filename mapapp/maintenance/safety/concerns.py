"""A concern: a cell of the data that may put somebody in danger, and what to do about it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from mapapp.errors import quoted
from mapapp.messages import fault, notice
from mapapp.model.schema import CORRECTIONS

KEY_LENGTH = 8


class Danger(StrEnum):
    """What may be revealed; the message for each is `safety-` followed by its value."""

    NAME = "name"
    TELEPHONE = "telephone"
    MAIL = "mail"
    ACCOUNT = "account"
    DOCUMENT = "document"
    ADDRESS = "address"
    HOME = "home"
    REPORTING = "reporting"
    POINT = "point"
    COORDINATES = "coordinates"
    LINK = "link"
    MEDIA = "media"


def withheld(dangers: Iterable[Danger]) -> str:
    """Return the text that replaces a value with these dangers in corrections.csv."""
    kinds = dict.fromkeys(notice("withheld-kind", danger=danger) for danger in dangers)
    return notice("withheld", kinds=", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Concern:
    """What was found in a cell.

    `text` is the text found, `whole` the full content of the cell, `meant` the value that the remedy
    proposes, "" for none.
    """

    table: str
    row: str
    column: str
    danger: Danger
    text: str
    meant: str = field(default="", compare=False)
    whole: str = ""

    @property
    def key(self) -> str:
        """A short key that changes with any word of the cell: a waiver covers only what was reviewed."""
        context = () if self.whole in ("", self.text) else (self.whole,)
        content = "\0".join((self.table, self.row, self.column, self.danger, self.text, *context))
        return hashlib.sha256(content.encode()).hexdigest()[:KEY_LENGTH]

    @property
    def words(self) -> tuple[str, str]:
        """What is wrong, and the remedy."""
        reason, remedy = fault(f"safety-{self.danger}", value=quoted(self.text), meant=self.meant)
        if self.table != CORRECTIONS.name:
            return reason, remedy
        published, withheld_remedy = fault("safety-in-corrections", instead=withheld([self.danger]))
        return f"{reason} {published}", withheld_remedy

    def as_json(self) -> dict[str, str]:
        """The concern as flat JSON."""
        reason, remedy = self.words
        location = {"key": self.key, "table": self.table, "row": self.row, "column": self.column}
        return location | {"danger": str(self.danger), "text": self.text, "reason": reason, "remedy": remedy}

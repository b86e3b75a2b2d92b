"""A concern: one place in the data that may put somebody in danger, and what to do about it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from mapapp.errors import quoted
from mapapp.messages import fault, notice
from mapapp.model.schema import CORRECTIONS

KEY_LENGTH = 8


class Danger(StrEnum):
    """What may be given away; each has its words in the catalogue under `safety-` and its value."""

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
    """Write what stands in corrections.csv in place of a value that gives this away."""
    kinds = dict.fromkeys(notice("withheld-kind", danger=danger) for danger in dangers)
    return notice("withheld", kinds=", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Concern:
    """What was found in one cell.

    `text` is what stands there, `whole` all that its cell says, `meant` what the remedy proposes; "" if it
    proposes no value.
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
        """A short name that changes with any word of the cell: a waiver covers only what was looked at."""
        around = () if self.whole in ("", self.text) else (self.whole,)
        told = "\0".join((self.table, self.row, self.column, self.danger, self.text, *around))
        return hashlib.sha256(told.encode()).hexdigest()[:KEY_LENGTH]

    @property
    def words(self) -> tuple[str, str]:
        """What is wrong, and the remedy."""
        reason, remedy = fault(f"safety-{self.danger}", value=quoted(self.text), meant=self.meant)
        if self.table != CORRECTIONS.name:
            return reason, remedy
        stays, taken_out = fault("safety-in-corrections", instead=withheld([self.danger]))
        return f"{reason} {stays}", taken_out

    def as_json(self) -> dict[str, str]:
        """The concern as flat JSON."""
        reason, remedy = self.words
        own = {"key": self.key, "table": self.table, "row": self.row, "column": self.column}
        return own | {"danger": str(self.danger), "text": self.text, "reason": reason, "remedy": remedy}

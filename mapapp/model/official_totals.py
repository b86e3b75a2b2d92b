"""Totals that authorities and organisations published, beside which a data set can be laid. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Total:
    """What somebody said was the number of people killed and injured up to a day.

    `as_of` is that day, or the month or year where no day was given. `places` are values of the incidents'
    `control` that it speaks of; none means everywhere. `side` is one of `schema.CLAIMANT_SIDE` or "".
    """

    who: str
    side: str
    killed: int | None
    injured: int | None
    as_of: str
    scope: str
    places: tuple[str, ...]
    url: str
    note: str

    @property
    def until(self) -> date:
        """The last day of which it may speak."""
        year, month, day = (*map(int, self.as_of.split("-")), 0, 0)[:3]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])

"""Totals that authorities and organisations published, beside which a data set can be laid. Pure."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.query import Query
from mapapp.model.schema import HARMS

NOT_IN_A_SCOPE = frozenset({"according_to", "datetime", "ended_by"})

Held = Mapping[Query, Sequence[Mapping[str, Any]]]
"""Sums of a data set by scope, and by the incidents' last possible `day`, ascending."""


@dataclass(frozen=True, slots=True)
class Total:
    """What somebody said was the number of people killed and injured up to a day.

    `as_of` is that day, or the month or year where no day was given. `same_scope` means the incidents of the
    same scope but for that day; None if they can't be told. Totals with the same `series` are one count over
    time. `side` is one of the sides of the conflict, or "".
    """

    who: str
    side: str
    killed: int | None
    injured: int | None
    as_of: str
    scope: str
    same_scope: Query | None
    series: str
    url: str
    note: str

    @property
    def until(self) -> date:
        """The last day of which it may speak."""
        year, month, day = (*map(int, self.as_of.split("-")), 0, 0)[:3]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])

    @property
    def compared(self) -> Query | None:
        """What of a data set is of the same scope: the incidents that were over by its last day."""
        return replace(self.same_scope, ended_by=self.until) if self.same_scope else None

    def accounted(self, held: Held) -> dict[str, int]:
        """Sum what is held of it: killed_low to injured_open; KeyError if its scope is not known."""
        if self.same_scope is None:
            raise KeyError("same_scope")
        rows = [row for row in held[self.same_scope] if row["day"] <= self.until]
        names = [f"{harm}_{end}" for harm in HARMS for end in ("low", "high", "open")]
        return {name: sum(row[name] for row in rows) for name in names}


def scope_of(text: str) -> Query:
    """Read a scope, written as the parameters of an address; raises BadQuery if it can't be understood.

    A scope speaks of all claims and of no days: those are the total's.
    """
    for name in (part for part in text.split("&") if part and "=" not in part):
        raise BadQuery(name, text, notice("expected-in-data"))  # its value was forgotten: that is no blank
    params = parse_qs(text, keep_blank_values=True)
    for name in {*params} & NOT_IN_A_SCOPE:
        raise BadQuery(name, text, notice("expected-of-totals"))
    return Query.from_params(params)

"""Totals published by authorities and organisations, to compare with a data set. Pure."""

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

SumsByScope = Mapping[Query, Sequence[Mapping[str, Any]]]
"""Sums of a data set by scope; the rows of each by the incidents' last possible `day`, ascending."""


@dataclass(frozen=True, slots=True)
class Total:
    """A published number of people killed and injured up to a day.

    `as_of` is that day, or the month or year where no day was given. `same_scope` asks for the incidents of
    the same scope, apart from that day; None if it can't be expressed. Totals with the same `series` are one
    count over time. `side` is one of the sides of the conflict, or "".
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
        """The last day that it may cover."""
        year, month, day = (*map(int, self.as_of.split("-")), 0, 0)[:3]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])

    @property
    def compared(self) -> Query | None:
        """The incidents of a data set that it covers: those of its scope that were over by its last day."""
        return replace(self.same_scope, ended_by=self.until) if self.same_scope else None

    def accounted(self, sums: SumsByScope) -> dict[str, int]:
        """Sum what the data set has of it, killed_low to injured_open; KeyError if its scope is not known."""
        if self.same_scope is None:
            raise KeyError("same_scope")
        rows = [row for row in sums[self.same_scope] if row["day"] <= self.until]
        names = [f"{harm}_{end}" for harm in HARMS for end in ("low", "high", "open")]
        return {name: sum(row[name] for row in rows) for name in names}


def scope_of(text: str) -> Query:
    """Read a scope written as URL parameters; raises BadQuery if it can't be understood.

    A scope takes in all claims and has no dates: those are the total's.
    """
    for name in (pair for pair in text.split("&") if pair and "=" not in pair):
        raise BadQuery(name, text, notice("expected-in-data"))  # a forgotten value is not a blank one
    params = parse_qs(text, keep_blank_values=True)
    for name in {*params} & NOT_IN_A_SCOPE:
        raise BadQuery(name, text, notice("expected-of-totals"))
    return Query.from_params(params)

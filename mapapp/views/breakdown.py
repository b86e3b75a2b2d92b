"""Incidents by actor, weapon, district and target, as bars that filter. Pure: counts in, escaped HTML out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mapapp import words
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS
from mapapp.views.style import Legend
from mapapp.views.templates import render

COLUMNS = ("actor", "weapon", "admin1", "target_type")
MOST_BARS = 12


class Counted(NamedTuple):
    """The incidents of each value of a column, the most first, and of all together, under other filters."""

    by_value: Mapping[str, int]
    incidents: int


class Bar(NamedTuple):
    """A category with its incidents; `link` is where a click leads, "" if no filter can ask for it."""

    label: str
    incidents: int
    colour: str = ""
    link: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The charts of what a Query shows; `link` tells the address of one, `first` whose place names lead."""

    query: Query
    legend: Legend
    link: Callable[[Query], str]
    first: str | None = None
    conflict: Conflict = NOT_DESCRIBED

    def html(self, counted: Mapping[str, Counted]) -> str:
        """Render a chart for each column that has values; incidents without one are a bar of their own."""
        charts = [(INCIDENTS[name].label, self._bars(name, one)) for name, one in counted.items()]
        return render(
            "breakdown.html",
            charts=[(label, bars, max(bar.incidents for bar in bars) or 1) for label, bars in charts if bars],
        )

    def _bars(self, name: str, counted: Counted) -> list[Bar]:
        chosen = getattr(self.query, name)
        some = {value: n for value, n in counted.by_value.items() if n or value in chosen}
        shown = [value for place, value in enumerate(some) if place < MOST_BARS or value in chosen]
        rest = [n for value, n in some.items() if value not in shown]
        blank = counted.incidents - sum(some.values())
        bars = [self._bar(name, value, some[value]) for value in shown]
        bars += [Bar(message("breakdown-others", count=len(rest)), sum(rest))] if rest else []
        return bars + ([Bar(message("breakdown-not-stated"), blank)] if bars and blank else [])

    def _bar(self, name: str, value: str, incidents: int) -> Bar:
        chosen = getattr(self.query, name)
        wanted = [one for one in chosen if one != value] if value in chosen else [value]
        return Bar(
            shortened(words.label(name, value, self.first, conflict=self.conflict)),
            incidents,
            self.legend.colour(value) if name == "actor" else "",
            self.link(self.query.with_values(name, wanted)),
            value in chosen,
        )

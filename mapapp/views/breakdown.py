"""Incidents by actor, weapon, district and target, as bars that filter. Pure: counts in, escaped HTML out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mapapp import words
from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.filters import BLANK
from mapapp.model.query import Query
from mapapp.model.schema import INCIDENTS
from mapapp.model.traditions import AS_GIVEN, NameOrder
from mapapp.views.style import Legend
from mapapp.views.templates import render

COLUMNS = ("actor", "weapon", "admin1", "target_type")
MOST_BARS = 12
MOST_LINKED = 50
"""A link names at most this many values of a column: URLs have a limit."""


class Bar(NamedTuple):
    """A category with its incidents; `link` is where a click leads, "" if that needs too many values."""

    label: str
    incidents: int
    colour: str = ""
    link: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The charts of what a Query shows; `link` makes a Query's URL, `order` says whose place names lead."""

    query: Query
    legend: Legend
    link: Callable[[Query], str]
    order: NameOrder = AS_GIVEN
    conflict: Conflict = NOT_DESCRIBED

    def html(self, counted: Mapping[str, Mapping[str, int]]) -> str:
        """Render a chart for each column: the incidents of each value, the most first, BLANK last."""
        charts = [(INCIDENTS[name].label, self._bars(name, counts)) for name, counts in counted.items()]
        return render(
            "breakdown.html",
            charts=[(label, bars, max(bar.incidents for bar in bars) or 1) for label, bars in charts if bars],
        )

    def _bars(self, name: str, counts: Mapping[str, int]) -> list[Bar]:
        chosen = getattr(self.query, name)
        relevant = {value: n for value, n in counts.items() if n or value in chosen}
        stated = [value for value in relevant if value != BLANK]
        shown = [value for rank, value in enumerate(stated) if rank < MOST_BARS or value in chosen]
        others = {value: relevant[value] for value in stated if value not in shown}
        bars = [self._bar(name, value, relevant[value]) for value in shown]
        bars += [self._bar_of_others(name, others)] if others else []
        return bars + ([self._bar(name, BLANK, relevant[BLANK])] if BLANK in relevant else [])

    def _bar_of_others(self, name: str, others: Mapping[str, int]) -> Bar:
        link = self.link(self.query.with_values(name, others)) if len(others) <= MOST_LINKED else ""
        return Bar(message("breakdown-others", count=len(others)), sum(others.values()), link=link)

    def _bar(self, name: str, value: str, incidents: int) -> Bar:
        chosen = getattr(self.query, name)
        wanted = [other for other in chosen if other != value] if value in chosen else [value]
        return Bar(
            shortened(words.label(name, value, self.order, conflict=self.conflict)),
            incidents,
            self.legend.colour(value) if name == "actor" else "",
            self.link(self.query.with_values(name, wanted)),
            value in chosen,
        )

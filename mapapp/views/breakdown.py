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
"""A link asks for no more values of a column than these: an address has an end."""


class Bar(NamedTuple):
    """A category with its incidents; `link` is where a click leads, "" if it takes too many values."""

    label: str
    incidents: int
    colour: str = ""
    link: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The charts of what a Query shows; `link` tells the address of one, `order` whose place names lead."""

    query: Query
    legend: Legend
    link: Callable[[Query], str]
    order: NameOrder = AS_GIVEN
    conflict: Conflict = NOT_DESCRIBED

    def html(self, counted: Mapping[str, Mapping[str, int]]) -> str:
        """Render a chart for each column, of the incidents of each value, the most first, BLANK last."""
        charts = [(INCIDENTS[name].label, self._bars(name, one)) for name, one in counted.items()]
        return render(
            "breakdown.html",
            charts=[(label, bars, max(bar.incidents for bar in bars) or 1) for label, bars in charts if bars],
        )

    def _bars(self, name: str, counted: Mapping[str, int]) -> list[Bar]:
        chosen = getattr(self.query, name)
        some = {value: n for value, n in counted.items() if n or value in chosen}
        stated = [value for value in some if value != BLANK]
        shown = [value for place, value in enumerate(stated) if place < MOST_BARS or value in chosen]
        rest = {value: some[value] for value in stated if value not in shown}
        bars = [self._bar(name, value, some[value]) for value in shown]
        bars += [self._others(name, rest)] if rest else []
        return bars + ([self._bar(name, BLANK, some[BLANK])] if BLANK in some else [])

    def _others(self, name: str, rest: Mapping[str, int]) -> Bar:
        link = self.link(self.query.with_values(name, rest)) if len(rest) <= MOST_LINKED else ""
        return Bar(message("breakdown-others", count=len(rest)), sum(rest.values()), link=link)

    def _bar(self, name: str, value: str, incidents: int) -> Bar:
        chosen = getattr(self.query, name)
        wanted = [one for one in chosen if one != value] if value in chosen else [value]
        return Bar(
            shortened(words.label(name, value, self.order, conflict=self.conflict)),
            incidents,
            self.legend.colour(value) if name == "actor" else "",
            self.link(self.query.with_values(name, wanted)),
            value in chosen,
        )

"""Sentences: the headline, what a map shows, the filter in words, and what can't be used."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any

from mapapp.errors import shortened
from mapapp.messages import message
from mapapp.model.actors import is_established
from mapapp.model.conflict import Conflict
from mapapp.model.cql2 import Cql2, Expression
from mapapp.model.filters import BLANK, BBox, Box, Day, Days, Number, Values, Words, decimal
from mapapp.model.polygon import Corners, Polygon
from mapapp.model.query import FILTERS, Query
from mapapp.model.report import Effect, Report
from mapapp.model.schema import INVOLVING
from mapapp.model.text_search import search_words
from mapapp.model.within import Circle, Within
from mapapp.words.days import day, days, single_days
from mapapp.words.figures import figure, is_none_of_some
from mapapp.words.lists import all_of, capitalised, either
from mapapp.words.names import choice, filter_label, label, point_of_view

MAX_DAYS_NAMED = 3
LEADING_FILTERS = ("according_to", "datetime", "actor", "other_actor", INVOLVING)
"""The filters that a sentence begins with; the others follow in their own order."""


def incidents(single: int, combined: int) -> str:
    """Say how many incidents there are, and combined entries if any: "3 incidents and 1 combined entry"."""
    if single and combined:
        return all_of([message("count-incidents", count=single), message("count-combined", count=combined)])
    return message("count-combined", count=combined) if combined else message("count-incidents", count=single)


def according_to(whose: str, conflict: Conflict) -> str:
    """Say in a sentence whose claims decide: "according to independent sources", "reported by both sides"."""
    return message("according-to", whose=whose, name=point_of_view(whose, conflict))


def denials(whose: str, totals: Mapping[str, Any], conflict: Conflict) -> str:
    """Say how many incidents a side denies, of those that `totals` counted."""
    denied = incidents(totals["incidents"], totals["aggregates"])
    return message("denials", name=capitalised(point_of_view(whose, conflict)), denied=denied)


def headline(totals: Mapping[str, Any], query: Query, conflict: Conflict) -> str:
    """Say in one sentence what is shown: "130 incidents, 27 September to 10 November 2020; ...".

    Dates known only as a range may reach beyond the Query's: a second sentence says how many do so.
    """
    whose = according_to(query.according_to, conflict) if query.according_to else ""
    if not totals["matched"]:
        nothing = "headline-none-according-to" if whose else "headline-none"
        return message(nothing, whose=capitalised(whose))
    main = message("headline", subject=_subject(totals), days=days(*period(totals, query)))
    if totals["killed_rows"]:
        main = message("headline-with-toll", headline=main, toll=_toll(totals))
    if whose:
        main = message("headline-according-to", whose=capitalised(whose), headline=main)
    beyond = [message("headline-beyond", count=totals["beyond_period"])] if totals["beyond_period"] else []
    return " ".join([message("sentence", words=main), *beyond])


def period(totals: Mapping[str, Any], query: Query) -> tuple[date, date]:
    """Return the first and last day of what is shown, both inclusive, within those of the Query."""
    start = max(filter(None, (totals["first"] or date.min, query.start)))
    end = min(filter(None, (totals["last"] or date.min, query.end)))
    return start, max(start, end)


def _subject(totals: Mapping[str, Any]) -> str:
    """Say how many incidents there are or, where there are none, how many combined entries."""
    return incidents(totals["incidents"], 0 if totals["incidents"] else totals["aggregates"])


def _toll(totals: Mapping[str, Any]) -> str:
    low, high = totals["killed_low"], totals["killed_high"]
    stated, incidents = totals["killed_rows"], totals["incidents"]
    if is_none_of_some(low, high, stated, incidents):
        return message("toll-none-in", stated=stated, blank=incidents - stated)
    if low == high == 0:
        return message("toll-none")
    if low is not None and low == high:
        return message("toll", count=low)
    if low and (high is None or high < low):
        return message("toll-at-least", count=low)
    if high is None or high <= low:
        return message("toll-open", figure=figure(low, high), high=high or 0)
    return message("toll-between", low=low, high=high)


def view_summary(facts: Mapping[str, Any]) -> str:
    """Say in one sentence what a map shows: "12 incidents within 10 km of a town, most on 28 October 2020.".

    `facts`: incidents, all (whether every located match is in view), place ("" if none), km, near (how many
    incidents are that close to it), on (the days with the most), most (how many on each of them), unlocated
    (how many have no location).
    """
    if not facts["incidents"]:
        nowhere = "view-none-located" if facts["unlocated"] else "headline-none"
        return message(nowhere if facts["all"] else "view-none-here")
    summary = _with_busiest(_view(facts), facts)
    unlocated = facts["unlocated"]
    summary = message("view-unlocated", view=summary, count=unlocated) if unlocated else summary
    return message("sentence", words=summary)


def _view(facts: Mapping[str, Any]) -> str:
    n, near, place, km = (facts[name] for name in ("incidents", "near", "place", "km"))
    if n == 1 and place:
        return message("view-one-at", place=place)
    if n > 1 and place and near == n:
        return message("view-around", count=n, km=km, place=place)
    shown = message("view-all" if facts["all"] else "view-part", count=n)
    if n > 1 and place and near > 1:
        return message("view-among", view=shown, near=near, km=km, place=place)
    return shown


def _with_busiest(view: str, facts: Mapping[str, Any]) -> str:
    """Name the days with the most incidents, unless too many days tie."""
    on, most, n = facts["on"], facts["most"], facts["incidents"]
    if not on or len(on) > MAX_DAYS_NAMED or (most == 1 and n > 1):
        return view
    together, dates = most * len(on), single_days(on)
    if together == n:
        return message("view-on", view=view, count=n, days=dates)
    if 2 * together > n:
        return message("view-most-on", view=view, days=dates)
    return message("view-busiest", view=view, count=len(on), most=most, days=dates)


def faults(report: Report) -> str:
    """Say how much of the data could not be used: "2 rows and 1 cell of the data could not be used"."""
    effects = report.effects
    unused = {
        "count-files": effects[Effect.FILE_LEFT_OUT],
        "count-rows": sum(count.rows_rejected for count in report.counts),
        "count-cells": effects[Effect.CELL_LEFT_OUT],
    }
    lost = all_of(message(identifier, count=n) for identifier, n in unused.items() if n)
    parts = [message("faults-unused", lost=lost)] if lost else []
    parts += [message("faults-doubtful", count=doubtful)] if (doubtful := effects[Effect.KEPT]) else []
    return "; ".join(parts)


def filter_phrases(query: Query, conflict: Conflict) -> dict[str, str]:
    """Describe each filter that is set in a Query in words, by the name of its parameter."""
    params = query.to_params()
    names = [*(name for name in LEADING_FILTERS if name in params), *params]
    return {name: _phrase(name, query, conflict) for name in names}


def _phrase(name: str, query: Query, conflict: Conflict) -> str:
    """Describe a filter that is set; if it has no phrase, by its label and value."""
    value: Any = getattr(query, name, None)
    match FILTERS[name]:
        case Days():
            return _interval(query)
        case Box() | Within() | Corners():
            return _area(value)
        case Words():
            return message("where-q", words=all_of(_quoted(search_words(value))))
        case Number() | Day() | Cql2():
            return _bound(name, value)
        case Values():
            return _facet(name, value, conflict)
    return _choice(name, value, conflict)


def _area(value: BBox | Circle | Polygon) -> str:
    """Describe an area, a polygon by its bounds; an incident is in it if its point is."""
    if isinstance(value, Circle):
        return message("where-within", km=decimal(value.km), place=value.place)
    edges = value.bounds if isinstance(value, Polygon) else value
    sides = {
        side: f"{degrees:.2f}"
        for side, degrees in zip(("west", "south", "east", "north"), edges, strict=True)
    }
    if isinstance(value, Polygon):
        return message("where-polygon", corners=len(value.corners), **sides)
    return message("where-bbox", **sides)


def _bound(name: str, value: float | date | Expression) -> str:
    if isinstance(value, Expression):
        return message("where-filter", condition=value.text)
    if isinstance(value, date):
        return message("where-day", name=name, day=day(value), label=filter_label(name))
    return message("where-number", name=name, value=value, label=filter_label(name))


def _choice(name: str, value: str, conflict: Conflict) -> str:
    if name == "according_to":
        return according_to(value, conflict)
    option = choice(name, value, conflict)
    return message("where-choice", name=name, value=value, said=option, label=filter_label(name))


def _facet(name: str, values: Sequence[str], conflict: Conflict) -> str:
    """Name the values of a filter; blanks, and actors who are not established, have phrases instead."""
    stated = [value for value in values if value != BLANK]
    named = [value for value in stated if name != "actor" or is_established(value)]
    phrases = []
    if named:
        labels = either(label(name, value, conflict=conflict) for value in named)
        phrases.append(message("where-facet", name=name, values=labels, label=filter_label(name)))
    if len(named) < len(stated):
        phrases.append(message("where-actor-unknown"))
    if len(stated) < len(values):
        phrases.append(message("where-blank", name=name, label=filter_label(name)))
    return reduce(lambda before, phrase: message("where-or", one=before, other=phrase), phrases)


def nothing_here(there: Query, totals: Mapping[str, Any], conflict: Conflict) -> str:
    """Say that one of two compared accounts has nothing, and how much the other has."""
    name = capitalised(point_of_view(there.according_to, conflict))
    return message("nothing-here", there=name, shown=_subject(totals))


def nothing_found(query: Query, conflict: Conflict, *, is_removal_useful: bool = True) -> str:
    """Say that no incident is left, and whether removing one of the filters would help."""
    if query == Query(according_to=query.according_to) and (whose := query.according_to):
        name = capitalised(point_of_view(whose, conflict))
        return message("nothing-according-to", whose=whose, name=name, parties=len(conflict.parties))
    return message("nothing-found" if is_removal_useful else "nothing-found-whatever")


def loosened(phrase: str, totals: Mapping[str, Any]) -> str:
    """Say what would be shown without a filter: "mentioning “zzzz” (without it: 9 incidents)"."""
    return message("without-filter", phrase=phrase, shown=_subject(totals))


def impossible(label: str, values: Sequence[str]) -> str:
    """Say that values can't be used for the filter or setting with the given label."""
    return message("value-impossible", count=len(values), values=all_of(_quoted(values)), label=label)


def not_a_place(name: str, expected: str) -> str:
    """Say that the centre of an area is not one place, and what it may be."""
    return message("place-impossible", name=shortened(name), expected=expected)


def unknown(parameter: str, values: Iterable[str]) -> str:
    """Say that no incident has one of the values of a parameter."""
    named = either(_quoted(values))
    if parameter == "incident_id":
        return message("incident-unknown", values=named)
    return message("value-unknown", values=named, label=filter_label(parameter))


def meaningless(names: Sequence[str]) -> str:
    """Say that the page knows no parameters of these names."""
    return message("parameter-unknown", count=len(names), names=all_of(_quoted(names)))


def _quoted(values: Iterable[str]) -> list[str]:
    return [message("quoted", words=shortened(value)) for value in values]


def filter_sentence(query: Query, conflict: Conflict) -> str:
    """Describe a Query: "28 October 2020, attributed to Northern forces"; "all incidents" if empty."""
    return ", ".join(filter_phrases(query, conflict).values()) or message("all-incidents")


def _interval(query: Query) -> str:
    if query.start and query.end:
        return days(query.start, query.end)
    if query.start:
        return message("where-from", day=day(query.start))
    return message("where-until", day=day(query.end)) if query.end else ""

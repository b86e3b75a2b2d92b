"""Official counts over time next to what the data hold, as steps. Pure: counts, sums in, escaped HTML out.

The picture consists of boxes positioned in per cent, so its words keep their size on any screen. `st.html`
would remove SVG.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.official_totals import SumsByScope, Total
from mapapp.model.query import Query
from mapapp.views.templates import render

ROUND = tuple(digit * 10**power for power in range(9) for digit in (1, 2, 5))
"""Possible intervals between the lines of the scale."""
MAX_LINES = 5
MAX_DATES = 5
DATED_ON = {1, 15}
"""The days of a month that the scale of days names."""
APART = 12.0
"""How far apart, in per cent of the height, the two labels at the end of the lines must be."""


@dataclass(frozen=True, slots=True)
class Count:
    """An official count of people killed, and what the data hold of the same scope."""

    total: Total
    killed: int
    low: int
    high: int
    is_open: bool

    @property
    def held(self) -> str:
        """What the data hold, in words: "at least" if an incident has no highest figure."""
        return words.span(self.low, None if self.is_open else self.high)

    @property
    def missing(self) -> int:
        """How many more people it counts than the data at their highest; negative if the data have more."""
        return self.killed - self.high


@dataclass(frozen=True, slots=True)
class Frame:
    """The axes that all pictures share: days from `first` to `last`, inclusive, and the highest number."""

    first: date
    last: date
    top: int

    def x(self, day: date) -> float:
        """Return where a day begins, in per cent of the width."""
        return round(100 * (day - self.first).days / ((self.last - self.first).days + 1), 2)

    def y(self, people: int) -> float:
        """Return the height of a number of people, in per cent of the picture's height."""
        return round(100 * people / self.top, 2)


@dataclass(frozen=True, slots=True)
class Step:
    """The state between two days, in per cent of the picture: what the data hold, and the official count.

    `counted` is not below `high`: where the official count is lower, there is no gap to show.
    """

    left: float
    right: float
    low: float
    high: float
    counted: float


def series_html(totals: Sequence[Total], held: SumsByScope, link: Callable[[Query], str]) -> str:
    """Render each series of totals as picture, sentence and table, on one scale; empty if there is none.

    `link` makes the URL of a Query's incidents.
    """
    series = series_by_name(totals, held)
    if not series:
        return ""
    frame, lines = _frame(series, held)
    return render(
        "official_series.html",
        charts=[_chart(name, counts, held, frame, link) for name, counts in series.items()],
        lines=[(frame.y(people), words.number(people)) for people in lines],
        dates=[(frame.x(day), words.short_day(day)) for day in _dates(frame)],
    )


def series_by_name(totals: Sequence[Total], held: SumsByScope) -> Mapping[str, Sequence[Count]]:
    """Group the totals of each series in the order of their days; a single count is not a series."""
    series: dict[str, list[Count]] = {}
    for total in sorted(totals, key=lambda total: total.until):
        if total.series and total.same_scope and total.killed is not None:
            sums = total.accounted(held)
            is_open = bool(sums["killed_open"])
            count = Count(total, total.killed, sums["killed_low"], sums["killed_high"], is_open)
            series.setdefault(total.series, []).append(count)
    return {name: counts for name, counts in series.items() if len(counts) > 1}


def _frame(series: Mapping[str, Sequence[Count]], held: SumsByScope) -> tuple[Frame, list[int]]:
    all_counts = [count for counts in series.values() for count in counts]
    days = [count.total.until for count in all_counts]
    first = min([*days, *(day for counts in series.values() for day in _days(counts, held))])
    lines = _lines(max(max(count.killed, count.high) for count in all_counts))
    return Frame(first, max(days), lines[-1]), lines


def _days(counts: Sequence[Count], held: SumsByScope) -> list[date]:
    """List the days on which what the data hold changes, until the last count."""
    return [row["day"] for row in _rows(counts, held) if row["killed_high"]]


def _rows(counts: Sequence[Count], held: SumsByScope) -> list[Mapping[str, Any]]:
    last = counts[-1].total
    return [row for row in held[last.same_scope] if row["day"] <= last.until] if last.same_scope else []


def _lines(most: int) -> list[int]:
    """Choose round numbers from 0 up to the first that is at least `most`."""
    apart = next(number for number in ROUND if most <= number * MAX_LINES)
    return [*range(0, most + apart, apart)]


def _dates(frame: Frame) -> list[date]:
    """Choose the days of DATED_ON, or every nth of them, at most MAX_DATES."""
    days = (frame.first + timedelta(days=n) for n in range((frame.last - frame.first).days + 1))
    chosen = [day for day in days if day.day in DATED_ON]
    return chosen[:: -(-len(chosen) // MAX_DATES) or 1]


def _chart(
    name: str, counts: Sequence[Count], held: SumsByScope, frame: Frame, link: Callable[[Query], str]
) -> dict[str, Any]:
    steps, last, as_wide = _steps(counts, held, frame), counts[-1], _as_wide_as_last(counts)
    ends = _ends(frame.y(last.killed), frame.y((last.low + last.high) // 2))
    return {
        "name": name,
        "sentence": _sentence(last, as_wide),
        "held": _area((step.left, step.right, 0, step.low) for step in steps),
        "range": _area((step.left, step.right, step.low, step.high) for step in steps),
        "gap": _area((step.left, step.right, step.high, step.counted) for step in steps),
        "line": _line(counts, frame),
        "mark": _mark(as_wide, frame) if as_wide else None,
        "end": frame.x(last.total.until + timedelta(days=1)),
        "ends": zip(ends, (words.number(last.killed), last.held), strict=True),
        "rows": [_row(count, held, link) for count in counts],
    }


def _as_wide_as_last(counts: Sequence[Count]) -> Count | None:
    """Return the first count whose gap is at least as wide as the last one's; None if that has no gap."""
    last = counts[-1].missing
    return next(count for count in counts if count.missing >= last) if last > 0 else None


def _sentence(last: Count, as_wide: Count | None) -> str:
    sentence = message(
        "series-end",
        day=words.day(last.total.until),
        counted=last.killed,
        held=last.held,
    )
    if as_wide is None or as_wide is last:
        return sentence
    return f"{sentence} {message('series-as-wide', **_compared(as_wide))}"


def _compared(count: Count) -> dict[str, str | int]:
    return {"day": words.day(count.total.until), "counted": count.killed, "held": count.held}


def _steps(counts: Sequence[Count], held: SumsByScope, frame: Frame) -> list[Step]:
    end = counts[-1].total.until + timedelta(days=1)
    days = {frame.first, end, *_days(counts, held), *(count.total.until for count in counts)}
    return [_step(start, stop, counts, held, frame) for start, stop in pairwise(sorted(days))]


def _step(start: date, stop: date, counts: Sequence[Count], held: SumsByScope, frame: Frame) -> Step:
    rows = [row for row in _rows(counts, held) if row["day"] <= start]
    low, high = (sum(row[f"killed_{end}"] for row in rows) for end in ("low", "high"))
    killed = next((count.killed for count in reversed(counts) if count.total.until <= start), 0)
    return Step(frame.x(start), frame.x(stop), frame.y(low), frame.y(high), frame.y(max(high, killed)))


def _area(boxes: Iterable[tuple[float, float, float, float]]) -> str:
    """Return the outline of adjacent boxes, each from a bottom to a top, as a CSS polygon."""
    above: list[str] = []
    below: list[str] = []
    for left, right, bottom, top in boxes:
        above += [f"{x}% {100 - top:.2f}%" for x in (left, right)]
        below += [f"{x}% {100 - bottom:.2f}%" for x in (left, right)]
    return f"polygon({', '.join(above + below[::-1])})"


def _line(counts: Sequence[Count], frame: Frame) -> list[dict[str, float]]:
    """Position each level of the official count, with its rise from the previous level."""
    stops = [*(count.total.until for count in counts[1:]), counts[-1].total.until + timedelta(days=1)]
    before = [0, *(count.killed for count in counts)]
    return [
        {
            "left": frame.x(count.total.until),
            "width": round(frame.x(stop) - frame.x(count.total.until), 2),
            "bottom": frame.y(count.killed),
            "rise": round(frame.y(count.killed) - frame.y(last), 2) if last else 0,
        }
        for count, stop, last in zip(counts, stops, before, strict=False)
    ]


def _mark(count: Count, frame: Frame) -> dict[str, Any]:
    return {
        "left": frame.x(count.total.until),
        "bottom": frame.y(count.killed),
        "words": message("series-mark", **_compared(count)),
    }


def _ends(counted: float, held: float) -> tuple[float, float]:
    """Move the two labels at the end of the lines apart if they would touch."""
    lack = max(0.0, APART - abs(counted - held))
    return (counted, held - lack) if counted >= held else (counted, held + lack)


def _row(count: Count, held: SumsByScope, link: Callable[[Query], str]) -> dict[str, Any]:
    compared, sums = count.total.compared, count.total.accounted(held)
    return {
        "total": count.total,
        "injured": words.people(count.total.injured, count.total.injured, "injured"),
        "injured_held": words.people(sums["injured_low"], sums["injured_high"], "injured"),
        "as_of": words.partial_day(count.total.as_of),
        "counted": words.number(count.killed),
        "held": count.held,
        "missing": _missing(count),
        "link": link(compared) if compared else "",
    }


def _missing(count: Count) -> str:
    if count.low > count.killed:
        return message("series-more-here", count=count.low - count.killed)
    return words.span(None if count.is_open else max(0, count.missing), count.killed - count.low)

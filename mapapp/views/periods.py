"""Common periods, to be chosen with a click, and days that are marked on the timeline. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from mapapp.messages import message
from mapapp.model.conflict import Conflict, MarkedDay, Period

WEEK = timedelta(days=7)


def presets(
    bounds: tuple[date, date], marked: Iterable[MarkedDay] = (), period: Period | None = None
) -> list[dict[str, str]]:
    """Return the periods that a reader can choose with a click; both days of each are inclusive.

    They include the `marked` days within the bounds, and the part of the conflict's `period` within them,
    unless that is all.
    """
    first, last = bounds
    periods = [(message("period-all"), first, last)]
    if period:
        start, end = max(period.first, first), min(period.last or last, last)
        periods += (
            [(message("period-conflict"), start, end)] if start <= end and (start, end) != bounds else []
        )
    if last - first >= WEEK:
        periods.append((message("period-last-week"), last - WEEK + timedelta(days=1), last))
    periods += [(day.label, day.first, day.last) for day in marked if first <= day.first and day.last <= last]
    return [
        {"label": label, "start": start.isoformat(), "end": end.isoformat()} for label, start, end in periods
    ]


def marked_days(conflict: Conflict, first: date, last: date) -> list[dict[str, str]]:
    """Return the days of a conflict to mark, clipped to the span between two days."""
    return [
        {
            "first": max(day.first, first).isoformat(),
            "last": min(day.last, last).isoformat(),
            "words": day.label,
            "url": day.url,
        }
        for day in conflict.days
        if day.first <= last and day.last >= first
    ]

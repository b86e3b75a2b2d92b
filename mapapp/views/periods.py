"""Days that are often asked for, to be chosen at once, and days that are marked on the timeline. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from mapapp.messages import message
from mapapp.model.conflict import Conflict, MarkedDay, Period

WEEK = timedelta(days=7)


def presets(
    bounds: tuple[date, date], marked: Iterable[MarkedDay] = (), period: Period | None = None
) -> list[dict[str, str]]:
    """Name the periods that a reader can choose at once; both days of each are inclusive.

    Of `marked` days, those that lie between the bounds; of the conflict's `period`, what lies between them,
    if that is not all.
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
    periods += [(one.label, one.first, one.last) for one in marked if first <= one.first and one.last <= last]
    return [
        {"label": label, "start": start.isoformat(), "end": end.isoformat()} for label, start, end in periods
    ]


def marked_days(conflict: Conflict, first: date, last: date) -> list[dict[str, str]]:
    """Return the days of a conflict to mark, as far as they lie between two days."""
    return [
        {
            "first": max(one.first, first).isoformat(),
            "last": min(one.last, last).isoformat(),
            "words": one.label,
            "url": one.url,
        }
        for one in conflict.days
        if one.first <= last and one.last >= first
    ]

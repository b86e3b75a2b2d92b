"""Days, months and ranges of days, as short as possible."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_skeleton

from mapapp.messages import LOCALE, message
from mapapp.model.schema import DATE_PRECISION, EXACT_DAY
from mapapp.words.lists import all_of

DAY, DAY_OF_YEAR, MONTH = "yMMMMd", "MMMMd", "yMMMM"
"""Unicode date skeletons: 28 October 2020; 28 October; October 2020."""


@lru_cache(maxsize=8192)
def _formatted(value: date, skeleton: str) -> str:
    return str(format_skeleton(skeleton, value, locale=LOCALE))


def day(value: date) -> str:
    """Write a day: 28 October 2020."""
    return _formatted(value, DAY)


def short_day(value: date) -> str:
    """Write a day without its year, for the scale of a picture: 28 Oct."""
    return _formatted(value, "MMMd")


@lru_cache(maxsize=8192)
def days(start: date, end: date | None) -> str:
    """Write an inclusive range of days: 1 to 3 October 2020."""
    if end is None or start == end:
        return day(start)
    return message("days-range", start=_before([start], end)[0], end=day(end))


@lru_cache(maxsize=8192)
def _some_day(start: date, end: date) -> str:
    start_day = _formatted(start, DAY_OF_YEAR) if start.year == end.year else day(start)
    return message("days-between", start=start_day, end=day(end))


def when(incident: Mapping[str, Any]) -> str:
    """Write an incident's date, with a note if it is an approximate day or some day within a range."""
    start, end = incident["date_start"], incident["date_end"]
    if end is None or start == end:
        precision = incident.get("date_precision") or EXACT_DAY
        in_words = DATE_PRECISION.get(precision, "")
        is_vague = in_words and precision != EXACT_DAY
        return message("day-within", day=day(start), precision=in_words) if is_vague else day(start)
    lasted = incident.get("aggregate") == "yes" or incident.get("date_precision") == EXACT_DAY
    return days(start, end) if lasted else _some_day(start, end)


def single_days(dates: Sequence[date]) -> str:
    """Write single days in their order: 27 and 28 October 2020."""
    *before, last = dates
    return all_of([*_before(before, last), day(last)])


def _before(dates: Sequence[date], last: date) -> list[str]:
    """Write the days that come before `last`, without the month or year that they share with it."""
    if all((earlier.year, earlier.month) == (last.year, last.month) for earlier in dates):
        return [str(earlier.day) for earlier in dates]
    same_year = all(earlier.year == last.year for earlier in dates)
    return [_formatted(earlier, DAY_OF_YEAR if same_year else DAY) for earlier in dates]


def partial_day(value: str) -> str:
    """Write a day, a month or a year: "2020-10" is October 2020; anything else stays as it is."""
    parts = value.split("-")
    try:
        if len(parts) == 2:
            return _formatted(date(int(parts[0]), int(parts[1]), 1), MONTH)
        return day(date.fromisoformat(value)) if len(parts) == 3 else value
    except ValueError:
        return value

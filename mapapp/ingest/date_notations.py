"""Notations of dates that mean exactly one day or interval of the calendar."""

import re
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_CLOCK = r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2}| ?UTC| [A-Za-z]+/[A-Za-z_/+-]+)"
_DAYS = [
    re.compile(pattern)
    for pattern in (
        r"(?P<y>[0-9]{4})(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})"
        rf"(?:[T ]{_CLOCK}{_ZONE}?)?",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        rf"(?P<d>[0-9]{{1,2}})[ -]{_MONTH}[ ,-]{{1,2}}(?P<y>[0-9]{{4}})",
        rf"{_MONTH}[ -](?P<d>[0-9]{{1,2}})(?:, ?| |-)(?P<y>[0-9]{{4}})",
    )
]
_DAY_OF_MONTH = re.compile(rf"(?P<d>[0-9]{{1,2}})[ -]{_MONTH}")
_MONTH_AND_DAY = re.compile(rf"{_MONTH}[ -](?P<d>[0-9]{{1,2}})")
_FIRST_SERIAL = date(1899, 12, 30)
_BETWEEN = re.compile(r"\s*/\s*|\s+(?:-|–|—|to)\s+|\s*[–—]\s*")
_SHORT_RANGE = re.compile(rf"([0-9]{{1,2}})\s*(?:-|–|to)\s*([0-9]{{1,2}}) {_MONTH},? ([0-9]{{4}})")


class Day(NamedTuple):
    """A day that a text names, with the time of day and zone that stand beside it, "" for none."""

    day: str
    clock: str = ""
    zone: str = ""


def unambiguous_day(text: str) -> Day | None:
    """Read a day of the calendar in a notation that means only one; None for anything else.

    Read are year-month-day in digits, also with a time; and days with the month's English name. A day and a
    month in digits before the year may mean two days.
    """
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = parts["month"] and _month(parts["month"]) if "month" in parts else int(parts["m"])
            day = day_named(int(parts["y"]), month or 0, int(parts["d"]))
            return Day(day, parts.get("clock") or "", (parts.get("zone") or "").strip()) if day else None
    return None


def unambiguous_interval(text: str) -> tuple[str, str] | None:
    """Read an interval of days in one cell, ends included; None for anything else."""
    if short := _SHORT_RANGE.fullmatch(text):
        ends = [unambiguous_day(f"{day} {short['month']} {short[4]}") for day in (short[1], short[2])]
    else:
        parts = _BETWEEN.split(text)
        ends = [unambiguous_day(part) for part in parts] if len(parts) == 2 else []
    days = [end.day for end in ends if end]
    return (days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None


def range_before_date(text: str) -> tuple[int, int] | None:
    """Find the range of whole numbers that a spreadsheet took for a date, such as 3-7 for 07-Mar or March 7.

    A whole date is of the year in which it was typed. None for anything else.
    """
    if short := _DAY_OF_MONTH.fullmatch(text) or _MONTH_AND_DAY.fullmatch(text):
        ends = sorted((_month(short["month"]), int(short["d"])))
    elif (whole := unambiguous_day(text)) and not text.isdigit():
        ends = sorted((int(whole.day[5:7]), int(whole.day[8:])))
    else:
        return None
    return (ends[0], ends[1]) if ends[0] else None


def serial_day(text: str) -> str:
    """Name the day that a spreadsheet's number stands for, if it lies between 1954 and 2119; else ""."""
    if not re.fullmatch(r"[2-7][0-9]{4}(\.0*)?", text):
        return ""
    return (_FIRST_SERIAL + timedelta(days=int(float(text)))).isoformat()


def _month(name: str) -> int:
    """Number a month by its English name or an abbreviation of three letters and more; 0 for other words."""
    given = name.casefold()
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(given)), 0)


def day_named(year: int, month: int, day: int) -> str:
    """Write a day as YYYY-MM-DD; empty if the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

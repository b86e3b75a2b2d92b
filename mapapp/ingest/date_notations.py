"""Notations of dates: those that mean exactly one day or interval, and digits whose order a column shows."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
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

DAYS_REMEMBERED = 1 << 15
"""More texts than there are days in forty years: columns of one file have the same ones."""

_YEAR_LAST = re.compile(
    r"(?<![0-9./-])(?P<first>[0-9]{1,2})(?P<mark>[-/ ]|\. ?)(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
    r"(?![0-9]|[./-][0-9])"
)


class DateOrder(StrEnum):
    """What stands first in a date such as 03/04/2020; `UNKNOWN` leaves such dates ambiguous."""

    UNKNOWN = ""
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class OrderSign(NamedTuple):
    """What stands first in dates with one separator, and a date that has this meaning only, "" for none."""

    order: DateOrder
    example: str = ""


class Day(NamedTuple):
    """A day that a text names, with the time of day and zone that stand beside it, "" for none."""

    day: str
    clock: str = ""
    zone: str = ""


@lru_cache(DAYS_REMEMBERED)
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


def orders_of(texts: Iterable[str]) -> dict[str, OrderSign]:
    """Tell for each separator of dates in digits what stands first in them: unknown unless the texts agree.

    Dates with dots are day first unless one of them has another meaning only: CLDR has no country's notation
    with dots in which the month is first and the year last (docs/data.md).
    """
    return agreed_orders(add_order_signs(texts, {}))


def agreed_orders(found: Mapping[str, Mapping[DateOrder, str]]) -> dict[str, OrderSign]:
    """Tell the same of what was found in texts."""
    return {mark: _agreed(mark, orders) for mark, orders in found.items()}


def add_order_signs(
    texts: Iterable[str], found: dict[str, dict[DateOrder, str]]
) -> dict[str, dict[DateOrder, str]]:
    """Add the first date of each separator that has one meaning only, by its order, to those found before."""
    for text in texts:
        for date_found in _YEAR_LAST.finditer(text):
            meant = _meant(date_found)
            if meant:
                of_mark = found.setdefault(date_found["mark"][0], {})
            if len(meant) == 1:
                of_mark.setdefault(next(iter(meant)), date_found[0])
    return found


def _agreed(mark: str, orders: Mapping[DateOrder, str]) -> OrderSign:
    if len(orders) == 1:
        return OrderSign(*next(iter(orders.items())))
    return OrderSign(DateOrder.DAY_FIRST if mark == "." and not orders else DateOrder.UNKNOWN)


def in_order(order: DateOrder) -> dict[str, OrderSign]:
    """Say that dates with every separator are written in one order."""
    return dict.fromkeys("-/. ", OrderSign(order))


def year_first(text: str, orders: Mapping[str, OrderSign]) -> str:
    """Write dates in digits as YYYY-MM-DD if they mean one day, or their order is known; all else stays."""
    return _YEAR_LAST.sub(lambda found: _day_of(found, orders) or found[0], text)


def _day_of(found: re.Match[str], orders: Mapping[str, OrderSign]) -> str:
    meant = _meant(found)
    if len(set(meant.values())) == 1:
        return next(iter(meant.values()))
    return meant.get(orders.get(found["mark"][0], OrderSign(DateOrder.UNKNOWN)).order, "")


def days_meant(text: str) -> list[str]:
    """Name the days that a date in digits with the year last may mean, two at most; none for other texts.

    A time of day may stand behind it.
    """
    found = _YEAR_LAST.match(text)
    is_date = found and re.fullmatch(r"([ T][0-9:.]+)?", text[found.end() :])
    return list(dict.fromkeys(_meant(found).values())) if found and is_date else []


def could_mean_another(text: str) -> bool:
    """Tell whether day and month of a date in a text could be swapped."""
    return any(len(set(_meant(found).values())) > 1 for found in _YEAR_LAST.finditer(text))


def separator_of(text: str) -> str:
    """Name the separator of the first date in digits with the year last in a text; "" if there is none."""
    found = _YEAR_LAST.search(text)
    return found["mark"][0] if found else ""


def _meant(found: re.Match[str]) -> dict[DateOrder, str]:
    year, first, second = (int(found[part]) for part in ("year", "first", "second"))
    days = {
        DateOrder.DAY_FIRST: day_named(year, second, first),
        DateOrder.MONTH_FIRST: day_named(year, first, second),
    }
    return {order: day for order, day in days.items() if day}


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

"""Notations of dates: those with exactly one meaning, and those in digits whose order a column reveals."""

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
"""More than the days of forty years: the columns of a file repeat the same texts."""

_YEAR_LAST = re.compile(
    r"(?<![0-9./-])(?P<first>[0-9]{1,2})(?P<mark>[-/ ]|\. ?)(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
    r"(?![0-9]|[./-][0-9])"
)


class DateOrder(StrEnum):
    """What comes first in a date such as 03/04/2020; `UNKNOWN` leaves such dates ambiguous."""

    UNKNOWN = ""
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class OrderSign(NamedTuple):
    """What comes first in dates with one separator, and an unambiguous date that shows it, "" if none."""

    order: DateOrder
    example: str = ""


class Day(NamedTuple):
    """A day that a text names, with the time of day and zone next to it, "" for none."""

    day: str
    clock: str = ""
    zone: str = ""


@lru_cache(DAYS_REMEMBERED)
def unambiguous_day(text: str) -> Day | None:
    """Read a day of the calendar in a notation with only one meaning; None for anything else.

    These are year-month-day in digits, also with a time, and days with the month's English name. Digits with
    the year last may mean two days.
    """
    for pattern in _DAYS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month = parts["month"] and _month(parts["month"]) if "month" in parts else int(parts["m"])
            day = day_named(int(parts["y"]), month or 0, int(parts["d"]))
            return Day(day, parts.get("clock") or "", (parts.get("zone") or "").strip()) if day else None
    return None


def unambiguous_interval(text: str) -> tuple[str, str] | None:
    """Read an interval of days in one cell, ends included; None for anything else."""
    if match := _SHORT_RANGE.fullmatch(text):
        ends = [unambiguous_day(f"{day} {match['month']} {match[4]}") for day in (match[1], match[2])]
    else:
        parts = _BETWEEN.split(text)
        ends = [unambiguous_day(part) for part in parts] if len(parts) == 2 else []
    days = [end.day for end in ends if end]
    return (days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None


def orders_of(texts: Iterable[str]) -> dict[str, OrderSign]:
    """Return what comes first in dates in digits, by separator: unknown unless the texts agree.

    Dates with dots are day first unless one of them can only mean the other: CLDR has no country's notation
    with dots in which the month is first and the year last (docs/data.md).
    """
    return agreed_orders(add_order_signs(texts, {}))


def agreed_orders(signs: Mapping[str, Mapping[DateOrder, str]]) -> dict[str, OrderSign]:
    """Return the same for signs that have been collected from texts."""
    return {separator: _agreed(separator, orders) for separator, orders in signs.items()}


def add_order_signs(
    texts: Iterable[str], signs: dict[str, dict[DateOrder, str]]
) -> dict[str, dict[DateOrder, str]]:
    """Add to `signs` the first unambiguous date for each separator and order."""
    for text in texts:
        for match in _YEAR_LAST.finditer(text):
            meanings = _meanings(match)
            if meanings:
                of_separator = signs.setdefault(match["mark"][0], {})
            if len(meanings) == 1:
                of_separator.setdefault(next(iter(meanings)), match[0])
    return signs


def _agreed(separator: str, orders: Mapping[DateOrder, str]) -> OrderSign:
    if len(orders) == 1:
        return OrderSign(*next(iter(orders.items())))
    return OrderSign(DateOrder.DAY_FIRST if separator == "." and not orders else DateOrder.UNKNOWN)


def in_order(order: DateOrder) -> dict[str, OrderSign]:
    """Return one order for dates with any separator."""
    return dict.fromkeys("-/. ", OrderSign(order))


def year_first(text: str, orders: Mapping[str, OrderSign]) -> str:
    """Write dates in digits as YYYY-MM-DD if they mean one day or their order is known; keep all else."""
    return _YEAR_LAST.sub(lambda match: _day_of(match, orders) or match[0], text)


def _day_of(match: re.Match[str], orders: Mapping[str, OrderSign]) -> str:
    meanings = _meanings(match)
    if len(set(meanings.values())) == 1:
        return next(iter(meanings.values()))
    return meanings.get(orders.get(match["mark"][0], OrderSign(DateOrder.UNKNOWN)).order, "")


def days_meant(text: str) -> list[str]:
    """Return the days that a date in digits with the year last may mean, two at most; none for other texts.

    A time of day may follow it.
    """
    match = _YEAR_LAST.match(text)
    is_date = match and re.fullmatch(r"([ T][0-9:.]+)?", text[match.end() :])
    return list(dict.fromkeys(_meanings(match).values())) if match and is_date else []


def could_mean_another(text: str) -> bool:
    """Return whether day and month of a date in a text could be swapped."""
    return any(len(set(_meanings(match).values())) > 1 for match in _YEAR_LAST.finditer(text))


def separator_of(text: str) -> str:
    """Return the separator of the first date in digits with the year last in a text; "" if there is none."""
    match = _YEAR_LAST.search(text)
    return match["mark"][0] if match else ""


def _meanings(match: re.Match[str]) -> dict[DateOrder, str]:
    year, first, second = (int(match[part]) for part in ("year", "first", "second"))
    days = {
        DateOrder.DAY_FIRST: day_named(year, second, first),
        DateOrder.MONTH_FIRST: day_named(year, first, second),
    }
    return {order: day for order, day in days.items() if day}


def range_before_date(text: str) -> tuple[int, int] | None:
    """Return the range of whole numbers that a spreadsheet made a date of: 3-7 for 07-Mar or March 7.

    A complete date has the year in which it was typed. None for anything else.
    """
    if match := _DAY_OF_MONTH.fullmatch(text) or _MONTH_AND_DAY.fullmatch(text):
        ends = sorted((_month(match["month"]), int(match["d"])))
    elif (named := unambiguous_day(text)) and not text.isdigit():
        ends = sorted((int(named.day[5:7]), int(named.day[8:])))
    else:
        return None
    return (ends[0], ends[1]) if ends[0] else None


def serial_day(text: str) -> str:
    """Return the day that a spreadsheet's number stands for, if it is between 1954 and 2119; else ""."""
    if not re.fullmatch(r"[2-7][0-9]{4}(\.0*)?", text):
        return ""
    return (_FIRST_SERIAL + timedelta(days=int(float(text)))).isoformat()


def _month(name: str) -> int:
    """Return a month's number by its English name or an abbreviation of three or more letters, or 0."""
    start = name.casefold()
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(start)), 0)


def day_named(year: int, month: int, day: int) -> str:
    """Write a day as YYYY-MM-DD; empty if the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

"""What to say of a cell that can't be used: the reason, and how to mend it."""

import math
import re
from difflib import get_close_matches

from mapapp.errors import shortened
from mapapp.ingest.date_notations import day_named, range_before_date, serial_day, unambiguous_interval
from mapapp.model.schema import Column, Kind

FIRST_YEAR, LAST_YEAR = 1800, 2100

LIKENESS = 0.8
"""How alike two words must be (difflib's ratio) for one to be a slip of the pen of the other."""

ROUNDED = r"[0-9](\.[0-9]+)?E\+[0-9]{2,}"
"""How a spreadsheet writes a long number, of which it keeps no more than 15 digits."""

Words = tuple[str, str]
"""The reason and the remedy of a fault."""


def blank(column: Column, _value: str) -> Words:
    """Say that a required cell is blank."""
    return f"{column.name} is blank.", f"Give every row its {column.name}."


def rounded(value: str) -> Words:
    """Say that a spreadsheet has rounded an identifier."""
    return (
        f"{_quoted(value)} is a long number that a spreadsheet has rounded; its last digits are lost.",
        "Give the column the format of text in the spreadsheet, and put the identifiers in again.",
    )


def repeated(column: Column, value: str) -> Words:
    """Say that an identifier stands in an earlier row too."""
    if re.fullmatch(ROUNDED, value):
        return rounded(value)
    return (
        f"{column.name} {_quoted(value)} stands in an earlier row too.",
        "Give every row an identifier of its own, or delete the copy.",
    )


def not_allowed(column: Column, value: str) -> Words:
    """Say that a value is not in the vocabulary, and name the nearest that is."""
    near = nearest(column, value)
    remedy = f"Is {near!r} meant? " if near else ""
    return (
        f"{_quoted(value)} is not one of the values of {column.name}.",
        f"{remedy}Allowed are: {'; '.join(column.vocabulary or ())}.",
    )


def nearest(column: Column, value: str) -> str:
    """Name the value of a vocabulary of which another one may be a misspelling; empty if there is none."""
    allowed = {word.casefold(): word for word in column.vocabulary or ()}
    near = get_close_matches(value[:80].casefold(), allowed, n=1, cutoff=LIKENESS)
    return allowed[near[0]] if near else ""


def own_value(column: Column, value: str) -> Words:
    """Say that a value is not in the vocabulary, and what becomes of it."""
    reason, remedy = not_allowed(column, value)
    counted = "The row is counted like a single incident" if column.name == "aggregate" else ""
    return f"{reason} {counted or 'It is shown as it is written'}.", remedy


def undecided(reason: str, remedy: str) -> Words:
    """Add to the words of a fault that a claim can't be used, for it is not known how far it counts."""
    return (
        f"{reason} So it is not known how far the claim counts.",
        f"{remedy} Leave it blank only if none of them holds.",
    )


def outside(column: Column, value: str) -> Words:
    """Say that a number is below the minimum or above the maximum."""
    lowest, highest = limits(column)
    remedy = f"Write a number from {lowest:,.0f} to {highest:,.0f}."
    if column.name in {"latitude", "longitude"}:
        remedy += " Check that latitude and longitude are not swapped."
    elif value.startswith("-"):
        remedy += " Leave the cell blank if the number is not known."
    return f"{_quoted(value)} is outside the range of {column.name}.", remedy


def limits(column: Column) -> tuple[float, float]:
    """Return the lowest and the highest number that a column allows."""
    lowest = -math.inf if column.minimum is None else column.minimum
    return lowest, math.inf if column.maximum is None else column.maximum


def unreadable(column: Column, value: str) -> Words:
    """Say that a value is not of the column's kind."""
    return _UNREADABLE[column.kind](column, value)


def _quoted(value: str) -> str:
    return repr(shortened(value))


def _not_a_number(column: Column, value: str) -> Words:
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", value):
        return f"{_quoted(value)} has a decimal comma.", f"Write {shortened(value.replace(',', '.'))}."
    if column.name in {"latitude", "longitude"} and re.search(r"[°º˚'′’\"″”]|[0-9]\s*[NSEW]$", value, re.I):
        return (
            f"{_quoted(value)} is not in decimal degrees.",
            "Write decimal degrees, such as 40.1833; south and west are negative.",
        )
    return f"{_quoted(value)} is not a number.", "Write digits with a decimal point, such as 40.1833."


def _not_whole(_column: Column, value: str) -> Words:
    if re.fullmatch(r"[0-9]{1,3}\.000", value):
        return f"{value!r} may mean {value[:-4]} or {value[:-4]}000.", "Write it without the point."
    if ends := range_before_date(value):
        low, high = ends
        return (
            f"{_quoted(value)} was probably {low}-{high} before a spreadsheet took it for a date.",
            f"Write {low} as the lowest and {high} as the highest number, each in its column, if it was.",
        )
    if re.match(r"[~≈<>]|more than|less than|over|under|about|around|approx|ca\b|some ", value, re.I):
        return (
            f"{_quoted(value)} does not say which whole numbers it means.",
            "Write the lowest and the highest number that it may mean, each in its column; "
            "leave an end blank that it leaves open.",
        )
    return (
        f"{_quoted(value)} is not a whole number.",
        "Write digits only; the lowest and the highest figure each have a column; leave blank if not known.",
    )


def _not_a_day(_column: Column, value: str) -> Words:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return _no_such_day(value)
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value):
        return (
            f"{value!r} names no day.",
            "Write the first possible day here, the last in date_end, and its code in date_precision.",
        )
    if unambiguous_interval(value):
        return f"{_quoted(value)} names several days.", "Write the first in date_start, the last in date_end."
    return _another_notation(value)


def _another_notation(value: str) -> Words:
    if day := serial_day(value):
        return (
            f"{value!r} is a spreadsheet's number for a day: {day}.",
            f"Write {day}; or give the column the format of a date in the spreadsheet, and save again.",
        )
    meant = _days_meant(value)
    if len(meant) == 1:
        return f"{_quoted(value)} is not written as YYYY-MM-DD, so it is ambiguous.", f"Write {meant[0]}."
    if meant:
        return f"{_quoted(value)} is ambiguous.", f"Write {' or '.join(meant)}, whichever is meant."
    return f"{_quoted(value)} is not a date.", "Write it as YYYY-MM-DD, such as 2020-09-27."


def _no_such_day(value: str) -> Words:
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        return f"The year of {value!r} is not between {FIRST_YEAR} and {LAST_YEAR}.", "Check the year."
    return f"There is no day {value!r} in the calendar.", "Check the month and the day."


def _days_meant(value: str) -> list[str]:
    """Name the days that a day and a month in digits before the year may mean."""
    parts = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", value)
    if not parts:
        return []
    first, second, year = map(int, parts.groups())
    days = (day_named(year, second, first), day_named(year, first, second))
    return list(dict.fromkeys(day for day in days if day))


def _not_a_partial_day(_column: Column, value: str) -> Words:
    return (
        f"{_quoted(value)} is not a date.",
        "Write what is known of it: 2020-09-27, 2020-09 or 2020.",
    )


def _not_an_address(_column: Column, value: str) -> Words:
    return (
        f"{_quoted(value)} is not a web address.",
        "Write the whole address, beginning with https:// or http://, without spaces.",
    )


_UNREADABLE = {
    Kind.NUMBER: _not_a_number,
    Kind.INTEGER: _not_whole,
    Kind.DATE: _not_a_day,
    Kind.PARTIAL_DATE: _not_a_partial_day,
    Kind.URL: _not_an_address,
}

"""What to say of an unusable cell: the reason, and how to fix it."""

import math
import re
from difflib import get_close_matches

from mapapp.errors import quoted, shortened
from mapapp.ingest.date_notations import days_meant, range_before_date, serial_day, unambiguous_interval
from mapapp.messages import fault
from mapapp.model.schema import Column, Kind

FIRST_YEAR, LAST_YEAR = 1800, 2100

LIKENESS = 0.8
"""How alike two words must be (difflib's ratio) for one to be a typing error for the other."""

ROUNDED = r"[0-9](\.[0-9]+)?E\+[0-9]{2,}"
"""How a spreadsheet writes a long number; it keeps no more than 15 digits."""

Words = tuple[str, str]
"""The reason and the remedy of a fault."""


def blank(column: Column, _value: str) -> Words:
    """Say that a required cell is blank."""
    return fault("cell-blank", column=column.name)


def rounded(value: str) -> Words:
    """Say that a spreadsheet has rounded an identifier."""
    return fault("identifier-rounded", value=quoted(value))


def repeated(column: Column, value: str) -> Words:
    """Say that an identifier is in an earlier row too."""
    if re.fullmatch(ROUNDED, value):
        return rounded(value)
    return fault("identifier-repeated", column=column.name, value=quoted(value))


def not_allowed(column: Column, value: str) -> Words:
    """Say that a value is not in the vocabulary, and name the nearest one that is."""
    parameters = {
        "value": quoted(value),
        "column": column.name,
        "allowed": "; ".join(column.vocabulary or ()),
    }
    near = nearest(column, value)
    return (
        fault("value-misspelled", near=repr(near), **parameters)
        if near
        else fault("value-unknown", **parameters)
    )


def nearest(column: Column, value: str) -> str:
    """Return the word of a vocabulary that a value may be a misspelling of; empty if there is none."""
    allowed = {word.casefold(): word for word in column.vocabulary or ()}
    near = get_close_matches(value[:80].casefold(), allowed, n=1, cutoff=LIKENESS)
    return allowed[near[0]] if near else ""


def own_value(column: Column, value: str) -> Words:
    """Say that a value is not in the vocabulary, and how it is used."""
    reason, remedy = not_allowed(column, value)
    message = "value-counted-single" if column.name == "aggregate" else "value-shown"
    return fault(message, reason=reason, remedy=remedy)


def undecided(reason: str, remedy: str) -> Words:
    """Add to a fault's words that the claim can't be used, because it is not known how far it counts."""
    return fault("value-decides", reason=reason, remedy=remedy)


def outside(column: Column, value: str) -> Words:
    """Say that a number is below the minimum or above the maximum."""
    parameters = {"value": quoted(value), "column": column.name}
    lowest, highest = limits(column)
    if column.name in {"latitude", "longitude"}:
        return fault("coordinate-outside", lowest=lowest, highest=highest, **parameters)
    message = "number-negative" if value.startswith("-") else "number-outside"
    return fault(message, lowest=lowest, highest=highest, **parameters)


def limits(column: Column) -> tuple[float, float]:
    """Return the lowest and the highest number that a column allows."""
    lowest = -math.inf if column.minimum is None else column.minimum
    return lowest, math.inf if column.maximum is None else column.maximum


def unreadable(column: Column, value: str) -> Words:
    """Say that a value is not of the column's kind."""
    return _UNREADABLE[column.kind](column, value)


def _not_a_number(column: Column, value: str) -> Words:
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", value):
        return fault("number-decimal-comma", value=quoted(value), meant=shortened(value.replace(",", ".")))
    if column.name in {"latitude", "longitude"} and re.search(r"[°º˚'′’\"″”]|[0-9]\s*[NSEW]$", value, re.I):
        return fault("number-degrees", value=quoted(value))
    return fault("number-unreadable", value=quoted(value))


def _not_whole(_column: Column, value: str) -> Words:
    if re.fullmatch(r"[0-9]{1,3}\.000", value):
        return fault("whole-ambiguous", value=repr(value), small=value[:-4], large=f"{value[:-4]}000")
    if ends := range_before_date(value):
        low, high = map(str, ends)
        return fault("whole-made-a-date", value=quoted(value), low=low, high=high)
    if re.match(r"[~≈<>]|more than|less than|over|under|about|around|approx|ca\b|some ", value, re.I):
        return fault("whole-vague", value=quoted(value))
    return fault("whole-unreadable", value=quoted(value))


def _not_a_day(_column: Column, value: str) -> Words:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return _no_such_day(value)
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value):
        return fault("day-unnamed", value=repr(value))
    if unambiguous_interval(value):
        return fault("day-several", value=quoted(value))
    return _another_notation(value)


def _another_notation(value: str) -> Words:
    if day := serial_day(value):
        return fault("day-serial", value=repr(value), day=day)
    if len(days := days_meant(value)) > 1:
        return fault("day-ambiguous", value=quoted(value), first=days[0], second=days[1])
    return fault("day-unreadable", value=quoted(value))


def _no_such_day(value: str) -> Words:
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        return fault("day-year", value=repr(value), first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return fault("day-none", value=repr(value))


def _not_a_partial_day(_column: Column, value: str) -> Words:
    return fault("partial-day-unreadable", value=quoted(value))


def _not_an_address(_column: Column, value: str) -> Words:
    return fault("address-unreadable", value=quoted(value))


_UNREADABLE = {
    Kind.NUMBER: _not_a_number,
    Kind.INTEGER: _not_whole,
    Kind.DATE: _not_a_day,
    Kind.PARTIAL_DATE: _not_a_partial_day,
    Kind.URL: _not_an_address,
}

"""Dates that need help from the mapping: which part comes first, the language of months, three columns."""

import re
from calendar import monthrange
from functools import cache

import pandas as pd
from babel import Locale, UnknownLocaleError

from mapapp.ingest.date_notations import (
    DateOrder,
    OrderSign,
    days_meant,
    in_order,
    orders_of,
    unambiguous_day,
    year_first,
)

_WITH_MONTH_NAME = re.compile(
    r"([0-9]{1,2})\.?(?:\s+de)?\s+([^\W\d]+)\.?,?(?:\s+de)?\s+([0-9]{4})(?:\s*\w\.?)?"
)
EXACT, WITHIN_MONTH, WITHIN_YEAR = "1", "4", "5"


@cache
def month_names(language: str) -> dict[str, int]:
    """Return the months' numbers by their names in a language, in lower case; empty if it is unknown."""
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        name.casefold().rstrip("."): number
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[form][width].items()
    }


def day_of(text: str, order: DateOrder, language: str) -> str:
    """Return a day as YYYY-MM-DD if the order or the language determines it; any other text unchanged.

    A time of day after it is kept.
    """
    if order and (iso := year_first(text, in_order(order))) != text:
        return iso
    if language and (match := _WITH_MONTH_NAME.fullmatch(text)):
        return _iso(match[3], str(month_names(language).get(match[2].casefold(), 0)), match[1]) or text
    return text


def order_of(texts: list[str]) -> OrderSign:
    """Return the order of dates in digits, with a date that shows it; unknown unless all agree."""
    signs = {sign.order: sign for sign in orders_of(texts).values()}
    return next(iter(signs.values())) if len(signs) == 1 else OrderSign(DateOrder.UNKNOWN)


def is_date(text: str) -> bool:
    """Return whether a text is a date in any notation, including ambiguous ones."""
    return bool(unambiguous_day(text) or days_meant(text))


def from_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Combine columns for year, month and day into first day, last day and precision, blank if unknown.

    Parts that are not a day of the calendar stay as written, so that they are reported as they are.
    """
    rows = [_from_parts(*map(_digits, row)) for row in parts.fillna("").itertuples(index=False)]
    return pd.DataFrame(rows, parts.index, ["date_start", "date_end", "date_precision"], dtype="str")


def _from_parts(year: str, month: str, day: str) -> tuple[str | None, str | None, str | None]:
    if not re.fullmatch("[0-9]{4}", year) or (month and not re.fullmatch("0?[1-9]|1[0-2]", month)):
        return "-".join(filter(None, (year, month, day))) or None, None, None
    if not month:
        return f"{year}-01-01", f"{year}-12-31", WITHIN_YEAR
    if not day:
        last_day = monthrange(int(year), int(month))[1]
        return f"{year}-{int(month):02}-01", f"{year}-{int(month):02}-{last_day}", WITHIN_MONTH
    return _iso(year, month, day) or f"{year}-{month}-{day}", None, EXACT


def _digits(part: str) -> str:
    return re.sub(r"\.0+$", "", part.strip())


def _iso(year: str, month: str, day: str) -> str:
    notation = unambiguous_day(f"{year}-{int(month)}-{int(day)}") if month.isdigit() else None
    return notation.day if notation else ""

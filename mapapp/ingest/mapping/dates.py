"""Dates that need a word from the mapping: which part is first, whose months' names, or three columns."""

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

_NAMED = re.compile(r"([0-9]{1,2})\.?(?:\s+de)?\s+([^\W\d]+)\.?,?(?:\s+de)?\s+([0-9]{4})(?:\s*\w\.?)?")
EXACT, WITHIN_MONTH, WITHIN_YEAR = "1", "4", "5"


@cache
def month_names(language: str) -> dict[str, int]:
    """Number the months by their names in a language, in lower case; nothing for an unknown one."""
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
    """Write a day as YYYY-MM-DD if the order or the language tells which it is; any other text unchanged.

    A time of day behind it stays.
    """
    if order and (spelled := year_first(text, in_order(order))) != text:
        return spelled
    if language and (found := _NAMED.fullmatch(text)):
        return _iso(found[3], str(month_names(language).get(found[2].casefold(), 0)), found[1]) or text
    return text


def order_of(texts: list[str]) -> OrderSign:
    """Tell what stands first in dates in digits, and a date that shows it; unknown unless all agree."""
    shown = {one.order: one for one in orders_of(texts).values()}
    return next(iter(shown.values())) if len(shown) == 1 else OrderSign(DateOrder.UNKNOWN)


def is_date(text: str) -> bool:
    """Tell whether a text is a date in any notation, ambiguous ones too."""
    return bool(unambiguous_day(text) or days_meant(text))


def from_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Make first day, last day and precision of columns for year, month and day, blank where not known.

    Parts that are no day of the calendar stay as they were written, to be told as what they are.
    """
    made = [_from_parts(*map(_digits, row)) for row in parts.fillna("").itertuples(index=False)]
    return pd.DataFrame(made, parts.index, ["date_start", "date_end", "date_precision"], dtype="str")


def _from_parts(year: str, month: str, day: str) -> tuple[str | None, str | None, str | None]:
    if not re.fullmatch("[0-9]{4}", year) or (month and not re.fullmatch("0?[1-9]|1[0-2]", month)):
        return "-".join(filter(None, (year, month, day))) or None, None, None
    if not month:
        return f"{year}-01-01", f"{year}-12-31", WITHIN_YEAR
    if not day:
        last = monthrange(int(year), int(month))[1]
        return f"{year}-{int(month):02}-01", f"{year}-{int(month):02}-{last}", WITHIN_MONTH
    return _iso(year, month, day) or f"{year}-{month}-{day}", None, EXACT


def _digits(part: str) -> str:
    return re.sub(r"\.0+$", "", part.strip())


def _iso(year: str, month: str, day: str) -> str:
    found = unambiguous_day(f"{year}-{int(month)}-{int(day)}") if month.isdigit() else None
    return found.day if found else ""

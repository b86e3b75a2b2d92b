"""Dates that need a word from the mapping: which part is first, whose months' names, or three columns."""

import re
from calendar import monthrange
from functools import cache

import pandas as pd
from babel import Locale, UnknownLocaleError

from mapapp.ingest.date_notations import unambiguous_day
from mapapp.ingest.mapping.mapping import DateOrder

_DIGITS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})([ T][0-9:.]+)?")
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
    if order and (found := _DIGITS.fullmatch(text)):
        first, second = (found[1], found[3]) if order is DateOrder.DAY_FIRST else (found[3], found[1])
        day = _iso(found[4], second, first)
        return f"{day}{found[5] or ''}" if day else text
    if language and (found := _NAMED.fullmatch(text)):
        return _iso(found[3], str(month_names(language).get(found[2].casefold(), 0)), found[1]) or text
    return text


def order_of(texts: list[str]) -> tuple[DateOrder, str]:
    """Tell what stands first in dates in digits, and a date that shows it; unknown unless all agree."""
    shown = {DateOrder.DAY_FIRST: "", DateOrder.MONTH_FIRST: ""}
    for text in texts:
        if found := _DIGITS.fullmatch(text):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                shown[DateOrder.DAY_FIRST] = text
            elif second > 12 >= first:
                shown[DateOrder.MONTH_FIRST] = text
    agreed = [(order, text) for order, text in shown.items() if text]
    return agreed[0] if len(agreed) == 1 else (DateOrder.UNKNOWN, "")


def is_date(text: str) -> bool:
    """Tell whether a text is a date in any notation, ambiguous ones too."""
    return bool(unambiguous_day(text) or _DIGITS.fullmatch(text))


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

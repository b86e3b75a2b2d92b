"""Counts of people in other notations that mean one thing: digits in groups, a range, or an open end."""

import re
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from mapapp.ingest.sheet import has_any

_COUNT = r"([0-9]{1,3}(?:[,' \u00a0\u2009\u202f’][0-9]{3})+|[0-9]{1,15})"
_BETWEEN = re.compile(rf"{_COUNT}\s*(?:-|–|—|to)\s*{_COUNT}|between {_COUNT} and {_COUNT}", re.IGNORECASE)
_AT_LEAST = re.compile(
    rf"(?:at least|minimum|min\.?|≥|>=)\s*{_COUNT}|{_COUNT}\s*(?:\+|or more)", re.IGNORECASE
)
_AT_MOST = re.compile(rf"(?:at most|up to|maximum|max\.?|≤|<=)\s*{_COUNT}", re.IGNORECASE)


class Ends(NamedTuple):
    """The lowest and the highest number that a text means, in digits; "" for an end that it leaves open."""

    low: str
    high: str


def ends_meant(text: str) -> Ends | None:
    """Read a count, a range of counts, or one with an open end; None for anything else.

    "More than 5" and "about 5" are not read: their lowest number is not said.
    """
    if one := re.fullmatch(_COUNT, text):
        return Ends(_digits(one[1]), _digits(one[1]))
    if two := _BETWEEN.fullmatch(text):
        low, high = (_digits(count) for count in two.groups() if count)
        return Ends(low, high) if int(low) <= int(high) else None
    if least := _AT_LEAST.fullmatch(text):
        return Ends(_digits(least[1] or least[2]), "")
    if most := _AT_MOST.fullmatch(text):
        return Ends("", _digits(most[1]))
    return None


def ends_of(texts: "pd.Series[str]") -> pd.DataFrame:
    """Read a column of counts and ranges into its lowest and highest ends, as text.

    A text that is not read stands in both, to be told as what it is.
    """
    meant = {text: ends_meant(text.strip()) or Ends(text, text) for text in texts.dropna().unique()}
    return pd.DataFrame(
        {
            end: texts.map({text: getattr(ends, end) or None for text, ends in meant.items()})
            for end in Ends._fields
        },
        dtype="str",
    )


def _digits(count: str) -> str:
    return re.sub("[^0-9]", "", count)


class CountColumns(NamedTuple):
    """The columns of one count: its lowest, best and highest figure; `best` is "" where there is none."""

    low: str
    best: str
    high: str


def spread_counts(texts: pd.DataFrame, columns: CountColumns) -> list[str]:
    """Write what cells of a count mean into its columns; return the cells that were read, row by row.

    A cell is read only if the columns of the ends that it names are blank or say the same; any other stays.
    """
    read: list[tuple[Any, str]] = []
    for name in filter(None, columns):
        if not has_any(texts[name]):
            continue
        given = texts[name].dropna()
        other = given[~given.str.fullmatch(r"[0-9]{1,15}")]
        meant = {text: ends for text in other.unique() if (ends := ends_meant(text))}
        for row, text in other[other.isin(list(meant))].items():
            if _write(texts, row, name, columns, meant[text]):
                read.append((row, text))
    return [text for _, text in sorted(read, key=itemgetter(0))]


def _write(texts: pd.DataFrame, row: Any, name: str, columns: CountColumns, ends: Ends) -> bool:
    """Write one cell's ends into its row, if nothing else stands there; tell whether they were written."""
    if ends.low == ends.high:
        texts.at[row, name] = ends.low
        return True
    named = [(column, end) for column, end in ((columns.low, ends.low), (columns.high, ends.high)) if end]
    if not all(_is_free(texts.at[row, column], texts.at[row, name], end) for column, end in named):
        return False
    texts.at[row, name] = None
    for column, end in named:
        texts.at[row, column] = end
    return True


def _is_free(there: Any, read: Any, end: str) -> bool:
    """Tell whether an end can be written over what is there: a blank, the cell's own text, or the same."""
    return bool(pd.isna(there)) or there in (read, end)

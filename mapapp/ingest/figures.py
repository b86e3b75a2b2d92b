"""Counts of people in other unambiguous notations: digits in groups, a range, or an open end."""

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
    """The lowest and the highest number that a text means, in digits; "" for an open end."""

    low: str
    high: str


def ends_meant(text: str) -> Ends | None:
    """Read a count, a range of counts, or one with an open end; None for anything else.

    "More than 5" and "about 5" are not read: they do not say their lowest number.
    """
    if match := re.fullmatch(_COUNT, text):
        return Ends(_digits(match[1]), _digits(match[1]))
    if match := _BETWEEN.fullmatch(text):
        low, high = (_digits(count) for count in match.groups() if count)
        return Ends(low, high) if int(low) <= int(high) else None
    if match := _AT_LEAST.fullmatch(text):
        return Ends(_digits(match[1] or match[2]), "")
    if match := _AT_MOST.fullmatch(text):
        return Ends("", _digits(match[1]))
    return None


def ends_of(texts: "pd.Series[str]") -> pd.DataFrame:
    """Split a column of counts and ranges into its lowest and highest ends, as text.

    A text that can't be read is in both, to be reported unchanged.
    """
    meanings = {text: ends_meant(text.strip()) or Ends(text, text) for text in texts.dropna().unique()}
    return pd.DataFrame(
        {
            end: texts.map({text: getattr(ends, end) or None for text, ends in meanings.items()})
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
    """Write the ends that cells of a count mean into its columns; return the cells that were read, by row.

    A cell is read only if the columns for its ends are blank or agree with it; other cells stay unchanged.
    """
    rewritten: list[tuple[Any, str]] = []
    for name in filter(None, columns):
        if not has_any(texts[name]):
            continue
        filled = texts[name].dropna()
        notations = filled[~filled.str.fullmatch(r"[0-9]{1,15}")]
        meanings = {text: ends for text in notations.unique() if (ends := ends_meant(text))}
        for row, text in notations[notations.isin(list(meanings))].items():
            if _write(texts, row, name, columns, meanings[text]):
                rewritten.append((row, text))
    return [text for _, text in sorted(rewritten, key=itemgetter(0))]


def _write(texts: pd.DataFrame, row: Any, name: str, columns: CountColumns, ends: Ends) -> bool:
    """Write a cell's ends into its row if nothing else is there; return whether they were written."""
    if ends.low == ends.high:
        texts.at[row, name] = ends.low
        return True
    targets = [(column, end) for column, end in ((columns.low, ends.low), (columns.high, ends.high)) if end]
    if not all(_is_free(texts.at[row, column], texts.at[row, name], end) for column, end in targets):
        return False
    texts.at[row, name] = None
    for column, end in targets:
        texts.at[row, column] = end
    return True


def _is_free(cell: Any, text: Any, end: str) -> bool:
    """Return whether an end may replace a cell: a blank, the text that it comes from, or the same end."""
    return bool(pd.isna(cell)) or cell in (text, end)

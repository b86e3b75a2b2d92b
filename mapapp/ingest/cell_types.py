"""Single cells: one parser for each kind, and the checks that the schema asks of each column."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest import advice
from mapapp.ingest.distinct import repeated
from mapapp.ingest.draft import decides, effect_of
from mapapp.ingest.each_value import batches_of, chunked, of_each_value, side_by_side
from mapapp.ingest.finding import Finding
from mapapp.ingest.sheet import has_any
from mapapp.model.report import Effect
from mapapp.model.schema import MAY_BE_BLANK, Column, Kind, Table

_Words = Callable[[Column, str], advice.Words]

_NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?"
_WHOLE = r"[+-]?[0-9]{1,15}(\.(0{0,2}|0{4,30}))?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PARTIAL_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_ADDRESS = (
    r"[hH][tT][tT][pP][sS]?://(\[[0-9A-Fa-f:.]+\]|[^\s\x00-\x20/?#@:\"<>\\\[\]]+)(:[0-9]{1,5})?"
    r"([/?#][^\s\x00-\x20\"<>\\]*)?"
)


def numbers(texts: "pd.Series[str]") -> "pd.Series[float]":
    """Read numbers with a decimal point; NaN for anything else."""
    return _floats(_matching(texts, _NUMBER))


def whole_numbers(texts: "pd.Series[str]") -> "pd.Series[float]":
    """Read whole numbers, also as 3.0, into floats that hold them exactly; NaN for anything else."""
    return _floats(_matching(texts, _WHOLE))


def _floats(texts: "pd.Series[str]") -> "pd.Series[float]":
    """Read what is a number; many times faster than `Series.astype`."""
    read = [pc.cast(pc.utf8_ltrim(few, "+"), pa.float64()) for few in batches_of(chunked(texts))]
    return pd.Series(pa.chunked_array(read, pa.float64()).to_numpy(), texts.index)


def _matching(texts: "pd.Series[str]", pattern: str) -> "pd.Series[str]":
    """Leave out what does not match; if all does, nothing is copied."""
    matches = texts.str.fullmatch(pattern)
    return texts if matches.sum() == texts.count() else texts.where(matches)


def days(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Read days of the calendar, YYYY-MM-DD; NaT for anything else."""
    iso = _matching(texts, _DAY)
    read = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return read.where(read.dt.year.between(advice.FIRST_YEAR, advice.LAST_YEAR))


def partial_days(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep days, months and years of the calendar; missing for anything else."""
    whole = (texts.where(texts.str.fullmatch(_PARTIAL_DAY)) + "-01-01").str.slice(0, 10)
    return texts.where(days(whole).notna())


def addresses(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep http and https addresses that have a host and no user name; missing for anything else."""
    return texts.where(texts.str.fullmatch(_ADDRESS))


def is_address(text: str) -> bool:
    """Tell whether a text is such an address."""
    return bool(re.fullmatch(_ADDRESS, text))


PARSERS: Mapping[Kind, Callable[[pd.Series], pd.Series]] = {
    Kind.NUMBER: numbers,
    Kind.INTEGER: whole_numbers,
    Kind.DATE: days,
    Kind.PARTIAL_DATE: partial_days,
    Kind.URL: addresses,
}
"""Kinds that are more than text; what a parser can't read comes back missing."""

NUMERIC = frozenset({Kind.NUMBER, Kind.INTEGER})
_NONE = pd.RangeIndex(0)


def read_cells(
    table: Table, texts: pd.DataFrame, repeats: pd.Index = _NONE
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read every column by its kind; return the values, and what was found in single cells.

    Values that can't be read, and numbers out of range, are missing among the values; words outside a
    vocabulary are still there. `repeats` are the records that `Sheet.repeated` names.
    """
    kinds = {column.kind for column in table.columns}
    blank = {kind: pd.Series(None, index=texts.index, dtype=_type_of(kind)) for kind in kinds}

    def read(column: Column) -> tuple["pd.Series[Any]", list[Finding]]:
        earlier = repeats if column.name == table.key else _NONE
        return _read(table, column, texts[column.name], blank[column.kind], earlier)

    done = side_by_side(read, table.columns, len(texts))
    values = {column.name: one for column, (one, _) in zip(table.columns, done, strict=True)}
    found = [finding for _, of_a_column in done for finding in of_a_column]
    return pd.DataFrame(values, index=texts.index, copy=False), found


def _read(
    table: Table, column: Column, cells: "pd.Series[str]", blank: "pd.Series[Any]", repeats: pd.Index
) -> tuple["pd.Series[Any]", list[Finding]]:
    """Read a column by its kind; `blank` are its values if no cell holds anything."""
    is_given = has_any(cells)
    if not is_given and not column.required:
        return blank, []
    parse = PARSERS.get(column.kind)
    read: pd.Series[Any] = cells
    if not is_given:
        read = blank
    elif parse:
        read = of_each_value(cells, parse)
    found = [
        finding
        for bad, words in _checks(table, column, cells, read, repeats)
        if bad.any()
        for finding in _findings(table, column, cells[bad], words)
    ]
    if is_given and column.kind in NUMERIC:
        within = _within(column, read)
        read = read if within.sum() == read.count() else read.where(within)
    return read, found


@cache
def _type_of(kind: Kind) -> Any:
    """Return the type of what a kind is read into."""
    nothing = pd.Series([], dtype="str")
    return PARSERS[kind](nothing).dtype if kind in PARSERS else nothing.dtype


def _checks(
    table: Table, column: Column, texts: "pd.Series[str]", read: "pd.Series[Any]", repeats: pd.Index
) -> Iterator[tuple["pd.Series[bool]", _Words]]:
    """Yield what the schema asks of a column: the cells that fail it, and what to say of them."""
    given = texts.notna()
    if column.required and column.name not in MAY_BE_BLANK:
        yield ~given, advice.blank
    if column.name == table.key:
        yield (repeated(texts) | texts.index.isin(repeats)) & given, advice.repeated
    if column.vocabulary is not None:
        yield given & ~texts.isin(list(column.vocabulary)), advice.not_allowed
    if column.kind in PARSERS:
        yield given & read.isna(), advice.unreadable
    if column.kind in NUMERIC:
        yield read.notna() & ~_within(column, read), advice.outside


def _within(column: Column, read: "pd.Series[float]") -> "pd.Series[bool]":
    lowest, highest = advice.limits(column)
    return (read >= lowest) & (read <= highest)


def _findings(table: Table, column: Column, bad: "pd.Series[str]", words: _Words) -> Iterator[Finding]:
    """Report cells of a column that fail a check."""
    texts, effect = bad.fillna(""), effect_of(table, column.name)
    if words is not advice.not_allowed or effect is not Effect.CELL_LEFT_OUT:
        yield Finding(table.name, column.name, effect, texts, partial(_told, table, column, words))
        return
    own = partial(_told, table, column, advice.own_value)
    doubtful = texts.isin([text for text in texts.unique() if _is_doubtful(column, text)])
    for effect, few in ((Effect.KEPT, texts[doubtful]), (Effect.REMARK, texts[~doubtful])):
        if len(few):
            yield Finding(table.name, column.name, effect, few, own)


def _is_doubtful(column: Column, text: str) -> bool:
    """Tell whether a value outside a vocabulary may be a slip of the pen, or decides what counts."""
    return column.name == "aggregate" or bool(advice.nearest(column, text))


def _told(table: Table, column: Column, words: _Words, text: str) -> advice.Words:
    told = words(column, text)
    return advice.undecided(*told) if decides(table, column.name) else told

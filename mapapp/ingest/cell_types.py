"""Single cells: a parser for each kind, and the checks that the schema requires of each column."""

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
from mapapp.model.table_schema import PARTIAL_DATE_PATTERN

_Words = Callable[[Column, str], advice.Words]

_NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?"
_WHOLE = r"[+-]?[0-9]{1,15}(\.(0{0,2}|0{4,30}))?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
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
    """Convert numbers as text; many times faster than `Series.astype`."""
    floats = [pc.cast(pc.utf8_ltrim(batch, "+"), pa.float64()) for batch in batches_of(chunked(texts))]
    return pd.Series(pa.chunked_array(floats, pa.float64()).to_numpy(), texts.index)


def _matching(texts: "pd.Series[str]", pattern: str) -> "pd.Series[str]":
    """Leave out what does not match; if everything matches, nothing is copied."""
    matches = texts.str.fullmatch(pattern)
    return texts if matches.sum() == texts.count() else texts.where(matches)


def days(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Read days of the calendar, YYYY-MM-DD; NaT for anything else."""
    iso = _matching(texts, _DAY)
    parsed = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return parsed.where(parsed.dt.year.between(advice.FIRST_YEAR, advice.LAST_YEAR))


def partial_days(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep days, months and years of the calendar; missing for anything else."""
    first_days = (texts.where(texts.str.fullmatch(PARTIAL_DATE_PATTERN)) + "-01-01").str.slice(0, 10)
    return texts.where(days(first_days).notna())


def addresses(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep http and https URLs that have a host and no user name; missing for anything else."""
    return texts.where(texts.str.fullmatch(_ADDRESS))


def is_address(text: str) -> bool:
    """Return whether a text is such a URL."""
    return bool(re.fullmatch(_ADDRESS, text))


PARSERS: Mapping[Kind, Callable[[pd.Series], pd.Series]] = {
    Kind.NUMBER: numbers,
    Kind.INTEGER: whole_numbers,
    Kind.DATE: days,
    Kind.PARTIAL_DATE: partial_days,
    Kind.URL: addresses,
}
"""Kinds that are more than text; what a parser can't read is missing in its result."""

NUMERIC = frozenset({Kind.NUMBER, Kind.INTEGER})
_NONE = pd.RangeIndex(0)


def read_cells(
    table: Table, texts: pd.DataFrame, repeats: pd.Index = _NONE
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read every column by its kind; return the values, and the findings in single cells.

    Values that can't be read, and numbers out of range, are missing among the values; words outside a
    vocabulary are still there. `repeats` are the records that `Sheet.repeated` names.
    """
    kinds = {column.kind for column in table.columns}
    blank = {kind: pd.Series(None, index=texts.index, dtype=_type_of(kind)) for kind in kinds}

    def read_column(column: Column) -> tuple["pd.Series[Any]", list[Finding]]:
        earlier = repeats if column.name == table.key else _NONE
        return _read(table, column, texts[column.name], blank[column.kind], earlier)

    results = side_by_side(read_column, table.columns, len(texts))
    values = {column.name: cells for column, (cells, _) in zip(table.columns, results, strict=True)}
    findings = [finding for _, of_a_column in results for finding in of_a_column]
    return pd.DataFrame(values, index=texts.index, copy=False), findings


def _read(
    table: Table, column: Column, cells: "pd.Series[str]", blank: "pd.Series[Any]", repeats: pd.Index
) -> tuple["pd.Series[Any]", list[Finding]]:
    """Read a column by its kind; `blank` are its values if every cell is blank."""
    has_cells = has_any(cells)
    if not has_cells and not column.required:
        return blank, []
    parse = PARSERS.get(column.kind)
    values: pd.Series[Any] = cells
    if not has_cells:
        values = blank
    elif parse:
        values = of_each_value(cells, parse)
    findings = [
        finding
        for bad, words in _checks(table, column, cells, values, repeats)
        if bad.any()
        for finding in _findings(table, column, cells[bad], words)
    ]
    if has_cells and column.kind in NUMERIC:
        within = _within(column, values)
        values = values if within.sum() == values.count() else values.where(within)
    return values, findings


@cache
def _type_of(kind: Kind) -> Any:
    """Return the type of the values of a kind."""
    nothing = pd.Series([], dtype="str")
    return PARSERS[kind](nothing).dtype if kind in PARSERS else nothing.dtype


def _checks(
    table: Table, column: Column, texts: "pd.Series[str]", values: "pd.Series[Any]", repeats: pd.Index
) -> Iterator[tuple["pd.Series[bool]", _Words]]:
    """Yield the checks of a column: the cells that fail one, and what to say of them."""
    filled = texts.notna()
    if column.required and column.name not in MAY_BE_BLANK:
        yield ~filled, advice.blank
    if column.name == table.key:
        yield (repeated(texts) | texts.index.isin(repeats)) & filled, advice.repeated
    if column.vocabulary is not None:
        yield filled & ~texts.isin(list(column.vocabulary)), advice.not_allowed
    if column.kind in PARSERS:
        yield filled & values.isna(), advice.unreadable
    if column.kind in NUMERIC:
        yield values.notna() & ~_within(column, values), advice.outside


def _within(column: Column, values: "pd.Series[float]") -> "pd.Series[bool]":
    lowest, highest = advice.limits(column)
    return (values >= lowest) & (values <= highest)


def _findings(table: Table, column: Column, bad: "pd.Series[str]", words: _Words) -> Iterator[Finding]:
    """Yield findings for the cells of a column that fail a check."""
    texts, effect = bad.fillna(""), effect_of(table, column.name)
    if words is not advice.not_allowed or effect is not Effect.CELL_LEFT_OUT:
        yield Finding(table.name, column.name, effect, texts, partial(_words_of, table, column, words))
        return
    words_of_own_value = partial(_words_of, table, column, advice.own_value)
    doubtful = texts.isin([text for text in texts.unique() if _is_doubtful(column, text)])
    for effect, cells in ((Effect.KEPT, texts[doubtful]), (Effect.REMARK, texts[~doubtful])):
        if len(cells):
            yield Finding(table.name, column.name, effect, cells, words_of_own_value)


def _is_doubtful(column: Column, text: str) -> bool:
    """Return whether a value outside a vocabulary may be a typing error, or decides what counts."""
    return column.name == "aggregate" or bool(advice.nearest(column, text))


def _words_of(table: Table, column: Column, words: _Words, text: str) -> advice.Words:
    advised = words(column, text)
    return advice.undecided(*advised) if decides(table, column.name) else advised

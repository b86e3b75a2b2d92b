"""Single cells: one parser for each kind, and the checks that the schema asks of each column."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from mapapp.errors import shortened
from mapapp.ingest import advice
from mapapp.ingest.draft import decides, effect_of
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import MAY_BE_BLANK, Column, Kind, Table

_NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?"
_WHOLE = r"[+-]?[0-9]{1,15}(\.0{0,30})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PARTIAL_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_ADDRESS = (
    r"[hH][tT][tT][pP][sS]?://(\[[0-9A-Fa-f:.]+\]|[^\s\x00-\x20/?#@:\"<>\\\[\]]+)(:[0-9]{1,5})?"
    r"([/?#][^\s\x00-\x20\"<>\\]*)?"
)


def numbers(texts: "pd.Series[str]") -> "pd.Series[float]":
    """Read numbers with a decimal point; NaN for anything else."""
    return texts.where(texts.str.fullmatch(_NUMBER)).astype("float64")


def whole_numbers(texts: "pd.Series[str]") -> "pd.Series[float]":
    """Read whole numbers, also as 3.0, into floats that hold them exactly; NaN for anything else."""
    return texts.where(texts.str.fullmatch(_WHOLE)).astype("float64")


def days(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Read days of the calendar, YYYY-MM-DD; NaT for anything else."""
    iso = texts.where(texts.str.fullmatch(_DAY))
    read = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return read.where(read.dt.year.between(advice.FIRST_YEAR, advice.LAST_YEAR))


def partial_days(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep days, months and years of the calendar; missing for anything else."""
    whole = (texts.where(texts.str.fullmatch(_PARTIAL_DAY)) + "-01-01").str.slice(0, 10)
    return texts.where(days(whole).notna())


def addresses(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep http and https addresses that have a host and no user name; missing for anything else."""
    return texts.where(texts.str.fullmatch(_ADDRESS))


PARSERS: Mapping[Kind, Callable[[pd.Series], pd.Series]] = {
    Kind.NUMBER: numbers,
    Kind.INTEGER: whole_numbers,
    Kind.DATE: days,
    Kind.PARTIAL_DATE: partial_days,
    Kind.URL: addresses,
}
"""Kinds that are more than text; what a parser can't read comes back missing."""

NUMERIC = frozenset({Kind.NUMBER, Kind.INTEGER})


def read_cells(table: Table, texts: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Read every column by its kind; return the values, and the faults of all single cells at once.

    Values that can't be read, and numbers out of range, are missing among the values; words outside a
    vocabulary are still there.
    """
    filled = texts.notna().any()
    checks, values = {}, texts.copy(deep=False)
    for column in table.columns:
        read = PARSERS.get(column.kind, _as_it_is)(texts[column.name])
        if column.required or filled[column.name]:
            checks[column.name] = _checks(table, column, read)
        values[column.name] = read.where(_within(column, read)) if column.kind in NUMERIC else read
    try:
        pa.DataFrameSchema(checks).validate(texts, lazy=True)
    except SchemaErrors as errors:
        return values, _faults(table, errors.failure_cases)
    return values, []


def _as_it_is(texts: "pd.Series[str]") -> "pd.Series[str]":
    return texts


def _faults(table: Table, failures: pd.DataFrame) -> list[Fault]:
    found = []
    for name, check, value, row in zip(
        failures["column"], failures["check"], failures["failure_case"], failures["index"], strict=True
    ):
        text = value if isinstance(value, str) else ""
        if text or check == "not_nullable":
            found.append(_fault(table, name, check, text, int(row)))
    return found


def _fault(table: Table, name: str, check: str, text: str, row: int) -> Fault:
    effect = effect_of(table, name)
    if check == "vocabulary" and effect is Effect.CELL_LEFT_OUT:
        effect = Effect.KEPT if advice.nearest(table[name], text) else Effect.REMARK
        reason, remedy = advice.own_value(table[name], text)
    else:
        reason, remedy = _WORDS[check](table[name], text)
    if decides(table, name):
        reason, remedy = advice.undecided(reason, remedy)
    return Fault(table.name, row, name, shortened(text), reason, remedy, effect)


def _checks(table: Table, column: Column, read: "pd.Series[Any]") -> pa.Column:
    return pa.Column(
        checks=list(_value_checks(column, read)),
        nullable=not column.required or column.name in MAY_BE_BLANK,
        unique=column.name == table.key,
        report_duplicates="exclude_first",
    )


def _value_checks(column: Column, read: "pd.Series[Any]") -> Iterator[pa.Check]:
    if column.vocabulary is not None:
        yield pa.Check.isin(list(column.vocabulary), error="vocabulary")
    if column.kind in PARSERS:
        yield pa.Check(lambda texts: read[texts.index].notna(), error="readable")
    if column.kind in NUMERIC:
        inside = _within(column, read) | read.isna()
        yield pa.Check(lambda texts: inside[texts.index], error="range")


def _within(column: Column, read: "pd.Series[float]") -> "pd.Series[bool]":
    lowest, highest = advice.limits(column)
    return (read >= lowest) & (read <= highest)


_WORDS: Mapping[str, Callable[[Column, str], advice.Words]] = {
    "not_nullable": advice.blank,
    "field_uniqueness": advice.repeated,
    "vocabulary": advice.not_allowed,
    "readable": advice.unreadable,
    "range": advice.outside,
}

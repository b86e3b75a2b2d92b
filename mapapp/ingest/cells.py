"""Single cells: one parser for each kind, and the checks that the schema asks of each column."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from mapapp.errors import shortened
from mapapp.ingest import advice
from mapapp.ingest.draft import effect_of
from mapapp.report import Fault
from mapapp.schema import MAY_BE_BLANK, Column, Kind, Table

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


def typed(table: Table, texts: pd.DataFrame) -> pd.DataFrame:
    """Read every column by its kind; unreadable values and numbers out of range come back missing."""
    values = texts.copy(deep=False)
    for column in table.columns:
        if column.kind in PARSERS:
            read = PARSERS[column.kind](texts[column.name])
            values[column.name] = read.where(_within(column, read)) if column.kind in NUMERIC else read
    return values


def cell_faults(table: Table, texts: pd.DataFrame) -> list[Fault]:
    """Return every fault of a single cell, whatever else is wrong with its row."""
    try:
        _checks(table, texts).validate(texts, lazy=True)
    except SchemaErrors as errors:
        return _faults(table, errors.failure_cases)
    return []


def _faults(table: Table, failures: pd.DataFrame) -> list[Fault]:
    found = []
    for name, check, value, row in zip(
        failures["column"], failures["check"], failures["failure_case"], failures["index"], strict=True
    ):
        text = value if isinstance(value, str) else ""
        if text or check == "not_nullable":
            reason, remedy = _WORDS[check](table[name], text)
            found.append(
                Fault(table.name, int(row), name, shortened(text), reason, remedy, effect_of(table, name))
            )
    return found


def _checks(table: Table, texts: pd.DataFrame) -> pa.DataFrameSchema:
    filled = texts.notna().any()
    checked = [column for column in table.columns if column.required or filled[column.name]]
    return pa.DataFrameSchema({column.name: _column(table, column) for column in checked})


def _column(table: Table, column: Column) -> pa.Column:
    return pa.Column(
        checks=list(_column_checks(column)),
        nullable=not column.required or column.name in MAY_BE_BLANK,
        unique=column.name == table.key,
        report_duplicates="exclude_first",
    )


def _column_checks(column: Column) -> Iterator[pa.Check]:
    if column.vocabulary is not None:
        yield pa.Check.isin(list(column.vocabulary), error="vocabulary")
    if column.kind in PARSERS:
        yield pa.Check(lambda texts: PARSERS[column.kind](texts).notna(), error="readable")
    if column.kind in NUMERIC:
        yield pa.Check(
            lambda texts: _within_or_unreadable(column, PARSERS[column.kind](texts)), error="range"
        )


def _within_or_unreadable(column: Column, read: "pd.Series[float]") -> "pd.Series[bool]":
    return _within(column, read) | read.isna()


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

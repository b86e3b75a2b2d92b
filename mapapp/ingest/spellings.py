"""Unambiguous other spellings of values, rewritten as in the schema, with notes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from mapapp.errors import quoted, shortened
from mapapp.ingest.date_notations import (
    Day,
    OrderSign,
    add_order_signs,
    agreed_orders,
    could_mean_another,
    orders_of,
    separator_of,
    unambiguous_day,
    unambiguous_interval,
    year_first,
)
from mapapp.ingest.degrees import degrees_meant, with_point
from mapapp.ingest.each_value import of_each_value, parts_of
from mapapp.ingest.figures import CountColumns, spread_counts
from mapapp.ingest.habits import Habits
from mapapp.ingest.sheet import has_any
from mapapp.messages import Note, fault
from mapapp.model.report import Effect, Fault
from mapapp.model.schema import (
    CLAIMS,
    COORDINATES,
    HARMS,
    INCIDENTS,
    LIST_SEPARATOR,
    ROLES,
    Column,
    Kind,
    Table,
)

NO_VALUE = frozenset({"nan", "na", "n/a", "none", "null", "unknown", "-", "–", "—", "?"})
"""What other programs write for an unknown coordinate, in lower case."""


_AT_MIDNIGHT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]00:00(:00(\.0+)?)?"


def notice_habits(habits: Habits, table: Table, texts: pd.DataFrame) -> None:
    """Add to the habits of a file what its next rows reveal."""
    for column in table.columns:
        cells = texts[column.name]
        if column.kind in {Kind.DATE, Kind.PARTIAL_DATE} and has_any(cells):
            add_order_signs(_not_iso(cells)[1].unique(), habits.orders.setdefault(column.name, {}))
        elif column.name in COORDINATES and _has_point(cells):
            habits.with_points.add(column.name)


def _has_point(cells: "pd.Series[str]") -> bool:
    return bool(cells.str.contains(".", regex=False).any())


@dataclass
class RespelledTable:
    """A table's text as the schema writes it, what was left out or doubtful, and notes of what was changed.

    `depends_on_column`: whether the meaning of a cell, or what is reported of it, depends on other cells of
    its column; it does not if the `habits` of the whole file are known.
    """

    texts: pd.DataFrame
    habits: Habits | None = None
    depends_on_column: bool = False
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def respell(table: Table, texts: pd.DataFrame, file: str, habits: Habits | None = None) -> RespelledTable:
    """Write values as the schema does where another spelling means the same, row by row.

    This covers letter case in vocabularies, dates in other notations, an interval in one cell, words for "no
    value" among coordinates, degrees in other notations, and counts of people that are ranges or have digits
    in groups. Ambiguous values stay unchanged. `file` is the name for notes; `habits` are those of the whole
    file if the rows are only a part of it.
    """
    result = RespelledTable(texts.copy(deep=False), habits)
    for column in table.columns:
        if not has_any(result.texts[column.name]):
            continue
        if column.vocabulary is not None:
            _spell_as_vocabulary(result, column)
        elif column.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
            _spell_days(result, table, column, file)
        elif column.name in ROLES and column.kind is Kind.LIST:
            result.texts[column.name] = _tidy_lists(result.texts[column.name])
        elif table.name == INCIDENTS.name and column.name in COORDINATES:
            _spell_degrees(result, table, column, file)
    for harm in HARMS if table.name in (INCIDENTS.name, CLAIMS.name) else ():
        _spread_figures(result, harm, file)
    return result


def _spell_as_vocabulary(result: RespelledTable, column: Column) -> None:
    words = {word.casefold(): word for word in column.vocabulary or ()}
    texts = result.texts[column.name]
    is_other = texts.notna() & ~texts.isin(list(words.values()))
    if is_other.any():
        meanings = {text: word for text in texts[is_other].unique() if (word := words.get(text.casefold()))}
        result.texts[column.name] = _overwritten(texts, _translated(texts[is_other], meanings).dropna())


def _tidy_lists(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Write each value of a list once, without white space around it."""
    parts = parts_of(texts, LIST_SEPARATOR)
    stripped = parts.str.strip()
    is_repeated = (
        pd.DataFrame({"row": parts.index, "part": pd.factorize(stripped)[0]}).duplicated().to_numpy()
    )
    untidy = parts.index[(stripped.ne(parts) | stripped.eq("")).to_numpy() | is_repeated].unique()
    return _overwritten(texts, texts[untidy].map(_tidy_list).astype("str")) if len(untidy) else texts


def _tidy_list(text: str) -> str | None:
    parts = filter(None, map(str.strip, text.split(LIST_SEPARATOR)))
    return LIST_SEPARATOR.join(dict.fromkeys(parts)) or None


def _spell_days(result: RespelledTable, table: Table, column: Column, file: str) -> None:
    texts = result.texts[column.name]
    at_midnight, others = _not_iso(texts)
    not_iso = texts[at_midnight.index]
    if not_iso.empty:
        return
    notations = others.unique()
    orders = (
        agreed_orders(result.habits.orders.get(column.name, {})) if result.habits else orders_of(notations)
    )
    result.depends_on_column |= bool(orders) and not result.habits
    spelled = {text: year_first(text, orders) for text in notations}
    if column.name == "date_start":
        remaining = _spell_intervals(result, others, spelled, file)
        if len(remaining) < len(others):
            others, notations = remaining, remaining.unique()
    meanings = {text: day for text in notations if (day := unambiguous_day(spelled[text]))}
    days = at_midnight.fillna(_translated(others, {text: day.day for text, day in meanings.items()})).dropna()
    if days.empty:
        return
    originals = not_iso if len(days) == len(not_iso) else not_iso[days.index]
    result.texts[column.name] = _overwritten(result.texts[column.name], days)
    parameters = {
        "file": file,
        "column": column.name,
        "value": quoted(originals.iloc[0]),
        "day": days.iloc[0],
    }
    result.notes.append(Note.of("days-respelled", count=len(originals), **parameters))
    result.notes += _order_notes(originals, meanings, orders, file, column.name)
    _remark_on_times(result, table, column, originals, meanings)


def _not_iso(texts: "pd.Series[str]") -> tuple["pd.Series[str]", "pd.Series[str]"]:
    """Return, of the cells that are not days in the schema's form, the days at midnight and the other cells.

    The first series has all of these cells, blank where they are not a day at midnight.
    """
    not_iso = texts[of_each_value(texts, _is_no_iso_day)]
    at_midnight = of_each_value(not_iso, _days_at_midnight)
    return at_midnight, not_iso[at_midnight.isna()]


def _days_at_midnight(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return the days of the calendar that are followed by midnight; all else is missing."""
    days = texts.str.slice(0, 10).where(texts.str.fullmatch(_AT_MIDNIGHT).fillna(False).astype(bool))
    return days.where(pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").notna())


def _is_no_iso_day(texts: "pd.Series[str]") -> "pd.Series[bool]":
    return texts.notna() & ~texts.str.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?").fillna(False).astype(
        bool
    )


def _translated(texts: "pd.Series[str]", meanings: Mapping[str, str | None]) -> "pd.Series[str]":
    """Return what each text means; missing for texts that are not in the mapping."""
    return of_each_value(texts, lambda values: values.map(meanings).astype("str"))


def _overwritten(texts: "pd.Series[str]", others: "pd.Series[str]") -> "pd.Series[str]":
    """Replace some texts by others, by record number."""
    return others if len(others) == len(texts) else texts.mask(texts.index.isin(others.index), others)


def _order_notes(
    originals: "pd.Series[str]",
    meanings: Iterable[str],
    orders: Mapping[str, OrderSign],
    file: str,
    column: str,
) -> Iterator[str]:
    """Yield notes on the days read for ambiguous dates, and why; `meanings` are the texts in `originals`."""
    if not (ambiguous := list(filter(could_mean_another, meanings))):
        return
    doubtful = originals[originals.isin(ambiguous)]
    for separator, dates in doubtful.groupby(doubtful.map(separator_of), sort=True):
        order, example = orders[str(separator)]
        parameters: dict[str, str | float] = {"file": file, "column": column, "value": quoted(dates.iloc[0])}
        parameters["count"] = len(dates)
        if example:
            yield Note.of(
                "days-in-order", order=order.replace(" ", "-"), example=quoted(example), **parameters
            )
        else:
            yield Note.of("days-with-dots", **parameters)


def _spell_intervals(
    result: RespelledTable, texts: "pd.Series[str]", spelled: Mapping[str, str], file: str
) -> "pd.Series[str]":
    """Spread an interval in date_start over both ends where date_end is blank; return the remaining texts."""
    meanings = {text: ends for text, day in spelled.items() if (ends := unambiguous_interval(day))}
    if not meanings:
        return texts
    originals = texts[texts.isin(list(meanings)) & result.texts.loc[texts.index, "date_end"].isna()]
    if originals.empty:
        return texts
    for position, name in enumerate(("date_start", "date_end")):
        days = _translated(originals, {text: ends[position] for text, ends in meanings.items()})
        result.texts[name] = _overwritten(result.texts[name], days)
    result.notes.append(
        Note.of("intervals-spread", file=file, count=len(originals), value=quoted(originals.iloc[0]))
    )
    remaining: pd.Series[str] = texts.drop(originals.index)
    return remaining


def _remark_on_times(
    result: RespelledTable,
    table: Table,
    column: Column,
    originals: "pd.Series[str]",
    meanings: Mapping[str, Day],
) -> None:
    with_time = [text for text, day in meanings.items() if day.clock.strip("0:.")]
    for row, text in originals[originals.isin(with_time)].items() if with_time else ():
        zone = meanings[text].zone or "none"
        words = fault("time-of-day", value=quoted(text), zone=zone, table=table.name)
        result.faults.append(
            Fault(table.name, int(str(row)), column.name, shortened(text), *words, Effect.REMARK)
        )


def _spread_figures(result: RespelledTable, harm: str, file: str) -> None:
    best = f"{harm}_best"
    columns = CountColumns(f"{harm}_low", best if best in result.texts else "", f"{harm}_high")
    if originals := spread_counts(result.texts, columns):
        parameters = {"file": file, "harm": harm, "value": quoted(originals[0])}
        result.notes.append(Note.of("figures-respelled", count=len(originals), **parameters))


def _spell_degrees(result: RespelledTable, table: Table, column: Column, file: str) -> None:
    """Rewrite degrees in other notations; decimal commas only if no number of the column has a point."""
    texts = result.texts[column.name]
    notations = texts[texts.notna() & ~texts.str.fullmatch(r"[+-]?[0-9.]+").fillna(False).astype(bool)]
    notations = _without_no_value(result, table, column, notations)
    if notations.empty:
        return
    texts = result.texts[column.name]
    has_comma = notations.str.contains(",", regex=False).any()
    result.depends_on_column |= bool(has_comma) and not result.habits
    with_commas = has_comma and not (
        column.name in result.habits.with_points if result.habits else _has_point(texts)
    )
    meanings = {
        text: number
        for text in notations.unique()
        if (number := degrees_meant(text, column.name) or (with_point(text) if with_commas else ""))
    }
    if not meanings:
        return
    degrees = _translated(notations, meanings).dropna()
    originals = notations[degrees.index]
    result.texts[column.name] = _overwritten(texts, degrees)
    example = originals.iloc[0]
    parameters = {"file": file, "column": column.name, "value": quoted(example), "degrees": meanings[example]}
    result.notes.append(Note.of("degrees-respelled", count=len(originals), **parameters))


def _without_no_value(
    result: RespelledTable, table: Table, column: Column, notations: "pd.Series[str]"
) -> "pd.Series[str]":
    """Blank words for "no value" among texts that are not numbers; return the remaining texts."""
    is_no_value = notations.str.casefold().isin(NO_VALUE)
    if not is_no_value.any():
        return notations
    for row, text in notations[is_no_value].items():
        words = fault("blank-in-words", value=repr(text))
        result.faults.append(Fault(table.name, int(str(row)), column.name, text, *words, Effect.REMARK))
    texts = result.texts[column.name]
    result.texts[column.name] = texts.mask(texts.index.isin(notations.index[is_no_value]))
    return notations[~is_no_value]

"""Other spellings of a value that mean exactly one thing, read as the schema writes it, and told."""

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
from mapapp.model.schema import CLAIMS, HARMS, INCIDENTS, LIST_SEPARATOR, ROLES, Column, Kind, Table

NO_VALUE = frozenset({"nan", "na", "n/a", "none", "null", "unknown", "-", "–", "—", "?"})
"""What other programs write into a coordinate that is not known, in lower case."""


_AT_MIDNIGHT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]00:00(:00(\.0+)?)?"


_DEGREES = frozenset({"latitude", "longitude"})


def notice_habits(habits: Habits, table: Table, texts: pd.DataFrame) -> None:
    """Add what the next rows of a file show of its habits."""
    for column in table.columns:
        cells = texts[column.name]
        if column.kind in {Kind.DATE, Kind.PARTIAL_DATE} and has_any(cells):
            add_order_signs(_not_iso(cells)[1].unique(), habits.orders.setdefault(column.name, {}))
        elif column.name in _DEGREES and _has_point(cells):
            habits.with_points.add(column.name)


def _has_point(cells: "pd.Series[str]") -> bool:
    return bool(cells.str.contains(".", regex=False).any())


@dataclass
class Respelled:
    """A table's text as the schema writes it, what was left out or doubtful, and notes of what was changed.

    `depends_on_column`: whether the meaning of a cell, or what is reported of it, depends on other cells of
    its column; it does not if the `habits` of the whole file are known.
    """

    texts: pd.DataFrame
    habits: Habits | None = None
    depends_on_column: bool = False
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def respell(table: Table, texts: pd.DataFrame, file: str, habits: Habits | None = None) -> Respelled:
    """Write values as the schema does where another spelling means the same, row for row.

    Letter case in vocabularies, dates in other notations, an interval in one cell, words for "no value" among
    coordinates, degrees in other notations, and counts of people that are ranges or have digits in groups.
    What may mean several things stays as it is. `file` is the name to tell of, `habits` are those of the
    file if these are not all of its rows.
    """
    done = Respelled(texts.copy(deep=False), habits)
    for column in table.columns:
        if not has_any(done.texts[column.name]):
            continue
        if column.vocabulary is not None:
            _spell_as_vocabulary(done, column)
        elif column.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
            _spell_days(done, table, column, file)
        elif column.name in ROLES and column.kind is Kind.LIST:
            done.texts[column.name] = _tidy_lists(done.texts[column.name])
        elif table.name == INCIDENTS.name and column.name in _DEGREES:
            _spell_degrees(done, table, column, file)
    for harm in HARMS if table.name in (INCIDENTS.name, CLAIMS.name) else ():
        _spread_figures(done, harm, file)
    return done


def _spell_as_vocabulary(done: Respelled, column: Column) -> None:
    spelled = {word.casefold(): word for word in column.vocabulary or ()}
    texts = done.texts[column.name]
    other = texts.notna() & ~texts.isin(list(spelled.values()))
    if other.any():
        meant = {text: word for text in texts[other].unique() if (word := spelled.get(text.casefold()))}
        done.texts[column.name] = _written_over(texts, _replaced(texts[other], meant).dropna())


def _tidy_lists(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Write each value of a list once, with no blank around it."""
    parts = parts_of(texts, LIST_SEPARATOR)
    bare = parts.str.strip()
    again = pd.DataFrame({"row": parts.index, "part": pd.factorize(bare)[0]}).duplicated().to_numpy()
    untidy = parts.index[(bare.ne(parts) | bare.eq("")).to_numpy() | again].unique()
    return _written_over(texts, texts[untidy].map(_tidy_list).astype("str")) if len(untidy) else texts


def _tidy_list(text: str) -> str | None:
    parts = filter(None, map(str.strip, text.split(LIST_SEPARATOR)))
    return LIST_SEPARATOR.join(dict.fromkeys(parts)) or None


def _spell_days(done: Respelled, table: Table, column: Column, file: str) -> None:
    texts = done.texts[column.name]
    at_midnight, rest = _not_iso(texts)
    other = texts[at_midnight.index]
    if other.empty:
        return
    given = rest.unique()
    orders = agreed_orders(done.habits.orders.get(column.name, {})) if done.habits else orders_of(given)
    done.depends_on_column |= bool(orders) and not done.habits
    spelled = {text: year_first(text, orders) for text in given}
    if column.name == "date_start" and len(left := _spell_intervals(done, rest, spelled, file)) < len(rest):
        rest, given = left, left.unique()
    meant = {text: day for text in given if (day := unambiguous_day(spelled[text]))}
    days = at_midnight.fillna(_replaced(rest, {text: day.day for text, day in meant.items()})).dropna()
    if days.empty:
        return
    read = other if len(days) == len(other) else other[days.index]
    done.texts[column.name] = _written_over(done.texts[column.name], days)
    said = {"file": file, "column": column.name, "value": quoted(read.iloc[0]), "day": days.iloc[0]}
    done.notes.append(Note.of("days-respelled", count=len(read), **said))
    done.notes += _order_told(read, meant, orders, file, column.name)
    _tell_times(done, table, column, read, meant)


def _not_iso(texts: "pd.Series[str]") -> tuple["pd.Series[str]", "pd.Series[str]"]:
    """Return of the cells that are no days as the schema writes them those at midnight, and the other cells.

    The first has all of these cells, with the day of those at midnight.
    """
    other = texts[of_each_value(texts, _is_no_iso_day)]
    at_midnight = of_each_value(other, _days_at_midnight)
    return at_midnight, other[at_midnight.isna()]


def _days_at_midnight(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return the days of the calendar behind which midnight is written; all else is missing."""
    days = texts.str.slice(0, 10).where(texts.str.fullmatch(_AT_MIDNIGHT).fillna(False).astype(bool))
    return days.where(pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").notna())


def _is_no_iso_day(texts: "pd.Series[str]") -> "pd.Series[bool]":
    return texts.notna() & ~texts.str.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?").fillna(False).astype(
        bool
    )


def _replaced(texts: "pd.Series[str]", meant: Mapping[str, str | None]) -> "pd.Series[str]":
    """Return what each text means; missing for those of which it is not said."""
    return of_each_value(texts, lambda values: values.map(meant).astype("str"))


def _written_over(texts: "pd.Series[str]", others: "pd.Series[str]") -> "pd.Series[str]":
    """Put other texts, by the numbers of their records, in the place of some."""
    return others if len(others) == len(texts) else texts.mask(texts.index.isin(others.index), others)


def _order_told(
    read: "pd.Series[str]", meant: Iterable[str], orders: Mapping[str, OrderSign], file: str, column: str
) -> Iterator[str]:
    """Say of dates that may mean two days which of them was read, and why; `meant` are those in `read`."""
    if not (of_two_days := list(filter(could_mean_another, meant))):
        return
    doubtful = read[read.isin(of_two_days)]
    for mark, few in doubtful.groupby(doubtful.map(separator_of), sort=True):
        order, example = orders[str(mark)]
        said: dict[str, str | float] = {"file": file, "column": column, "value": quoted(few.iloc[0])}
        said["count"] = len(few)
        if example:
            yield Note.of("days-in-order", order=order.replace(" ", "-"), example=quoted(example), **said)
        else:
            yield Note.of("days-with-dots", **said)


def _spell_intervals(
    done: Respelled, other: "pd.Series[str]", spelled: Mapping[str, str], file: str
) -> "pd.Series[str]":
    """Let an interval in date_start fill both ends where date_end is blank; return what is left to read."""
    meant = {text: ends for text, day in spelled.items() if (ends := unambiguous_interval(day))}
    if not meant:
        return other
    read = other[other.isin(list(meant)) & done.texts.loc[other.index, "date_end"].isna()]
    if read.empty:
        return other
    for position, name in enumerate(("date_start", "date_end")):
        days = _replaced(read, {text: ends[position] for text, ends in meant.items()})
        done.texts[name] = _written_over(done.texts[name], days)
    done.notes.append(Note.of("intervals-spread", file=file, count=len(read), value=quoted(read.iloc[0])))
    left: pd.Series[str] = other.drop(read.index)
    return left


def _tell_times(
    done: Respelled, table: Table, column: Column, read: "pd.Series[str]", meant: Mapping[str, Day]
) -> None:
    with_time = [text for text, day in meant.items() if day.clock.strip("0:.")]
    for row, text in read[read.isin(with_time)].items() if with_time else ():
        zone = meant[text].zone or "none"
        words = fault("time-of-day", value=quoted(text), zone=zone, table=table.name)
        done.faults.append(
            Fault(table.name, int(str(row)), column.name, shortened(text), *words, Effect.REMARK)
        )


def _spread_figures(done: Respelled, harm: str, file: str) -> None:
    best = f"{harm}_best"
    columns = CountColumns(f"{harm}_low", best if best in done.texts else "", f"{harm}_high")
    if read := spread_counts(done.texts, columns):
        said = {"file": file, "harm": harm, "value": quoted(read[0])}
        done.notes.append(Note.of("figures-respelled", count=len(read), **said))


def _spell_degrees(done: Respelled, table: Table, column: Column, file: str) -> None:
    """Read degrees in other notations; decimal commas only if no number of the column has a point."""
    texts = done.texts[column.name]
    other = texts[texts.notna() & ~texts.str.fullmatch(r"[+-]?[0-9.]+").fillna(False).astype(bool)]
    other = _without_no_value(done, table, column, other)
    if other.empty:
        return
    texts = done.texts[column.name]
    has_comma = other.str.contains(",", regex=False).any()
    done.depends_on_column |= bool(has_comma) and not done.habits
    commas = has_comma and not (column.name in done.habits.with_points if done.habits else _has_point(texts))
    meant = {
        text: number
        for text in other.unique()
        if (number := degrees_meant(text, column.name) or (with_point(text) if commas else ""))
    }
    if not meant:
        return
    degrees = _replaced(other, meant).dropna()
    read = other[degrees.index]
    done.texts[column.name] = _written_over(texts, degrees)
    example = read.iloc[0]
    said = {"file": file, "column": column.name, "value": quoted(example), "degrees": meant[example]}
    done.notes.append(Note.of("degrees-respelled", count=len(read), **said))


def _without_no_value(
    done: Respelled, table: Table, column: Column, other: "pd.Series[str]"
) -> "pd.Series[str]":
    """Blank words for "no value" among texts that are no numbers; return the rest of these."""
    nothing = other.str.casefold().isin(NO_VALUE)
    if not nothing.any():
        return other
    for row, text in other[nothing].items():
        words = fault("blank-in-words", value=repr(text))
        done.faults.append(Fault(table.name, int(str(row)), column.name, text, *words, Effect.REMARK))
    texts = done.texts[column.name]
    done.texts[column.name] = texts.mask(texts.index.isin(other.index[nothing]))
    return other[~nothing]

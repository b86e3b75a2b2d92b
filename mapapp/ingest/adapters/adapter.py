"""The shape of an adapter: the columns by which it recognises a file, and how it translates them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from mapapp.model.report import Fault
from mapapp.model.schema import INCIDENTS, LIST_SEPARATOR


@dataclass(frozen=True, slots=True)
class Translation:
    """The three tables made from a file, as text, with its faults and notes.

    The index of `incidents` holds the file's record numbers. Sources are in the order of the rows, except for
    the last `sources_at_end`, which follow those of all rows.
    """

    incidents: pd.DataFrame
    claims: pd.DataFrame
    sources: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    sources_at_end: int = 0


@dataclass(frozen=True, slots=True)
class Adapter:
    """The translation of one project's data set.

    `marks` are columns, in lower case, that only its files have together. `becomes` documents what each
    translated column becomes; all others are kept unchanged. `fits` decides where the columns alone do not.
    `translate` takes a file's text, with column names in lower case. `by_rows` is whether each row is
    translated independently of the others.
    """

    name: str
    about: str
    marks: frozenset[str]
    becomes: Mapping[str, str]
    translate: Callable[[pd.DataFrame], Translation]
    fits: Callable[[pd.DataFrame], bool] = lambda _cells: True
    by_rows: bool = False

    def knows(self, cells: pd.DataFrame) -> bool:
        """Return whether a file is from this data set; one with our own identifiers is ours."""
        names = set(cells.columns)
        return (
            names >= self.marks
            and INCIDENTS.key not in names
            and len(names) == len(cells.columns)
            and self.fits(cells)
        )


def column(cells: pd.DataFrame, name: str) -> "pd.Series[str]":
    """Return a column, all blank if the file lacks it."""
    return cells[name] if name in cells else pd.Series(None, cells.index, dtype="str")


def joined_names(first: "pd.Series[str]", second: "pd.Series[str]") -> "pd.Series[str]":
    """Join two columns of names into lists, row by row; a blank adds nothing."""
    return (first + (LIST_SEPARATOR + second).fillna("")).fillna(second)


def first_filled(cells: pd.DataFrame, names: Sequence[str]) -> "pd.Series[str]":
    """Return, row by row, the first value in several columns that is not blank."""
    values = column(cells, names[0])
    for name in names[1:]:
        values = values.fillna(column(cells, name))
    return values


def event_types(texts: "pd.Series[str]", kinds: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Translate words or codes, in any letter case, into event and sub-event types; others become blank."""
    words = texts.str.casefold()
    types, subs = (words.map({word: kind[part] for word, kind in kinds.items()}) for part in (0, 1))
    return pd.DataFrame({"event_type": types, "sub_event_type": subs.mask(subs.eq(""))}, dtype="str")


def unique_identifiers(ids: "pd.Series[str]") -> "pd.Series[str]":
    """Number identifiers that occur in several rows, from the second on: `a`, `a-2`."""
    again = ids.groupby(ids).cumcount()
    return ids + ("-" + (again + 1).astype("str")).where(again.gt(0), "")


def with_other_columns(
    translated: pd.DataFrame, cells: pd.DataFrame, renamed: Mapping[str, str]
) -> pd.DataFrame:
    """Add the columns that are only renamed, and those that stay unchanged."""
    renamed_columns = {ours: cells[theirs] for theirs, ours in renamed.items() if theirs in cells}
    other_columns = [name for name in cells if name not in renamed and name not in translated]
    return translated.assign(**renamed_columns).join(cells[other_columns])

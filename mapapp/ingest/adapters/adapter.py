"""What every adapter is: the columns by which it knows a file, what it makes of them, and how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from mapapp.model.report import Fault
from mapapp.model.schema import INCIDENTS, LIST_SEPARATOR


@dataclass(frozen=True, slots=True)
class Translation:
    """The three tables that a file amounts to, as text; what is doubtful in it; what to tell of it.

    The index of `incidents` holds the file's record numbers. As many of the sources as `later` says, the
    last, are listed behind those of all rows, the others in the order of the rows.
    """

    incidents: pd.DataFrame
    claims: pd.DataFrame
    sources: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    later: int = 0


@dataclass(frozen=True, slots=True)
class Adapter:
    """One data set of others.

    `marks` are columns, in lower case, that only its files have together. `becomes` says for the
    documentation what each column that is translated becomes; all others are kept as they are. `fits` is
    asked too where the columns alone don't tell. `translate` is given a file's text, names in lower case.
    `by_rows` is whether what becomes of each row hangs on no other.
    """

    name: str
    about: str
    marks: frozenset[str]
    becomes: Mapping[str, str]
    translate: Callable[[pd.DataFrame], Translation]
    fits: Callable[[pd.DataFrame], bool] = lambda _cells: True
    by_rows: bool = False

    def knows(self, cells: pd.DataFrame) -> bool:
        """Tell whether a file is of this data set; one that has our own identifiers is ours."""
        names = set(cells.columns)
        return (
            names >= self.marks
            and INCIDENTS.key not in names
            and len(names) == len(cells.columns)
            and self.fits(cells)
        )


def column(cells: pd.DataFrame, name: str) -> "pd.Series[str]":
    """Return a column, blank throughout if the file lacks it."""
    return cells[name] if name in cells else pd.Series(None, cells.index, dtype="str")


def joined(first: "pd.Series[str]", second: "pd.Series[str]") -> "pd.Series[str]":
    """Join two columns of names as a list, row for row; one that is blank adds nothing."""
    return (first + (LIST_SEPARATOR + second).fillna("")).fillna(second)


def first_of(cells: pd.DataFrame, names: Sequence[str]) -> "pd.Series[str]":
    """Return, row for row, what stands in the first of several columns that is not blank."""
    found = column(cells, names[0])
    for name in names[1:]:
        found = found.fillna(column(cells, name))
    return found


def known(texts: "pd.Series[str]", kinds: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Translate words or codes, in any case, into event types and sub-event types; all others are blank."""
    words = texts.str.casefold()
    types, subs = (words.map({word: kind[part] for word, kind in kinds.items()}) for part in (0, 1))
    return pd.DataFrame({"event_type": types, "sub_event_type": subs.mask(subs.eq(""))}, dtype="str")


def told_apart(ids: "pd.Series[str]") -> "pd.Series[str]":
    """Number identifiers that stand in several rows, from the second on; `a`, `a-2`."""
    again = ids.groupby(ids).cumcount()
    return ids + ("-" + (again + 1).astype("str")).where(again.gt(0), "")


def with_rest(translated: pd.DataFrame, cells: pd.DataFrame, renamed: Mapping[str, str]) -> pd.DataFrame:
    """Add the columns that are only renamed, and those that stay as they are."""
    named = {ours: cells[theirs] for theirs, ours in renamed.items() if theirs in cells}
    rest = [name for name in cells if name not in renamed and name not in translated]
    return translated.assign(**named).join(cells[rest])

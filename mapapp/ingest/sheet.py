"""One table as text: what every format is read into."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest.each_value import batches_of, chunked
from mapapp.ingest.habits import Habits
from mapapp.ingest.stored import StoredFile
from mapapp.model.ends_of_texts import begin_or_end, bounds, first_bytes, last_bytes
from mapapp.model.report import Fault

_WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ENDS_OF_WHITE_SPACE = first_bytes(_WHITE_SPACE), last_bytes(_WHITE_SPACE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it is in a file: the names of its columns, and its cells as text, blanks missing.

    The index of `cells` holds record numbers (the header is 1). Records that can't be split into cells are
    only in `faults`. `ended`: whether the last row of a text has a line end. `is_translated`: whether an
    adapter made it from a foreign data set's file, whose gaps its readers can't fill. `tags` are the columns'
    tags in the Humanitarian Exchange Language (HXL), if the file has a row of them. `in_pairs`: whether every
    quotation mark of a text opens a cell, closes it, or is an escaped mark inside one. If the sheet is a part
    of a file, `repeated` are the numbers of records whose identifier is in an earlier part, and `habits` are
    those of the whole file, as far as they are known.
    """

    file: StoredFile
    names: tuple[str, ...]
    cells: pd.DataFrame
    rows_in: int
    faults: list[Fault] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    blank_lines: int = 0
    ended: bool = True
    is_translated: bool = False
    tags: tuple[str, ...] = ()
    in_pairs: bool = True
    habits: Habits | None = None
    repeated: pd.Index = field(default_factory=partial(pd.RangeIndex, 0))

    def without_bytes(self) -> "Sheet":
        """Drop the file's bytes: they may take as much memory as the cells."""
        return replace(self, file=replace(self.file, data=b""))


def has_any(cells: "pd.Series[Any]") -> bool:
    """Return whether any cell holds something; many times faster than `notna().any()` on a short column."""
    return not cells.array.isna().all()


def trimmed(cells: "pd.Series[str]") -> "pd.Series[str]":
    """Strip white space from both ends; cells of nothing else become missing. Copies only what changes."""
    if not has_any(cells):
        return cells
    if all(map(_are_trimmed, batches_of(chunked(cells)))):
        return cells
    stripped = cells.str.strip()
    blank = stripped.eq("")
    return stripped.mask(blank) if blank.any() else stripped


def _are_trimmed(texts: pa.Array) -> bool:
    """Return whether no text is empty or has white space at an end."""
    offsets, _ = bounds(texts)
    may_be_empty = texts.null_count < len(texts) and (offsets[1:] == offsets[:-1]).any()
    if may_be_empty and pc.any(pc.equal(pc.binary_length(texts), 0)).as_py():
        return False
    may_have_space = begin_or_end(texts, *_ENDS_OF_WHITE_SPACE)
    if not may_have_space.any():
        return True
    doubtful = texts.filter(pa.array(may_have_space))
    return bool(pc.all(pc.equal(pc.utf8_trim_whitespace(doubtful), doubtful)).as_py())

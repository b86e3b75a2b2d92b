"""A data set once it has been read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pyarrow as pa

from mapapp.ingest.finding import Losses
from mapapp.ingest.publication import DraftIds
from mapapp.ingest.spilled_rows import Rows
from mapapp.model.conflict import NOT_DESCRIBED, Conflict
from mapapp.model.corrections import EMPTY_HISTORY, History
from mapapp.model.official_totals import Total
from mapapp.model.report import Report

MAX_NUMBERED = 50_000
"""Facets with more values stay text."""


KEYS = pa.schema([("incident_id", pa.string()), ("date_start", pa.date32()), ("number", pa.int64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of a data set besides its incidents.

    Of the incidents file's columns, `columns` are in the schema and `extra_columns` are not. `fingerprint` is
    the SHA-256 of the bytes of the incidents, claims and sources files, in this order. `modified` is when the
    newest was written. `history` are the recorded releases and corrections. `official` are totals that others
    published. `conflict` describes what the data set is about. `is_translated`: whether an adapter made it
    from a foreign data set's file. `held` are the identifiers of the drafts that were left out, by table;
    `with_drafts`: whether drafts were kept instead. `losses` are all losses that the report counts.
    `lies_in_a_file`: whether the incidents are in a file rather than in memory.
    """

    lies_in_a_file: ClassVar[bool] = False
    path: Path
    claims: pa.Table
    sources: pa.Table
    extra_columns: tuple[str, ...]
    report: Report
    fingerprint: str
    modified: datetime
    history: History = EMPTY_HISTORY
    official: tuple[Total, ...] = ()
    columns: frozenset[str] = frozenset()
    conflict: Conflict = NOT_DESCRIBED
    held: DraftIds = field(default_factory=dict)
    with_drafts: bool = False
    is_translated: bool = False
    losses: Losses = field(default_factory=Losses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested(Reading):
    """A data set in memory: only accepted rows, in file order.

    Each table has every column of its schema, all null where the file lacks it, then the file's extra columns
    as unchanged text. Blank cells are null; other text of the schema's columns is trimmed. Whole numbers are
    int64, numbers float64, dates date32, everything else string; a blank `date_end` is filled with
    `date_start`. `record_numbers` are those of the incidents, as in the report.
    """

    incidents: pa.Table
    record_numbers: Sequence[int] | pd.Index = ()

    @property
    def keys(self) -> pa.Table:
        """The identifier, first day and record number (0 if it has none) of each incident."""
        numbers = (
            np.asarray(self.record_numbers) if len(self.record_numbers) else np.zeros(len(self.incidents))
        )
        columns = [*(self.incidents[name] for name in KEYS.names[:-1]), pa.array(numbers.astype(np.int64))]
        return pa.table(columns, schema=KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadInParts(Reading):
    """A data set whose incidents are in a file: the same rows as those of `Ingested`.

    In columns where many values repeat, texts are numbered. `values` are those of each facet; of a facet with
    more than MAX_NUMBERED, only slightly more than that. `keys` are as in `Ingested`, empty without claims.
    """

    lies_in_a_file: ClassVar[bool] = True
    incidents: Rows
    values: dict[str, pa.Array]
    keys: pa.Table


AnyReading = Ingested | ReadInParts

"""The identifiers of a file that is read in parts: which of a part stand in an earlier one."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest.distinct import KnownNumbers, numbers_of
from mapapp.ingest.each_value import chunked
from mapapp.ingest.spilled_rows import SpilledRows


class Identifiers:
    """The identifiers of the parts so far: in memory a number made of each, in a file the texts.

    The texts are looked at only where two have the same number.
    """

    def __init__(self, folder: Path) -> None:
        self._seen = KnownNumbers()
        self._texts = SpilledRows(folder, pa.schema([("text", pa.large_string())]))

    def take(self, texts: "pd.Series[str]") -> pd.Index:
        """Take those of the next part; return the numbers of the records whose identifier is known."""
        given = texts.dropna()
        may_be_known = given[~self._seen.add(numbers_of(given))]
        known = self._among(may_be_known) if len(may_be_known) else set()
        self._texts.add(pa.table({"text": chunked(given)}))
        return given.index[given.isin(known)] if known else given.index[:0]

    def _among(self, texts: "pd.Series[str]") -> set[str]:
        wanted = chunked(texts).combine_chunks()
        found = (batch["text"].filter(pc.is_in(batch["text"], wanted)) for batch in self._texts.batches())
        return {text for some in found for text in some.to_pylist()}

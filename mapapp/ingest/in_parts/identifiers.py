"""The identifiers of a file that is read in parts: which ones of a part occur in an earlier one."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest.distinct import KnownNumbers, hashes_of
from mapapp.ingest.each_value import chunked
from mapapp.ingest.spilled_rows import SpilledRows


class Identifiers:
    """The identifiers of the parts so far: a number for each in memory, the texts in a file.

    The texts are compared only where two have the same number.
    """

    def __init__(self, folder: Path) -> None:
        self._known = KnownNumbers()
        self._texts = SpilledRows(folder, pa.schema([("text", pa.large_string())]))

    def take(self, texts: "pd.Series[str]") -> pd.Index:
        """Add those of the next part; return the numbers of the records whose identifier is known already."""
        identifiers = texts.dropna()
        candidates = identifiers[~self._known.add(hashes_of(identifiers))]
        repeated = self._repeats_among(candidates) if len(candidates) else set()
        self._texts.add(pa.table({"text": chunked(identifiers)}))
        return identifiers.index[identifiers.isin(repeated)] if repeated else identifiers.index[:0]

    def _repeats_among(self, texts: "pd.Series[str]") -> set[str]:
        wanted = chunked(texts).combine_chunks()
        matches = (batch["text"].filter(pc.is_in(batch["text"], wanted)) for batch in self._texts.batches())
        return {text for matching in matches for text in matching.to_pylist()}

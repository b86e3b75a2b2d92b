"""The assumptions under which people killed are summed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a total counts: the incidents that match the fields of a Query, and summary entries if wanted."""

    fields: Mapping[str, Any]
    summaries: bool = False


ASSUMPTIONS: Mapping[str, Assumption] = {
    "all": Assumption({}),
    "not contested": Assumption({"harm_status": ("confirmed", "fair", "weak")}),
    "not disputed": Assumption({"disputed": "no"}),
    "fair": Assumption({"harm_status": ("confirmed", "fair")}),
    "confirmed": Assumption({"harm_status": ("confirmed",)}),
    "two sources": Assumption({"min_sources": 2}),
    "with summaries": Assumption({}, summaries=True),
}
"""Ways to count a total, the widest first."""

KILLED = ("incidents", "stated", "killed_low", "killed_high", "best", "best_rows", "open_rows")
"""The columns of `robust_totals`."""

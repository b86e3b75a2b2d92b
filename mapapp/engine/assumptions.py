"""Under which assumptions people killed are summed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a total counts: what the fields of a Query leave, and summary entries too if wanted."""

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
"""Ways to count a total, from the widest."""

KILLED = ("incidents", "stated", "killed_low", "killed_high", "best", "best_rows", "open_rows")
"""The columns of `robust_totals`."""

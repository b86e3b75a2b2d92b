"""How tables and exports are sorted, and which of their rows and columns are requested."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mapapp.model.schema import HARM_STATUS, SUB_EVENT_TYPE, TARGET_TYPE, WEAPON

Sorts = tuple[tuple[str, bool], ...]
"""Columns to sort by, each with whether it is descending; blanks come last."""
Kept = Collection[str] | None
"""The columns requested; None for all of them."""
Stretch = tuple[int, int] | list[int]
"""The positions (`ROW_ORDER`) requested: those between two, both included, or those in a list."""


@dataclass(frozen=True, slots=True)
class Sort:
    """How a table is sorted: by one of its sorts, or in the default order for ""."""

    by: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a table: `limit` of them from `offset` on, sorted."""

    sort: Sort
    limit: int
    offset: int


INCIDENT_SORTS: Mapping[str, tuple[str, ...]] = {
    "date": ("date_start",),
    "title": ("title", "incident_id"),
    "place": ("place_name",),
    "actor": ("actor",),
    "killed": ("killed_low", "killed_high"),
    "injured": ("injured_low", "injured_high"),
    **{name: (name,) for name in ("sub_event_type", "weapon", "target_type", "harm_status")},
}
"""The sorts of the table of incidents: the columns for each, of which the first with a value counts."""

RANKED: Mapping[str, Sequence[str]] = {
    "sub_event_type": sorted(SUB_EVENT_TYPE, key=SUB_EVENT_TYPE.__getitem__),
    "weapon": sorted(WEAPON, key=WEAPON.__getitem__),
    "target_type": sorted(TARGET_TYPE, key=TARGET_TYPE.__getitem__),
    "harm_status": tuple(HARM_STATUS),
}
"""Values in the order in which a table sorts them: by displayed label; evidence from the strongest."""

CLAIM_SORTS: Mapping[str, tuple[str, ...]] = {
    "date": ("date_start",),
    "claimant": ("claimant",),
    "killed": ("killed_low", "killed_high"),
    "injured": ("injured_low", "injured_high"),
}
"""The same for the table of claims."""

"""The days that `conflict.toml` marks on the timeline."""

from collections.abc import Mapping
from typing import Any

from mapapp.ingest.cell_types import is_address
from mapapp.ingest.conflict.checks import bad, day, table, tables, text
from mapapp.messages import notice
from mapapp.model.conflict import MAX_DAYS, MarkedDay

_DAY_KEYS = frozenset({"date", "until", "label", "url"})


def read_days(file: str, content: Mapping[str, Any]) -> tuple[MarkedDay, ...]:
    """Read the days to mark, in their order; BadDescription if one is invalid."""
    entries = tables(file, content, "days", MAX_DAYS)
    days = (_day(f"{file}, marked day {number}", entry) for number, entry in enumerate(entries, 1))
    return tuple(sorted(days, key=lambda marked: (marked.first, marked.last)))


def _day(where: str, entry: Any) -> MarkedDay:
    values = table(where, "days", entry, _DAY_KEYS)
    first_day = day(where, values, "date")
    last_day = day(where, values, "until") if "until" in values else first_day
    if last_day < first_day:
        raise bad(where, "until", last_day.isoformat(), notice("conflict-until", date=first_day.isoformat()))
    label, url = text(where, values, "label"), text(where, values, "url")
    if not label:
        raise bad(where, "label", label, notice("conflict-label"))
    if url and not is_address(url):
        raise bad(where, "url", url, notice("conflict-url"))
    return MarkedDay(first_day, last_day, label, url)

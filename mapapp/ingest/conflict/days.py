"""The days that `conflict.toml` marks on the timeline."""

from collections.abc import Mapping
from typing import Any

from mapapp.ingest.cell_types import is_address
from mapapp.ingest.conflict.checks import bad, day, table, tables, text
from mapapp.messages import notice
from mapapp.model.conflict import MAX_DAYS, MarkedDay

_OF_A_DAY = frozenset({"date", "until", "label", "url"})


def read_days(file: str, content: Mapping[str, Any]) -> tuple[MarkedDay, ...]:
    """Read the days to mark, in their order; BadDescription if one makes no sense."""
    given = tables(file, content, "days", MAX_DAYS)
    read = (_day(f"{file}, marked day {number}", one) for number, one in enumerate(given, 1))
    return tuple(sorted(read, key=lambda one: (one.first, one.last)))


def _day(where: str, given: Any) -> MarkedDay:
    one = table(where, "days", given, _OF_A_DAY)
    first = day(where, one, "date")
    last = day(where, one, "until") if "until" in one else first
    if last < first:
        raise bad(where, "until", last.isoformat(), notice("conflict-until", date=first.isoformat()))
    label, url = text(where, one, "label"), text(where, one, "url")
    if not label:
        raise bad(where, "label", label, notice("conflict-label"))
    if url and not is_address(url):
        raise bad(where, "url", url, notice("conflict-url"))
    return MarkedDay(first, last, label, url)

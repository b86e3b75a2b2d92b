"""The first and the last day of the conflict, as `conflict.toml` gives them."""

from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad, day, table
from mapapp.messages import notice
from mapapp.model.conflict import Period


def read_period(file: str, content: Mapping[str, Any]) -> Period | None:
    """Read the period, None if there is none; BadDescription if it makes no sense."""
    if "period" not in content:
        return None
    where = f"{file}, period"
    given = table(where, "period", content["period"], frozenset({"start", "end"}))
    first = day(where, given, "start")
    last = day(where, given, "end") if "end" in given else None
    if last is not None and last < first:
        raise bad(where, "end", last.isoformat(), notice("conflict-until", date=first.isoformat()))
    return Period(first, last)

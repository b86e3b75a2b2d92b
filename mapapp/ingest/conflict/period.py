"""The first and the last day of the conflict, as `conflict.toml` gives them."""

from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad, day, table
from mapapp.messages import notice
from mapapp.model.conflict import Period


def read_period(file: str, content: Mapping[str, Any]) -> Period | None:
    """Read the period, None if there is none; BadDescription if it is invalid."""
    if "period" not in content:
        return None
    where = f"{file}, period"
    values = table(where, "period", content["period"], frozenset({"start", "end"}))
    first_day = day(where, values, "start")
    last_day = day(where, values, "end") if "end" in values else None
    if last_day is not None and last_day < first_day:
        raise bad(where, "end", last_day.isoformat(), notice("conflict-until", date=first_day.isoformat()))
    return Period(first_day, last_day)

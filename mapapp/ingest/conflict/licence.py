"""What `conflict.toml` says may be given out of the data: `licence.rows`."""

from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad, table
from mapapp.messages import notice

_ANSWERS: Mapping[str, bool] = {"all": True, "none": False}


def gives_rows(file: str, content: Mapping[str, Any]) -> bool:
    """Tell whether rows may be given out, as they may if nothing is said; BadDescription if it is unclear."""
    where = f"{file}, licence"
    given = table(where, "licence", content.get("licence", {}), frozenset({"rows"})).get("rows", "all")
    if not isinstance(given, str) or given not in _ANSWERS:
        raise bad(where, "rows", given, notice("conflict-rows"))
    return _ANSWERS[given]

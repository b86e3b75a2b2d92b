"""What `conflict.toml` allows to be published from the data: `licence.rows`."""

from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad, table
from mapapp.messages import notice

_ANSWERS: Mapping[str, bool] = {"all": True, "none": False}


def gives_rows(file: str, content: Mapping[str, Any]) -> bool:
    """Return whether rows may be published, as they may by default; BadDescription if that is unclear."""
    where = f"{file}, licence"
    answer = table(where, "licence", content.get("licence", {}), frozenset({"rows"})).get("rows", "all")
    if not isinstance(answer, str) or answer not in _ANSWERS:
        raise bad(where, "rows", answer, notice("conflict-rows"))
    return _ANSWERS[answer]

"""The language of the texts in the data, as `conflict.toml` names it."""

import re
from collections.abc import Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad, text
from mapapp.messages import notice

_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?")
"""Language, script and territory, as in BCP 47."""


def read_language(file: str, content: Mapping[str, Any]) -> str:
    """Return the language tag in its usual letter case, "" if there is none."""
    tag = text(file, content, "language")
    if "language" not in content:
        return ""
    match = _TAG.fullmatch(tag)
    if not match:
        raise bad(file, "language", tag, notice("conflict-language"))
    language, script, territory = (part or "" for part in match.groups())
    return "-".join(filter(None, (language.lower(), script.title(), territory.upper())))

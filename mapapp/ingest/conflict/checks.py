"""Checks of the values in `conflict.toml`; each raises BadDescription if a value fails it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mapapp.errors import BadDescription, shortened
from mapapp.messages import notice

MAX_CHARACTERS = 200


def tables(file: str, content: Mapping[str, Any], key: str, limit: int) -> Sequence[Any]:
    """Return a list of tables, empty if the key is missing."""
    value = content.get(key, [])
    if not isinstance(value, list) or len(value) > limit:
        shown = len(value) if isinstance(value, list) else value
        raise bad(file, key, shown, notice("conflict-tables", key=key, most=limit))
    return value


def table(where: str, key: str, value: Any, allowed: frozenset[str]) -> Mapping[str, Any]:
    """Return a table with no keys other than the allowed ones."""
    if not isinstance(value, dict):
        raise bad(where, key, value, notice("conflict-table"))
    refuse_unknown(where, value, allowed)
    return value


def refuse_unknown(where: str, values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Raise BadDescription for a key that is not allowed."""
    for key in values.keys() - allowed:
        raise bad(where, key, values[key], notice("conflict-keys", keys=", ".join(sorted(allowed))))


def text(where: str, values: Mapping[str, Any], key: str) -> str:
    """Return a single-line text, "" if the key is missing."""
    value = values.get(key, "")
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS or not value.isprintable():
        raise bad(where, key, value, notice("conflict-text"))
    return value.strip()


def flag(where: str, values: Mapping[str, Any], key: str) -> bool:
    """Return a Boolean, False if the key is missing."""
    value = values.get(key, False)
    if not isinstance(value, bool):
        raise bad(where, key, value, notice("conflict-flag"))
    return value


def texts(where: str, values: Mapping[str, Any], key: str) -> Sequence[str]:
    """Return a list of texts, none of them blank."""
    entries = values[key]
    if not isinstance(entries, list) or not all(
        isinstance(entry, str) and entry.strip() for entry in entries
    ):
        raise bad(where, key, entries, notice("conflict-texts"))
    return [entry.strip() for entry in entries]


def day(where: str, values: Mapping[str, Any], key: str) -> date:
    """Return a day, given as a TOML date or as text (2020-10-04)."""
    value = values.get(key)
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise bad(where, key, value, notice("conflict-day")) from None


def bad(where: str, key: str, value: Any, expected: str) -> BadDescription:
    """Return the error for a key: where it is, its value, and what was expected."""
    return BadDescription(
        notice("conflict-bad", where=where, key=key, got=shortened(repr(value))),
        remedy=notice("conflict-bad-remedy", expected=expected),
    )

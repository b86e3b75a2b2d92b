"""What a key of `conflict.toml` must be; BadDescription where it is not."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mapapp.errors import BadDescription, shortened
from mapapp.messages import notice

MAX_CHARACTERS = 200


def tables(file: str, content: Mapping[str, Any], key: str, most: int) -> Sequence[Any]:
    """Return the tables of a list, none if the key is not given."""
    given = content.get(key, [])
    if not isinstance(given, list) or len(given) > most:
        got = len(given) if isinstance(given, list) else given
        raise bad(file, key, got, notice("conflict-tables", key=key, most=most))
    return given


def table(where: str, key: str, given: Any, known: frozenset[str]) -> Mapping[str, Any]:
    """Return a table that has no other keys than the known ones."""
    if not isinstance(given, dict):
        raise bad(where, key, given, notice("conflict-table"))
    refuse_unknown(where, given, known)
    return given


def refuse_unknown(where: str, given: Mapping[str, Any], known: frozenset[str]) -> None:
    """Raise BadDescription for a key that means nothing."""
    for key in given.keys() - known:
        raise bad(where, key, given[key], notice("conflict-keys", keys=", ".join(sorted(known))))


def text(where: str, given: Mapping[str, Any], key: str) -> str:
    """Return a text of one line, "" if it is not given."""
    value = given.get(key, "")
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS or not value.isprintable():
        raise bad(where, key, value, notice("conflict-text"))
    return value.strip()


def flag(where: str, given: Mapping[str, Any], key: str) -> bool:
    """Return whether something holds, which it does not if it is not given."""
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise bad(where, key, value, notice("conflict-flag"))
    return value


def texts(where: str, given: Mapping[str, Any], key: str) -> Sequence[str]:
    """Return a list of texts, none of them blank."""
    values = given[key]
    if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
        raise bad(where, key, values, notice("conflict-texts"))
    return [value.strip() for value in values]


def day(where: str, given: Mapping[str, Any], key: str) -> date:
    """Return a day, written as TOML has it or as text, 2020-10-04."""
    value = given.get(key)
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise bad(where, key, value, notice("conflict-day")) from None


def bad(where: str, key: str, got: Any, expected: str) -> BadDescription:
    """Make the error that says where which key is what, and what is expected."""
    return BadDescription(
        notice("conflict-bad", where=where, key=key, got=shortened(repr(got))),
        remedy=notice("conflict-bad-remedy", expected=expected),
    )

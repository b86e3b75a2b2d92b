"""The values that `conflict.toml` adds to the usual ones of some columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from mapapp.ingest.conflict.checks import bad, table, text
from mapapp.messages import notice
from mapapp.model.conflict import WIDENED
from mapapp.model.schema import INCIDENTS

MAX_VALUES = 100


def read_vocabularies(
    file: str, content: Mapping[str, Any]
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Read each column's own values with their labels; BadDescription for one that means a usual one."""
    given = table(file, "vocabularies", content.get("vocabularies", {}), frozenset(WIDENED))
    where = f"{file}, vocabularies"
    return tuple(
        (column, tuple(_values(where, column, given[column]))) for column in WIDENED if column in given
    )


def _values(where: str, column: str, given: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(given, dict) or not 0 < len(given) <= MAX_VALUES:
        raise bad(where, column, given, notice("conflict-values", most=MAX_VALUES))
    taken = {
        meant.casefold(): value
        for value, label in (INCIDENTS[column].vocabulary or {}).items()
        for meant in (value, label)
    }
    within = f"{where}, {column}"
    for name in given:
        value, label = name.strip(), text(within, given, name)
        if not value or value != name or not value.isprintable() or not label:
            raise bad(within, name, given[name], notice("conflict-value"))
        meanings = {value.casefold(), label.casefold()}
        if earlier := next((taken[meaning] for meaning in meanings if meaning in taken), ""):
            raise bad(within, name, given[name], notice("conflict-value-taken", other=repr(earlier)))
        taken |= dict.fromkeys(meanings, value)
        yield value, label

"""The values that `conflict.toml` adds to the standard vocabularies of some columns."""

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
    """Read the added values and labels of each column; BadDescription for one that is standard already."""
    values = table(file, "vocabularies", content.get("vocabularies", {}), frozenset(WIDENED))
    where = f"{file}, vocabularies"
    return tuple(
        (column, tuple(_values(where, column, values[column]))) for column in WIDENED if column in values
    )


def _values(where: str, column: str, values: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(values, dict) or not 0 < len(values) <= MAX_VALUES:
        raise bad(where, column, values, notice("conflict-values", most=MAX_VALUES))
    taken = {
        meaning.casefold(): value
        for value, label in (INCIDENTS[column].vocabulary or {}).items()
        for meaning in (value, label)
    }
    location = f"{where}, {column}"
    for name in values:
        value, label = name.strip(), text(location, values, name)
        if not value or value != name or not value.isprintable() or not label:
            raise bad(location, name, values[name], notice("conflict-value"))
        meanings = {value.casefold(), label.casefold()}
        if earlier := next((taken[meaning] for meaning in meanings if meaning in taken), ""):
            raise bad(location, name, values[name], notice("conflict-value-taken", other=repr(earlier)))
        taken |= dict.fromkeys(meanings, value)
        yield value, label

"""Which column of a file holds what: a mapping, as an object and as `mapping.toml`."""

import json
import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mapapp.errors import UnreadableFile, shortened
from mapapp.ingest.date_notations import DateOrder
from mapapp.messages import notice
from mapapp.model.regular_file import file_text
from mapapp.model.schema import INCIDENTS, PUBLICATION_STATE

Columns = tuple[str, ...]
"""Names of a file's columns: one, or three for a date (year, month and day)."""


OURS = (*INCIDENTS.names, PUBLICATION_STATE)
"""What a file's column can be mapped to."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file's columns are read: `columns` maps each of ours to the file's.

    A column of the file may be used several times: a count of people as both ends of a range, or a cell with
    latitude and longitude. `language` is that of the months' names, as a code such as "de". `unrelated` are
    columns that have nothing to do with publication, though their names or cells suggest it.
    """

    columns: MappingOf[str, Columns] = field(default_factory=dict)
    date_order: DateOrder = DateOrder.UNKNOWN
    language: str = ""
    unrelated: Columns = ()

    @property
    def reads_columns(self) -> bool:
        """Whether it says how columns are read; if not, an adapter may read the file."""
        return bool(self.columns or self.date_order or self.language)

    def with_columns(self, columns: MappingOf[str, Columns]) -> "Mapping":
        """Return the mapping with some columns replaced, or removed where the names are empty."""
        merged = {name: names for name, names in (dict(self.columns) | dict(columns)).items() if names}
        return replace(self, columns=merged)

    def in_order(self, order: DateOrder) -> "Mapping":
        """Return the mapping with another date order; unchanged if it is unknown."""
        return replace(self, date_order=order or self.date_order)

    def as_toml(self, reasons: MappingOf[str, str] = {}, remarks: tuple[str, ...] = ()) -> str:
        """Return the text of a mapping.toml, with reasons and remarks as comments."""
        lines = [*(f"# {_line(remark)}" for remark in remarks), *([""] if remarks else []), "[columns]"]
        for name, theirs in self.columns.items():
            reason = f"  # {_line(reasons[name])}" if reasons.get(name) else ""
            lines.append(f"{name} = {_value(theirs)}{reason}")
        dates = {"order": self.date_order, "language": self.language}
        if settings := {name: value for name, value in dates.items() if value}:
            lines += ["", "[dates]"]
            lines += [
                f"{name} = {_text(value)}" + (f"  # {_line(reasons[name])}" if reasons.get(name) else "")
                for name, value in settings.items()
            ]
        if self.unrelated:
            names = ", ".join(map(_text, self.unrelated))
            lines += ["", "[publication]", f"unrelated = [{names}]"]
        return "\n".join(lines) + "\n"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.toml; UnreadableFile if it is not one."""
    try:
        return parsed(file_text(path), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(str(path), str(getattr(error, "strerror", None) or error)) from None


def parsed(text: str, file: str) -> Mapping:
    """Parse the text of a mapping.toml; UnreadableFile, which names `file`, if that fails."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unusable(file, str(error)) from None
    _require_known(file, content, ("columns", "dates", "publication"), "table")
    columns, dates, publication = (
        _table(file, content, name) for name in ("columns", "dates", "publication")
    )
    _require_known(file, columns, OURS, "column")
    _require_known(file, dates, ("order", "language"), "setting")
    _require_known(file, publication, ("unrelated",), "setting")
    order = dates.get("order", "")
    if order not in list(DateOrder):
        raise _unusable(file, notice("mapping-order", value=shortened(str(order))))
    return Mapping(
        {name: _names(file, name, value) for name, value in columns.items()},
        DateOrder(order),
        _language(file, dates.get("language", "")),
        _unrelated(file, publication.get("unrelated", [])),
    )


def parse_option(text: str) -> tuple[str, Columns]:
    """Parse `OURS=THEIRS` from the command line; an empty right side removes ours from the mapping."""
    ours, separator, theirs = text.partition("=")
    if not separator or ours not in OURS:
        close = get_close_matches(ours, OURS, n=1)
        raise UnreadableFile(
            notice("mapping-option", option=shortened(text)),
            remedy=notice("mapping-option-remedy", near=close[0] if close else "date_start"),
        )
    return ours, (theirs,) if theirs else ()


def _table(file: str, content: dict[str, Any], name: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise _unusable(file, notice("mapping-no-table", name=name))
    return table


def _require_known(file: str, values: dict[str, Any], allowed: tuple[str, ...], what: str) -> None:
    for name in values:
        if name not in allowed:
            close = get_close_matches(name, allowed, n=3, cutoff=0.4) or allowed[:12]
            raise _unusable(
                file, notice("mapping-unknown", what=what, name=shortened(name), near=", ".join(close))
            )


def _names(file: str, name: str, value: Any) -> Columns:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(column, str) and column for column in names) or len(
        names
    ) not in _COLUMNS_PER_FIELD.get(name, {1}):
        raise _unusable(file, notice("mapping-value", name=name))
    return tuple(names)


def _unrelated(file: str, value: Any) -> Columns:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(column, str) and column for column in names):
        raise _unusable(file, notice("mapping-unrelated"))
    return tuple(names)


_COLUMNS_PER_FIELD = {"date_start": {1, 3}}
"""How many of a file's columns may make up one of ours; one, unless listed here."""


def _language(file: str, code: Any) -> str:
    from mapapp.ingest.mapping.dates import month_names  # noqa: PLC0415 - Babel is slow to import

    if code and not (isinstance(code, str) and month_names(code)):
        raise _unusable(file, notice("mapping-language", value=shortened(str(code))))
    return str(code)


def _unusable(file: str, problem: str) -> UnreadableFile:
    return UnreadableFile(
        notice("mapping-unusable", file=file, problem=problem), remedy=notice("mapping-unusable-remedy")
    )


def _value(columns: Columns) -> str:
    return _text(columns[0]) if len(columns) == 1 else f"[{', '.join(map(_text, columns))}]"


def _text(value: str) -> str:
    """Return a TOML string: as in JSON, but TOML requires one more control character to be escaped."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    """Put a comment on a single line, without control characters, which TOML forbids there."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())

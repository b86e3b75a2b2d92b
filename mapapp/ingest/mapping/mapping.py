"""Which column of a file holds what: a mapping, as a value and as `mapping.toml`."""

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
from mapapp.model.plain_file import plain_text
from mapapp.model.schema import INCIDENTS, PUBLICATION_STATE

Columns = tuple[str, ...]
"""Names of columns of a file: one, or for a date three: year, month and day."""


OURS = (*INCIDENTS.names, PUBLICATION_STATE)
"""What a column of a file can be read as."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file's columns are read: `columns` names, for each of ours, the file's.

    A column of the file may be named several times: a count of people that is both ends of its range, or
    latitude and longitude in one cell. `language` is that of months' names, as a code such as "de".
    `unrelated` are columns that do not speak of publication, though their names or cells look so.
    """

    columns: MappingOf[str, Columns] = field(default_factory=dict)
    date_order: DateOrder = DateOrder.UNKNOWN
    language: str = ""
    unrelated: Columns = ()

    @property
    def reads_columns(self) -> bool:
        """Whether it says how columns are read; else an adapter may read the file."""
        return bool(self.columns or self.date_order or self.language)

    def with_columns(self, columns: MappingOf[str, Columns]) -> "Mapping":
        """Return the mapping with other columns for some of ours; none where the names are empty."""
        joined = {name: found for name, found in (dict(self.columns) | dict(columns)).items() if found}
        return replace(self, columns=joined)

    def in_order(self, order: DateOrder) -> "Mapping":
        """Return the mapping with a date order that was given; unchanged if none was."""
        return replace(self, date_order=order or self.date_order)

    def as_toml(self, reasons: MappingOf[str, str] = {}, remarks: tuple[str, ...] = ()) -> str:
        """Write it as the text of a mapping.toml, with reasons and remarks as comments."""
        lines = [*(f"# {_line(one)}" for one in remarks), *([""] if remarks else []), "[columns]"]
        for name, theirs in self.columns.items():
            reason = f"  # {_line(reasons[name])}" if reasons.get(name) else ""
            lines.append(f"{name} = {_value(theirs)}{reason}")
        dates = {"order": self.date_order, "language": self.language}
        if given := {name: value for name, value in dates.items() if value}:
            lines += ["", "[dates]"]
            lines += [
                f"{name} = {_text(value)}" + (f"  # {_line(reasons[name])}" if reasons.get(name) else "")
                for name, value in given.items()
            ]
        if self.unrelated:
            names = ", ".join(map(_text, self.unrelated))
            lines += ["", "[publication]", f"unrelated = [{names}]"]
        return "\n".join(lines) + "\n"


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.toml; UnreadableFile if it is none."""
    try:
        return parsed(plain_text(path), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(str(path), str(getattr(error, "strerror", None) or error)) from None


def parsed(text: str, file: str) -> Mapping:
    """Understand the text of a mapping.toml; UnreadableFile, which names `file`, if it can't be."""
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unusable(file, str(error)) from None
    _require_known(file, given, ("columns", "dates", "publication"), "table")
    columns, dates, publication = (_table(file, given, name) for name in ("columns", "dates", "publication"))
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


def option(text: str) -> tuple[str, Columns]:
    """Understand `OURS=THEIRS` of the command line; an empty right side takes ours out of the mapping."""
    ours, found, theirs = text.partition("=")
    if not found or ours not in OURS:
        near = get_close_matches(ours, OURS, n=1)
        raise UnreadableFile(
            notice("mapping-option", option=shortened(text)),
            remedy=notice("mapping-option-remedy", near=near[0] if near else "date_start"),
        )
    return ours, (theirs,) if theirs else ()


def _table(file: str, given: dict[str, Any], name: str) -> dict[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise _unusable(file, notice("mapping-no-table", name=name))
    return table


def _require_known(file: str, given: dict[str, Any], known: tuple[str, ...], what: str) -> None:
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.4) or known[:12]
            raise _unusable(
                file, notice("mapping-unknown", what=what, name=shortened(name), near=", ".join(near))
            )


def _names(file: str, name: str, value: Any) -> Columns:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and one for one in names) or len(names) not in _ALLOWED.get(name, {1}):
        raise _unusable(file, notice("mapping-value", name=name))
    return tuple(names)


def _unrelated(file: str, value: Any) -> Columns:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and one for one in names):
        raise _unusable(file, notice("mapping-unrelated"))
    return tuple(names)


_ALLOWED = {"date_start": {1, 3}}
"""How many columns of a file may make up one of ours; one, unless named here."""


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
    """Write a string of TOML: JSON's, but that TOML wants one control character more spelled out."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    """Put a comment into one line; control characters, which TOML forbids there, are left out."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())

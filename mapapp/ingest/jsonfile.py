"""Non-geographic JSON and JSON Lines -> cells as text; parts that rows refer to are joined."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from mapapp.errors import UnreadableFile, quoted, shortened
from mapapp.ingest.sheet import Sheet
from mapapp.ingest.stored import StoredFile
from mapapp.messages import fault, notice
from mapapp.model.report import Effect, Fault

_TABLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*[{\]]|\{)")
_GEOGRAPHIC = re.compile(rb'"type"\s*:\s*"(?:Feature|FeatureCollection|Topology)"|"esriGeometry')
_NAMES = ("incidents", "events", "data", "results", "result", "records", "items")
"""What the list of incidents may be called within an object, the likeliest first."""
_REFERRED = {"sources": ("sources",), "associations": ("associations", "filters")}
"""The parts that rows may refer to by identifier, and the columns that do."""


def is_json(file: StoredFile) -> bool:
    """Return whether a file begins as a table in JSON does and is not geographic."""
    return bool(_TABLE.match(file.data) and not _GEOGRAPHIC.search(file.data))


def read_json(table: str, file: StoredFile, part_files: Mapping[str, bytes]) -> Sheet:
    """Read a list of objects, one within an object, or JSON Lines; UnreadableFile for anything else.

    `part_files` are parts in separate files, `sources` and `associations`.
    """
    faults: list[Fault] = []
    try:
        value = _parsed(file, table, faults)
        parts = {name: _loads(data) for name, data in part_files.items()}
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            *fault(
                "file-broken",
                file=str(file.path),
                kind="JSON",
                problem=shortened(str(error), 200).rstrip("."),
            )
        ) from None
    rows, notes = _rows(file, value)
    if isinstance(value, dict):
        parts = value | parts
    records = {number: row for number, row in enumerate(rows, 2) if isinstance(row, dict)}
    faults += [
        Fault(table, number, "", shortened(str(row)), *fault("row-no-object"), Effect.ROW_REJECTED)
        for number, row in enumerate(rows, 2)
        if not isinstance(row, dict) and row is not _BROKEN_LINE
    ]
    names = tuple(dict.fromkeys(name for row in records.values() for name in row))
    if not names:
        raise UnreadableFile(
            *fault("file-broken", file=str(file.path), kind="JSON", problem=notice("table-none"))
        )
    _join(records.values(), parts)
    columns = {
        str(number): [_text(row.get(name)) for row in records.values()] for number, name in enumerate(names)
    }
    cells = pd.DataFrame(columns, index=pd.Index(list(records)), dtype="str")
    return Sheet(file, names, cells, len(rows), faults, tuple(notes))


_BROKEN_LINE = object()
"""Stands for a line of JSON Lines that is not JSON."""


def _parsed(file: StoredFile, table: str, faults: list[Fault]) -> Any:
    try:
        return _loads(file.data)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
        return list(_lines(file, table, faults))


def _lines(file: StoredFile, table: str, faults: list[Fault]) -> Iterator[Any]:
    lines = (line for line in file.data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip())
    for number, line in enumerate(lines, 2):
        try:
            yield _loads(line)
        except ValueError:
            text = shortened(line.decode(errors="replace"))
            faults.append(Fault(table, number, "", text, *fault("row-no-object"), Effect.ROW_REJECTED))
            yield _BROKEN_LINE


def _loads(data: bytes) -> Any:
    """Parse JSON; numbers stay as they are written, NaN and infinities are missing."""
    return json.loads(
        data.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=lambda _text: None
    )


def _rows(file: StoredFile, value: Any) -> tuple[list[Any], list[str]]:
    """Return the list that is the table, with notes of this and of the lists that are not read."""
    notes = [notice("read-as", file=file.path.name, kind="JSON")]
    if not isinstance(value, dict):
        return value if isinstance(value, list) else [value], notes
    lists = {
        name: items
        for name, items in value.items()
        if isinstance(items, list) and any(map(_is_object, items))
    }
    if not lists:
        return [value], notes
    chosen = next((name for name in _NAMES if name in lists), max(lists, key=lambda name: len(lists[name])))
    if others := ", ".join(quoted(name) for name in lists if name not in (chosen, *_REFERRED)):
        notes.append(notice("read-one-of", file=file.path.name, table=repr(chosen), others=others))
    return lists[chosen], notes


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _join(rows: Any, parts: Mapping[str, Any]) -> None:
    """Replace each identifier with what it refers to; one that refers to nothing stays."""
    for part, columns in _REFERRED.items():
        by_id = _by_identifier(parts.get(part))
        for row in rows if by_id else ():
            for name in columns:
                if isinstance(row.get(name), list):
                    row[name] = [
                        by_id.get(item, item) if isinstance(item, str) else item for item in row[name]
                    ]


def _by_identifier(part: Any) -> dict[str, Any]:
    if isinstance(part, dict):
        return {name: item for name, item in part.items() if isinstance(item, dict)}
    items = part if isinstance(part, list) else []
    return {str(item["id"]): item for item in items if isinstance(item, dict) and "id" in item}


def _text(value: Any) -> str | None:
    """Write a value as a cell: text unchanged, nested values as JSON."""
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

"""Words that stand for a blank cell, as the data package beside a file says (`missingValues`)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice
from mapapp.model.dataset_files import DESCRIPTOR
from mapapp.model.plain_file import plain_text


def without_missing(sheet: Sheet, path: Path) -> Sheet:
    """Blank the cells that the `datapackage.json` beside a file calls missing, and note what stood there."""
    words = missing_values(path)
    if not words:
        return sheet
    found = sheet.cells.isin(words)
    said = ", ".join(f"“{word}”" for word in words if sheet.cells.isin([word]).any(axis=None))
    if not said:
        return sheet
    note = notice("missing-values", file=path.name, values=said, package=DESCRIPTOR)
    return replace(sheet, cells=sheet.cells.mask(found), notes=(*sheet.notes, note))


def missing_values(path: Path) -> list[str]:
    """Read the words that stand for a blank cell; none unless a package that can be read names the file."""
    try:
        package = json.loads(plain_text(path.parent / DESCRIPTOR))
        return sorted(set(_named(package, path.name)) - {""})
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []


def _named(package: Any, file: str) -> Iterator[str]:
    """List the words of the resource that is the file; in version 2 a word may stand beside a label."""
    for resource in package["resources"]:
        if resource.get("path") == file and isinstance(resource.get("schema"), dict):
            for one in resource["schema"].get("missingValues", ()):
                yield str(one["value"] if isinstance(one, dict) else one)

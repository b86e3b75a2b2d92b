"""Words that stand for a blank cell, as the data package of a file says (`missingValues`)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from mapapp.ingest.sheet import Sheet
from mapapp.messages import notice
from mapapp.model.dataset_files import DESCRIPTOR, package_of
from mapapp.model.regular_file import file_text


def without_missing(sheet: Sheet, path: Path) -> Sheet:
    """Blank the cells that the `datapackage.json` of a file calls missing, and note what stood there."""
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
        file, name = package_of(path)
        return sorted(set(_named(json.loads(file_text(file)), name)) - {""})
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []


def _named(package: Any, file: PurePosixPath) -> Iterator[str]:
    """List the words of the resource that is the file; in version 2 a word may stand beside a label."""
    for resource in package["resources"]:
        if PurePosixPath(resource["path"]) == file and isinstance(resource.get("schema"), dict):
            for one in resource["schema"].get("missingValues", ()):
                yield str(one["value"] if isinstance(one, dict) else one)

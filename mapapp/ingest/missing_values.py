"""Words for a blank cell that the data package of a file declares (`missingValues`)."""

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
    """Blank the cells that the `datapackage.json` of a file declares missing, and note what was there."""
    words = missing_values(path)
    if not words:
        return sheet
    is_missing = sheet.cells.isin(words)
    in_cells = ", ".join(f"“{word}”" for word in words if sheet.cells.isin([word]).any(axis=None))
    if not in_cells:
        return sheet
    note = notice("missing-values", file=path.name, values=in_cells, package=DESCRIPTOR)
    return replace(sheet, cells=sheet.cells.mask(is_missing), notes=(*sheet.notes, note))


def missing_values(path: Path) -> list[str]:
    """Return the words for a blank cell; none unless a readable package names the file."""
    try:
        file, name = package_of(path)
        return sorted(set(_words_for(json.loads(file_text(file)), name)) - {""})
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []


def _words_for(package: Any, file: PurePosixPath) -> Iterator[str]:
    """Yield the words of the file's resource; in version 2 a word may have a label."""
    for resource in package["resources"]:
        if PurePosixPath(resource["path"]) == file and isinstance(resource.get("schema"), dict):
            for word in resource["schema"].get("missingValues", ()):
                yield str(word["value"] if isinstance(word, dict) else word)

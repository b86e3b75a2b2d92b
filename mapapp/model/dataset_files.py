"""The locations of a data set's files.

Next to `incidents.csv` are `claims.csv` and `sources.csv`; next to `X-incidents.csv`, or any other `X.csv`,
are `X-claims.csv` and `X-sources.csv`. The same goes for its history, `releases.csv` and `corrections.csv`,
and `totals.csv`; `mapping.toml`, which assigns the columns of the incidents file; `conflict.toml`, which
describes the conflict; `gazetteer.csv`, whose place names the conflict file pairs; and `lines.geojson`, from
which it selects what to draw. All but the first may be absent. Next to a TimeMap's `events.json` are the
`sources.json` and `associations.json` that it refers to. A `datapackage.json` may be given instead of the
incidents file that it names.
"""

import json
import os
from pathlib import Path, PurePosixPath
from typing import Any

from mapapp.errors import UnreadableFile
from mapapp.messages import fault
from mapapp.model.regular_file import file_text
from mapapp.model.schema import BESIDE, INCIDENTS, TABLES, Table
from mapapp.model.unfinished import unfinished

MAPPING, CONFLICT, GAZETTEER, LINES = "mapping", "conflict", "gazetteer", "lines"
"""Names in `dataset_files` for the mapping next to an incidents file, its conflict, places and lines."""

TIMEMAP_FILES = {"sources": "sources of events", "associations": "associations of events"}
"""The parts that a TimeMap's events refer to, and the names of their files in `dataset_files`."""

DESCRIPTOR = "datapackage.json"


def incidents_file(path: Path) -> Path:
    """Return the incidents file that a data package names, or any other path unchanged.

    It is the resource called incidents, or else the first resource that is a file in the package's folder or
    below. UnreadableFile if there is none.
    """
    if path.name != DESCRIPTOR:
        return path
    try:
        resources = json.loads(file_text(path))["resources"]
        files: dict[str, Path] = {
            str(resource.get("name")): path.parent / resource["path"]
            for resource in resources
            if _is_beside(resource)
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(*fault("package-unreadable", file=str(path), problem=str(error))) from None
    file = files.get(INCIDENTS.name, next(iter(files.values()), None))
    if file is None:
        raise UnreadableFile(*fault("package-without-table", file=str(path)))
    return file


def package_of(path: Path) -> tuple[Path, PurePosixPath]:
    """Return the data package of a file, from its folder or the nearest one above, and the file's path in it.

    The package may not exist, or not name the file.
    """
    absolute = path.absolute()
    folder = next((parent for parent in absolute.parents if (parent / DESCRIPTOR).is_file()), absolute.parent)
    return folder / DESCRIPTOR, PurePosixPath(absolute.relative_to(folder).as_posix())


def _is_beside(resource: Any) -> bool:
    """Return whether a resource is a file in the package's folder or below; nothing else is opened."""
    path = resource.get("path")
    if not isinstance(path, str) or ":" in path or "\\" in path:
        return False
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts


def dataset_files(path: Path) -> dict[str, Path]:
    """Return the existing files of an incidents file's data set, by table or by the names above."""
    beside = {table.name: file_beside(path, table) for table in (*TABLES[1:], *BESIDE)}
    beside |= {name: _called(path, name, ".toml") for name in (MAPPING, CONFLICT)}
    beside |= {GAZETTEER: _called(path, GAZETTEER, ".csv"), LINES: _called(path, LINES, ".geojson")}
    if "events" in path.stem and path.suffix == ".json":
        beside |= {
            key: path.with_name(path.name.replace("events", part)) for part, key in TIMEMAP_FILES.items()
        }
    absent = {name for name, content in unfinished(path.parent).items() if content is None}
    existing = {
        name: file for name, file in beside.items() if os.path.exists(file) and file.name not in absent
    }
    return {INCIDENTS.name: path} | existing


def file_beside(path: Path, table: Table) -> Path:
    """Return the path of another table's file next to an incidents file, whether it exists or not."""
    return _called(path, table.name, path.suffix)


def _called(path: Path, name: str, suffix: str) -> Path:
    stem = path.stem
    is_plain_name = stem.casefold() == INCIDENTS.name
    prefix = (
        ""
        if is_plain_name
        else stem[: -len("-incidents")]
        if stem.casefold().endswith("-incidents")
        else stem
    )
    return path.with_name(f"{prefix}{'-' if prefix else ''}{name}{suffix}")

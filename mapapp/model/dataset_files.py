"""Where the files of a data set lie.

Beside `incidents.csv` stand `claims.csv` and `sources.csv`; beside `X-incidents.csv`, or any other `X.csv`,
stand `X-claims.csv` and `X-sources.csv`. Likewise its history, `releases.csv` and `corrections.csv`, and
`totals.csv`; `mapping.toml`, which says which columns of the incidents file hold what; `conflict.toml`,
which says what it is about; `gazetteer.csv`, whose names of places that one pairs; and `lines.geojson`, of
which that one says what to draw. All but the first may be absent. Beside a TimeMap's `events.json` stand the
`sources.json` and `associations.json` that it refers to. A `datapackage.json` stands for the incidents file
that it names.
"""

import json
import os
from pathlib import Path, PurePosixPath
from typing import Any

from mapapp.errors import UnreadableFile
from mapapp.messages import fault
from mapapp.model.plain_file import plain_text
from mapapp.model.schema import BESIDE, INCIDENTS, TABLES, Table
from mapapp.model.unfinished import unfinished

MAPPING, CONFLICT, GAZETTEER, LINES = "mapping", "conflict", "gazetteer", "lines"
"""What `dataset_files` calls the mapping beside an incidents file, its conflict, its places and its lines."""

PARTS = {"sources": "sources of events", "associations": "associations of events"}
"""The parts that events of a TimeMap refer to, and what `dataset_files` calls the files of these."""

DESCRIPTOR = "datapackage.json"


def incidents_file(path: Path) -> Path:
    """Return the incidents file that a data package names, or any other path as it is.

    It is the resource called incidents, or else the first that is a file beside the package or below it.
    UnreadableFile if there is none.
    """
    if path.name != DESCRIPTOR:
        return path
    try:
        resources = json.loads(plain_text(path))["resources"]
        files: dict[str, Path] = {
            str(one.get("name")): path.parent / one["path"] for one in resources if _is_beside(one)
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(*fault("package-unreadable", file=str(path), problem=str(error))) from None
    found = files.get(INCIDENTS.name, next(iter(files.values()), None))
    if found is None:
        raise UnreadableFile(*fault("package-without-table", file=str(path)))
    return found


def package_of(path: Path) -> tuple[Path, PurePosixPath]:
    """Return the data package of a file, of its folder or else the nearest above, and the file's path there.

    There may be none, or one that does not name the file.
    """
    whole = path.absolute()
    folder = next((one for one in whole.parents if (one / DESCRIPTOR).is_file()), whole.parent)
    return folder / DESCRIPTOR, PurePosixPath(whole.relative_to(folder).as_posix())


def _is_beside(resource: Any) -> bool:
    """Tell whether a resource is a file in the package's folder or below it; nothing else is opened."""
    named = resource.get("path")
    if not isinstance(named, str) or ":" in named or "\\" in named:
        return False
    return not PurePosixPath(named).is_absolute() and ".." not in PurePosixPath(named).parts


def dataset_files(path: Path) -> dict[str, Path]:
    """Name the files of the data set of an incidents file by table, its mapping and conflict, if there."""
    beside = {table.name: file_beside(path, table) for table in (*TABLES[1:], *BESIDE)}
    beside |= {name: _called(path, name, ".toml") for name in (MAPPING, CONFLICT)}
    beside |= {GAZETTEER: _called(path, GAZETTEER, ".csv"), LINES: _called(path, LINES, ".geojson")}
    if "events" in path.stem and path.suffix == ".json":
        beside |= {key: path.with_name(path.name.replace("events", part)) for part, key in PARTS.items()}
    absent = {name for name, content in unfinished(path.parent).items() if content is None}
    there = {name: file for name, file in beside.items() if os.path.exists(file) and file.name not in absent}
    return {INCIDENTS.name: path} | there


def file_beside(path: Path, table: Table) -> Path:
    """Name the file of another table beside an incidents file, whether it is there or not."""
    return _called(path, table.name, path.suffix)


def _called(path: Path, name: str, suffix: str) -> Path:
    stem = path.stem
    whole = stem.casefold() == INCIDENTS.name
    prefix = "" if whole else stem[: -len("-incidents")] if stem.casefold().endswith("-incidents") else stem
    return path.with_name(f"{prefix}{'-' if prefix else ''}{name}{suffix}")

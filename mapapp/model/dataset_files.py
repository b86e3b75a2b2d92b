"""Where the files of a data set lie.

Beside `incidents.csv` stand `claims.csv` and `sources.csv`; beside `X-incidents.csv`, or any other `X.csv`,
stand `X-claims.csv` and `X-sources.csv`. Likewise its history, `releases.csv` and `corrections.csv`, and
`totals.csv`; `mapping.toml`, which says which columns of the incidents file hold what; and `conflict.toml`,
which says what it is about. All but the first may be absent.
"""

import os
from pathlib import Path

from mapapp.model.schema import BESIDE, INCIDENTS, TABLES, Table

MAPPING, CONFLICT = "mapping", "conflict"
"""What `dataset_files` calls the mapping beside an incidents file, and the description of its conflict."""


def dataset_files(path: Path) -> dict[str, Path]:
    """Name the files of the data set of an incidents file by table, its mapping and conflict, if there."""
    beside = {table.name: file_beside(path, table) for table in (*TABLES[1:], *BESIDE)}
    beside |= {name: _called(path, name, ".toml") for name in (MAPPING, CONFLICT)}
    return {INCIDENTS.name: path} | {name: file for name, file in beside.items() if os.path.exists(file)}


def file_beside(path: Path, table: Table) -> Path:
    """Name the file of another table beside an incidents file, whether it is there or not."""
    return _called(path, table.name, path.suffix)


def _called(path: Path, name: str, suffix: str) -> Path:
    stem = path.stem
    whole = stem.casefold() == INCIDENTS.name
    prefix = "" if whole else stem[: -len("-incidents")] if stem.casefold().endswith("-incidents") else stem
    return path.with_name(f"{prefix}{'-' if prefix else ''}{name}{suffix}")

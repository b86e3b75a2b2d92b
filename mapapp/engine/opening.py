"""From a path to a store of the data set there: a prepared file is opened, any other is read."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.engine import prepared
from mapapp.engine.description import is_prepared
from mapapp.engine.import_lock import importing
from mapapp.engine.kept import Copies, program_digest
from mapapp.engine.kept_statements import Folder
from mapapp.engine.store import Store
from mapapp.errors import FaultyData
from mapapp.messages import notice
from mapapp.model.dataset_files import dataset_files, incidents_file
from mapapp.model.report import Effect, Fault, Report
from mapapp.model.schema import COLUMN_LABELS, INCIDENTS
from mapapp.settings import StoreAddress

if TYPE_CHECKING:
    from mapapp.ingest import Ingested
    from mapapp.ingest.reading import Reading

MAX_FAULTS_NAMED = 5
"""At most this many faults are named where there is no room for all."""


def open_store(
    path: Path | StoreAddress,
    mapping: Path | None = None,
    copies: Path | None = None,
    *,
    drafts: bool = False,
) -> Store:
    """Open the data set at a path, or in a database; `mapping` says which columns of a file hold what.

    `copies` is a folder of prepared copies: if it has one of the files as they are now, that is opened,
    otherwise one is kept there. Compiled statements are kept next to them. With `drafts` the store has
    unpublished rows too, and no copy of it is kept. Raises UnreadableFile if the file can't be read,
    FaultyData if it has no incident to show, and EngineUnavailable if the database can't be reached.
    """
    store = _open(path, mapping, copies, drafts=drafts)
    return replace(store, kept_statements=Folder.of(copies, program_digest())) if copies else store


def _open(path: Path | StoreAddress, mapping: Path | None, copies: Path | None, *, drafts: bool) -> Store:
    if isinstance(path, StoreAddress):
        from mapapp.engine.databases import open_published  # noqa: PLC0415 - few need it

        return open_published(path)
    path = incidents_file(path)
    if is_prepared(path):
        return Store.of(*prepared.read(path))
    if copies is None or drafts:
        return Store.load(_read(path, mapping, drafts=drafts))
    copy = Copies(copies, path, mapping)
    if store := copy.open():
        return store
    if mapping is None and (large := copy.read_in_parts()):
        require_incidents(path, large)
        if store := copy.keep(large):
            return store
    ingested = _read(path, mapping)
    return copy.keep(ingested) or Store.load(ingested)


def _read(path: Path, mapping: Path | None, *, drafts: bool = False) -> "Ingested":
    with importing:
        from mapapp.ingest import read_dataset  # noqa: PLC0415 - takes a second to import
        from mapapp.ingest.mapping.mapping import read_mapping  # noqa: PLC0415 - the same

    ingested = read_dataset(path, read_mapping(mapping) if mapping else None, drafts=drafts)
    require_incidents(path, ingested, mapping)
    return ingested


def require_incidents(path: Path, data: "Reading", mapping: Path | None = None) -> None:
    """Raise FaultyData for a data set without an incident to show; `mapping` is what it was read with."""
    if not data.report.rows_accepted(INCIDENTS.name):
        reason = "data-held-back" if data.held.get(INCIDENTS.name) else "data-no-rows"
        faults = named_faults(path, data.report) or notice(reason)
        raise FaultyData(
            notice("data-no-incident", file=str(path), problems=faults),
            remedy=notice("data-no-incident-remedy", command=validating(path, mapping)),
        )


def validating(path: Path, mapping: Path | None = None) -> str:
    """Return the command that lists every problem of a data set."""
    return shlex.join(["mapapp", "validate", str(path), *(["--mapping", str(mapping)] if mapping else [])])


def named_faults(path: Path, report: Report) -> str:
    """Describe the first faults that lose rows or files, one per line."""
    files = dataset_files(path)
    losses = [fault for fault in report.errors if fault.effect in ROW_LOSSES]
    lines = [f"{_position(fault, files)}{fault.reason}" for fault in losses[:MAX_FAULTS_NAMED]]
    left = sum(report.effects[effect] for effect in ROW_LOSSES) - len(lines)
    return "\n".join(lines) + (f" {notice('problems-more', count=left)}" if left else "")


def _position(fault: Fault, files: Mapping[str, Path]) -> str:
    """Return where a fault is; "" for a file left out as a whole, because the reason names the file."""
    if fault.effect is Effect.FILE_LEFT_OUT:
        return ""
    label = COLUMN_LABELS.get((fault.table, fault.column), fault.column)
    file = files.get(fault.table, files[INCIDENTS.name]).name  # claims may have come from the same file
    return f"{file}, row {fault.row}{f', {label}' if label else ''}: "


ROW_LOSSES = (Effect.ROW_REJECTED, Effect.FILE_LEFT_OUT)

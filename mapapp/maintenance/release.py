"""A release: what changed since the previous state is recorded next to the data, and the new state is named.

Existing rows are never changed: new ones are added at the end.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from mapapp.errors import ReleaseRefused, quoted, shortened
from mapapp.ingest import Ingested, read_dataset, read_table
from mapapp.ingest.history import VERSION
from mapapp.maintenance.atomic_writing import roll_back_locked, write_atomically
from mapapp.maintenance.ledger import Ledger
from mapapp.maintenance.safety import Concern, check, judge_of, text_concerns, withheld
from mapapp.messages import fault, notice
from mapapp.model.corrections import (
    Change,
    ChangeKind,
    Difference,
    Key,
    Release,
    citing,
    correction_rows,
    differences,
    source_differences,
    sources_of,
    state_of,
)
from mapapp.model.dataset_files import DESCRIPTOR
from mapapp.model.metadata import describe
from mapapp.model.regular_file import file_text
from mapapp.model.report import LOSSES, Fault
from mapapp.model.schema import CLAIMS, CORRECTIONS, INCIDENTS, REASONS, RELEASES
from mapapp.model.unfinished import alone, is_being_written


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """The version and date of a new release, and why the data changed.

    `reason` and `source` apply to every new correction without an entry in `reasons`.
    """

    version: str
    date: date
    reason: str = ""
    source: str = ""
    reasons: "Reasons" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Justification:
    """Why something was changed, and the source for it."""

    reason: str
    source: str = ""


Reasons = Mapping[Key, Justification]
"""By incident and claim; with an empty claim, for all of an incident that has no reason of its own."""


def read_reasons(path: Path) -> Reasons:
    """Read a file of reasons, `schema.REASONS`; raises ReleaseRefused if a row of it can't be used."""
    rows, faults = read_table(path, REASONS)
    reasons: dict[Key, Justification] = {}
    for problem in faults:
        where = f"{path}, row {problem.row}{f', {problem.column}' if problem.column else ''}"
        raise ReleaseRefused(f"{where}: {problem.reason}", remedy=problem.remedy)
    for row in rows:
        key = row[INCIDENTS.key], row[CLAIMS.key]
        if key in reasons:
            raise ReleaseRefused(*fault("release-reason-twice", file=str(path), what=_called(key)))
        reasons[key] = Justification(row["reason"], row["source"])
    return reasons


def _called(key: Key) -> str:
    incident_id, claim_id = map(shortened, key)
    if not claim_id:
        return repr(incident_id)
    return notice("release-claim", claim=repr(claim_id), incident=repr(incident_id))


def compared(old: Ingested, new: Ingested) -> tuple[Difference, ...]:
    """Compare the rows of two data sets; `new_columns` do not count as changes."""
    return _compared(old, new, new.incidents.drop_columns(new_columns(old, new)))


def _compared(old: Ingested, new: Ingested, incidents: pa.Table) -> tuple[Difference, ...]:
    of_rows = differences(state_of(old.incidents, old.claims), state_of(incidents, new.claims))
    return of_rows + source_differences(sources_of(old.sources), sources_of(new.sources))


def new_columns(old: Ingested, new: Ingested) -> list[str]:
    """Return the columns of the schema that only the new incidents file has, in the schema's order."""
    return [name for name in INCIDENTS.names if name in new.columns - old.columns]


def losses(data: Ingested) -> list[Fault]:
    """Return the faults that kept a part of the files from being read."""
    return [fault for fault in data.report.faults if fault.effect in LOSSES]


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change as written to corrections.csv; `withheld` are the concerns for which its value is left out."""

    incident_id: str
    claim_id: str
    change: Change
    withheld: tuple[Concern, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """A release, its differences from the last one, and its new columns.

    `uncited_sources` are changed sources that no correction can record, because no claim cites them.
    """

    release: Release
    differences: tuple[Difference, ...]
    changes: tuple[WrittenChange, ...]
    uncited_sources: Sequence[str]
    new_columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What a release would publish, and which corrections it would record."""

    differences: tuple[Difference, ...]
    changes: tuple[WrittenChange, ...]
    uncited_sources: Sequence[str]


def preview_release(path: Path, since: Path | None = None) -> ReleasePreview:
    """Return what a release of the data set at `path` would publish that the last one did not, by field.

    `since` is the incidents file as of the last release; before the first release everything is new. Drafts
    are left out. Raises ReleaseRefused if a part of the files can't be read, or if there are releases and
    `since` is missing: what is public already would look new.
    """
    new = _whole(read_dataset(path))
    _require_since(new, since)
    if not since:
        _require_published(new)
        everything_new = differences({}, state_of(new.incidents, new.claims))
        return ReleasePreview(everything_new + source_differences({}, sources_of(new.sources)), (), ())
    old = _whole(read_dataset(since))
    return ReleasePreview(_compared(old, new, new.incidents), *_ledger(path, old, new, compared(old, new)))


def _ledger(
    path: Path, old: Ingested, new: Ingested, differences: Sequence[Difference]
) -> tuple[tuple[WrittenChange, ...], list[str]]:
    """Return the rows for corrections.csv, and the changed sources that none of them can record."""
    cited_by = citing(state_of(old.incidents, old.claims), state_of(new.incidents, new.claims))
    judge = judge_of(path, old, new)
    changes = []
    for incident_id, claim_id, change in correction_rows(differences, cited_by):
        concerns = tuple(judge.concerns(incident_id, claim_id, change))
        dangers = [concern.danger for concern in concerns]
        shown = replace(change, before=withheld(dangers)) if concerns else change
        changes.append(WrittenChange(incident_id, claim_id, shown, concerns))
    changed_sources = [
        change.source_id for change in differences if change.source_id and change.what is ChangeKind.CHANGED
    ]
    return tuple(changes), [name for name in changed_sources if name not in cited_by]


def release(path: Path, request: ReleaseRequest, since: Path | None = None) -> ReleaseResult | None:
    """Release the data set at `path`: record its corrections since the last release, and the release itself.

    A new column is not a correction; it is only listed. `since` is the incidents file as of the last release;
    None for the first release. Returns None, and writes nothing, if nothing that is published changed. Raises
    ReleaseRefused if no file changed, if the version exists, if the history would not be true, or while
    another run releases it; nothing is written then, nor if a file can't be written.
    """
    with alone(path.parent) as is_ours:
        if not is_ours:
            raise _running(path)
        return _released(path, request, since)


def _released(path: Path, request: ReleaseRequest, since: Path | None) -> ReleaseResult | None:
    require_alone(path)
    roll_back_locked(path.parent)
    new = _whole(read_dataset(path))
    _require_safety(path, new)
    _require_sense(new, request)
    _require_since(new, since)
    if not since:
        _require_published(new)
    old = _last_state(new, since) if since else None
    differences = compared(old, new) if old else ()
    added_columns = new_columns(old, new) if old else []
    if old and not (differences or added_columns):
        return None
    changes, uncited = _ledger(path, old, new, differences) if old else ((), [])
    _require_reasons(changes, request)
    _require_safe_reasons(new, request)
    corrections = Ledger.opened(path, CORRECTIONS)
    corrections = corrections.with_rows(_rows(changes, request))
    new_release = Release(request.version, request.date, new.fingerprint, corrections.rows)
    releases = Ledger.opened(path, RELEASES).with_rows([_spelled(asdict(new_release))])
    contents = {corrections.path: corrections.data, releases.path: releases.data} | _package(
        path, new_release
    )
    write_atomically(path.parent, contents)
    return ReleaseResult(new_release, differences, changes, uncited, added_columns)


def require_alone(path: Path) -> None:
    """Raise ReleaseRefused while another release next to an incidents file is being written."""
    if is_being_written(path.parent):
        raise _running(path)


def _running(path: Path) -> ReleaseRefused:
    return ReleaseRefused(*fault("release-running", file=str(path)))


def require_safety(path: Path) -> None:
    """Raise ReleaseRefused if anything in the data set at `path` may put somebody in danger."""
    _require_safety(path, _whole(read_dataset(path)))


def _require_since(new: Ingested, since: Path | None) -> None:
    if not since and new.history.releases:
        latest = new.history.releases[-1]
        raise ReleaseRefused(*fault("release-since-missing", file=str(new.path), version=latest.version))


def _require_published(new: Ingested) -> None:
    """Raise ReleaseRefused if a first release would consist of drafts alone."""
    if not (len(new.incidents) or len(new.claims) or len(new.sources)):
        raise ReleaseRefused(*fault("release-none-published", file=str(new.path)))


def _whole(data: Ingested) -> Ingested:
    if faults := losses(data):
        first_fault = faults[0]
        where = {
            "table": first_fault.table,
            "row": str(first_fault.row),
            "column": first_fault.column or "none",
        }
        details = {"file": str(data.path), "reason": first_fault.reason}
        raise ReleaseRefused(*fault("release-faults", count=len(faults), **details, **where))
    return data


def _require_safety(path: Path, new: Ingested) -> None:
    if not (concerns := check(path, new).open):
        return
    first_concern = concerns[0]
    where = {"table": first_concern.table, "row": first_concern.row, "column": first_concern.column}
    raise ReleaseRefused(
        notice("safety-unreleased", count=len(concerns), reason=first_concern.words[0], **where),
        notice("safety-unreleased-remedy", file=str(path)),
    )


def _require_sense(new: Ingested, request: ReleaseRequest) -> None:
    releases = new.history.releases
    if not VERSION.fullmatch(request.version):
        raise ReleaseRefused(*fault("release-version", value=quoted(request.version)))
    if request.version in {release.version for release in releases}:
        raise ReleaseRefused(*fault("release-exists", version=request.version))
    if not releases:
        return
    latest, fingerprint = releases[-1], new.fingerprint[:12]
    if new.fingerprint == latest.fingerprint:
        raise ReleaseRefused(*fault("release-unchanged", version=latest.version, fingerprint=fingerprint))
    if request.date < latest.date:
        days = {"date": str(request.date), "last": str(latest.date)}
        raise ReleaseRefused(*fault("release-too-early", version=latest.version, **days))


def _require_reasons(changes: Sequence[WrittenChange], request: ReleaseRequest) -> None:
    changed_keys = {
        key for change in changes for key in ((change.incident_id, change.claim_id), (change.incident_id, ""))
    }
    for key in request.reasons:
        if key not in changed_keys:
            raise ReleaseRefused(*fault("release-reason-unused", what=_called(key)))
    for change in changes:
        if not _justification(change.incident_id, change.claim_id, request).reason.strip():
            what = _called((change.incident_id, change.claim_id))
            raise ReleaseRefused(*fault("release-reason-missing", what=what))


def _require_safe_reasons(new: Ingested, request: ReleaseRequest) -> None:
    """Raise ReleaseRefused if a reason, which is also published, repeats what was removed."""
    for justification in (Justification(request.reason, request.source), *request.reasons.values()):
        for column, text in asdict(justification).items():
            for concern in text_concerns(new, CORRECTIONS, column, text):
                details = {"column": column, "text": quoted(text), "reason": concern.words[0]}
                raise ReleaseRefused(*fault("release-reason-unsafe", **details))


def _justification(incident_id: str, claim_id: str, request: ReleaseRequest) -> Justification:
    """Return the reason for a change: its own, its incident's, or the release's."""
    own = request.reasons.get((incident_id, claim_id)) or request.reasons.get((incident_id, ""))
    return (
        Justification(own.reason, own.source or request.source)
        if own
        else Justification(request.reason, request.source)
    )


def _last_state(new: Ingested, since: Path) -> Ingested:
    old, releases = _whole(read_dataset(since)), new.history.releases
    files, fingerprint = {"since": str(since), "file": str(new.path)}, old.fingerprint[:12]
    if old.fingerprint == new.fingerprint:
        raise ReleaseRefused(*fault("release-since-same", **files, fingerprint=fingerprint))
    if not releases:
        raise ReleaseRefused(*fault("release-none-yet", **files))
    if old.fingerprint != releases[-1].fingerprint:
        expected = {"version": releases[-1].version, "expected": releases[-1].fingerprint[:12]}
        raise ReleaseRefused(
            *fault("release-since-other", since=str(since), fingerprint=fingerprint, **expected)
        )
    return old


def _rows(changes: Iterable[WrittenChange], request: ReleaseRequest) -> list[dict[str, str]]:
    rows = []
    for change in changes:
        justification = _justification(change.incident_id, change.claim_id, request)
        details = {
            "date": request.date.isoformat(),
            "reason": justification.reason.strip(),
            "source": justification.source.strip(),
        }
        key = {"incident_id": change.incident_id, "claim_id": change.claim_id}
        rows.append({**key, **asdict(change.change), **details})
    return rows


def _spelled(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


def _package(incidents: Path, new_release: Release) -> dict[Path, bytes]:
    """Return the `datapackage.json` next to the incidents file with the version, if it lists that file."""
    path = incidents.parent / DESCRIPTOR
    if not (path.is_file() and describe(incidents).from_package):
        return {}
    package = json.loads(file_text(path)) | {"version": new_release.version}
    return {path: (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()}

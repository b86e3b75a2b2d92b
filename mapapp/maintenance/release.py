"""A release: what changed since the state before is written down beside the data, and the state is named.

Nothing that is written down is ever changed: new rows are put behind the old ones.
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
from mapapp.maintenance.ledger import Ledger
from mapapp.maintenance.safety import Concern, check, judging, said_concerns, withheld
from mapapp.maintenance.together import take_back_alone, write_together
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
class Wanted:
    """What a release should be called, and why the data changed.

    `reason` and `source` stand in every new correction for which `reasons` have none of their own.
    """

    version: str
    date: date
    reason: str = ""
    source: str = ""
    reasons: "Reasons" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was changed, and what the change rests on."""

    reason: str
    source: str = ""


Reasons = Mapping[Key, Why]
"""Why, by incident and claim; with an empty claim, of all of an incident that has no reason of its own."""


def read_reasons(path: Path) -> Reasons:
    """Read a file of reasons, `schema.REASONS`; raises ReleaseRefused if a row of it can't be used."""
    rows, faults = read_table(path, REASONS)
    reasons: dict[Key, Why] = {}
    for wrong in faults:
        where = f"{path}, row {wrong.row}{f', {wrong.column}' if wrong.column else ''}"
        raise ReleaseRefused(f"{where}: {wrong.reason}", remedy=wrong.remedy)
    for row in rows:
        key = row[INCIDENTS.key], row[CLAIMS.key]
        if key in reasons:
            raise ReleaseRefused(*fault("release-reason-twice", file=str(path), what=_called(key)))
        reasons[key] = Why(row["reason"], row["source"])
    return reasons


def _called(key: Key) -> str:
    incident_id, claim_id = map(shortened, key)
    if not claim_id:
        return repr(incident_id)
    return notice("release-claim", claim=repr(claim_id), incident=repr(incident_id))


def compared(old: Ingested, new: Ingested) -> tuple[Difference, ...]:
    """Compare the rows of two data sets; what is in `new_columns` changed nothing."""
    return _compared(old, new, new.incidents.drop_columns(new_columns(old, new)))


def _compared(old: Ingested, new: Ingested, incidents: pa.Table) -> tuple[Difference, ...]:
    found = differences(state_of(old.incidents, old.claims), state_of(incidents, new.claims))
    return found + source_differences(sources_of(old.sources), sources_of(new.sources))


def new_columns(old: Ingested, new: Ingested) -> list[str]:
    """Name the columns of the schema that only the new incidents file has, in the order of the schema."""
    return [name for name in INCIDENTS.names if name in new.columns - old.columns]


def losses(data: Ingested) -> list[Fault]:
    """Return the faults for which a part of the files is not in what was read of them."""
    return [fault for fault in data.report.faults if fault.effect in LOSSES]


@dataclass(frozen=True, slots=True)
class Written:
    """A change as it stands in corrections.csv; `withheld` are the concerns for which its value does not."""

    incident_id: str
    claim_id: str
    change: Change
    withheld: tuple[Concern, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """A release, what differs from the last one, and the columns that are new with it.

    `unwritten` are the changed sources that no correction can tell of, for no claim cites them.
    """

    release: Release
    found: tuple[Difference, ...]
    written: tuple[Written, ...]
    unwritten: Sequence[str]
    new_columns: Sequence[str]


@dataclass(frozen=True, slots=True)
class BecomingPublic:
    """What a release would publish, and what it would write down of it."""

    found: tuple[Difference, ...]
    written: tuple[Written, ...]
    unwritten: Sequence[str]


def becoming_public(path: Path, since: Path | None = None) -> BecomingPublic:
    """Return what a release of the data set at `path` would publish that the last one did not, by field.

    `since` is the incidents file as it was at the last release; before the first release everything is new.
    Drafts are not in it. Raises ReleaseRefused if a part of the files can't be read, or if there are releases
    and `since` is missing: what is public already would look new.
    """
    new = _whole(read_dataset(path))
    _require_since(new, since)
    if not since:
        _require_published(new)
        everything = differences({}, state_of(new.incidents, new.claims))
        return BecomingPublic(everything + source_differences({}, sources_of(new.sources)), (), ())
    old = _whole(read_dataset(since))
    return BecomingPublic(_compared(old, new, new.incidents), *_ledger(path, old, new, compared(old, new)))


def _ledger(
    path: Path, old: Ingested, new: Ingested, found: Sequence[Difference]
) -> tuple[tuple[Written, ...], list[str]]:
    """Say what stands in corrections.csv, and which changed sources no row of it can tell of."""
    cited_by = citing(state_of(old.incidents, old.claims), state_of(new.incidents, new.claims))
    judge = judging(path, old, new)
    written = []
    for incident_id, claim_id, change in correction_rows(found, cited_by):
        concerns = tuple(judge.concerns(incident_id, claim_id, change))
        dangers = [one.danger for one in concerns]
        told = replace(change, before=withheld(dangers)) if concerns else change
        written.append(Written(incident_id, claim_id, told, concerns))
    changed = [one.source_id for one in found if one.source_id and one.what is ChangeKind.CHANGED]
    return tuple(written), [name for name in changed if name not in cited_by]


def release(path: Path, wanted: Wanted, since: Path | None = None) -> Released | None:
    """Release the data set at `path`: write its corrections since the last release, and the release itself.

    A column that is new is no correction; it is only named. `since` is the incidents file as it was at the
    last release; None for the first release. Returns None, and writes nothing, if nothing changed of what is
    published. Raises ReleaseRefused if no file changed, if the version exists, or if the history would not be
    true; nothing is written then, nor if a file can't be written. So it is while another run releases it.
    """
    with alone(path.parent) as is_ours:
        if not is_ours:
            raise _running(path)
        return _released(path, wanted, since)


def _released(path: Path, wanted: Wanted, since: Path | None) -> Released | None:
    require_alone(path)
    take_back_alone(path.parent)
    new = _whole(read_dataset(path))
    _require_safety(path, new)
    _require_sense(new, wanted)
    _require_since(new, since)
    if not since:
        _require_published(new)
    old = _last_state(new, since) if since else None
    found = compared(old, new) if old else ()
    added = new_columns(old, new) if old else []
    if old and not (found or added):
        return None
    written, unwritten = _ledger(path, old, new, found) if old else ((), [])
    _require_reasons(written, wanted)
    _require_safe_reasons(new, wanted)
    corrections = Ledger.opened(path, CORRECTIONS)
    corrections = corrections.with_rows(_rows(written, wanted))
    made = Release(wanted.version, wanted.date, new.fingerprint, corrections.rows)
    releases = Ledger.opened(path, RELEASES).with_rows([_spelled(asdict(made))])
    contents = {corrections.path: corrections.data, releases.path: releases.data} | _package(path, made)
    write_together(path.parent, contents)
    return Released(made, found, written, unwritten, added)


def require_alone(path: Path) -> None:
    """Raise ReleaseRefused while another release beside an incidents file is being written."""
    if is_being_written(path.parent):
        raise _running(path)


def _running(path: Path) -> ReleaseRefused:
    return ReleaseRefused(*fault("release-running", file=str(path)))


def require_safety(path: Path) -> None:
    """Raise ReleaseRefused if something in the data set at `path` may put somebody in danger."""
    _require_safety(path, _whole(read_dataset(path)))


def _require_since(new: Ingested, since: Path | None) -> None:
    if not since and new.history.releases:
        last = new.history.releases[-1]
        raise ReleaseRefused(*fault("release-since-missing", file=str(new.path), version=last.version))


def _require_published(new: Ingested) -> None:
    """Raise ReleaseRefused if a first release would be of drafts alone."""
    if not (len(new.incidents) or len(new.claims) or len(new.sources)):
        raise ReleaseRefused(*fault("release-none-published", file=str(new.path)))


def _whole(data: Ingested) -> Ingested:
    if lost := losses(data):
        first = lost[0]
        where = {"table": first.table, "row": str(first.row), "column": first.column or "none"}
        told = {"file": str(data.path), "reason": first.reason}
        raise ReleaseRefused(*fault("release-faults", count=len(lost), **told, **where))
    return data


def _require_safety(path: Path, new: Ingested) -> None:
    if not (concerns := check(path, new).open):
        return
    first = concerns[0]
    where = {"table": first.table, "row": first.row, "column": first.column}
    raise ReleaseRefused(
        notice("safety-unreleased", count=len(concerns), reason=first.words[0], **where),
        notice("safety-unreleased-remedy", file=str(path)),
    )


def _require_sense(new: Ingested, wanted: Wanted) -> None:
    releases = new.history.releases
    if not VERSION.fullmatch(wanted.version):
        raise ReleaseRefused(*fault("release-version", value=quoted(wanted.version)))
    if wanted.version in {one.version for one in releases}:
        raise ReleaseRefused(*fault("release-exists", version=wanted.version))
    if not releases:
        return
    last, fingerprint = releases[-1], new.fingerprint[:12]
    if new.fingerprint == last.fingerprint:
        raise ReleaseRefused(*fault("release-unchanged", version=last.version, fingerprint=fingerprint))
    if wanted.date < last.date:
        days = {"date": str(wanted.date), "last": str(last.date)}
        raise ReleaseRefused(*fault("release-too-early", version=last.version, **days))


def _require_reasons(found: Sequence[Written], wanted: Wanted) -> None:
    changed = {key for one in found for key in ((one.incident_id, one.claim_id), (one.incident_id, ""))}
    for key in wanted.reasons:
        if key not in changed:
            raise ReleaseRefused(*fault("release-reason-unused", what=_called(key)))
    for one in found:
        if not _why(one.incident_id, one.claim_id, wanted).reason.strip():
            what = _called((one.incident_id, one.claim_id))
            raise ReleaseRefused(*fault("release-reason-missing", what=what))


def _require_safe_reasons(new: Ingested, wanted: Wanted) -> None:
    """Raise ReleaseRefused if a reason, which is published too, says what was taken out."""
    for why in (Why(wanted.reason, wanted.source), *wanted.reasons.values()):
        for column, text in asdict(why).items():
            for concern in said_concerns(new, CORRECTIONS, column, text):
                told = {"column": column, "text": quoted(text), "reason": concern.words[0]}
                raise ReleaseRefused(*fault("release-reason-unsafe", **told))


def _why(incident_id: str, claim_id: str, wanted: Wanted) -> Why:
    """Find why something changed: its own reason, its incident's, or the release's."""
    own = wanted.reasons.get((incident_id, claim_id)) or wanted.reasons.get((incident_id, ""))
    return Why(own.reason, own.source or wanted.source) if own else Why(wanted.reason, wanted.source)


def _last_state(new: Ingested, since: Path) -> Ingested:
    old, releases = _whole(read_dataset(since)), new.history.releases
    files, fingerprint = {"since": str(since), "file": str(new.path)}, old.fingerprint[:12]
    if old.fingerprint == new.fingerprint:
        raise ReleaseRefused(*fault("release-since-same", **files, fingerprint=fingerprint))
    if not releases:
        raise ReleaseRefused(*fault("release-none-yet", **files))
    if old.fingerprint != releases[-1].fingerprint:
        last = {"version": releases[-1].version, "expected": releases[-1].fingerprint[:12]}
        raise ReleaseRefused(*fault("release-since-other", since=str(since), fingerprint=fingerprint, **last))
    return old


def _rows(written: Iterable[Written], wanted: Wanted) -> list[dict[str, str]]:
    rows = []
    for one in written:
        why = _why(one.incident_id, one.claim_id, wanted)
        said = {
            "date": wanted.date.isoformat(),
            "reason": why.reason.strip(),
            "source": why.source.strip(),
        }
        key = {"incident_id": one.incident_id, "claim_id": one.claim_id}
        rows.append({**key, **asdict(one.change), **said})
    return rows


def _spelled(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


def _package(incidents: Path, made: Release) -> dict[Path, bytes]:
    """Make the `datapackage.json` beside the incidents file name the version, if it names that file."""
    path = incidents.parent / DESCRIPTOR
    if not (path.is_file() and describe(incidents).from_package):
        return {}
    package = json.loads(file_text(path)) | {"version": made.version}
    return {path: (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()}

"""Releases of a data set, the corrections between them, and differences between two states. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from mapapp.model.schema import CLAIMS, INCIDENTS, LIST_SEPARATOR, SOURCES, Kind, Table

FINGERPRINT_START = 12
"""The number of characters of a fingerprint in a link."""
OF_SOURCE = "source."
"""The prefix of a source's column where its change is listed as a correction of each claim that cites it."""


@dataclass(frozen=True, slots=True)
class Release:
    """One published state of a data set.

    `corrections` is the number of rows that corrections.csv had then; later rows were added after it.
    """

    version: str
    date: date
    fingerprint: str
    corrections: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A changed value, as recorded in corrections.csv.

    `position` counts the file's rows from 0, including unusable ones. `claim_id` is empty if the incident
    itself was changed. If `field` is the identifier, the incident or the claim was added or removed; if it
    begins with OF_SOURCE, the source that the claim cites was changed.
    """

    position: int
    date: date
    incident_id: str
    claim_id: str
    field: str
    before: str
    after: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class History:
    """The recorded releases and corrections of a data set, both in the order of the files."""

    releases: tuple[Release, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def without(self, incidents: frozenset[str], claims: frozenset[str]) -> "History":
        """Return it without corrections of these incidents and claims, or that mention these incidents."""
        corrections = tuple(
            correction
            for correction in self.corrections
            if correction.incident_id not in incidents
            and correction.claim_id not in claims
            and not (
                correction.field == "related_incidents"
                and incidents & {*_list_items(correction.before), *_list_items(correction.after)}
            )
        )
        return History(self.releases, corrections)

    def release_of(self, start: str) -> Release | None:
        """Return the newest release whose fingerprint begins like this; None if there is none."""
        releases = (release for release in reversed(self.releases) if release.fingerprint.startswith(start))
        return next(releases, None) if start else None

    def since(self, release: Release) -> tuple[Correction, ...]:
        """Return the corrections recorded after a release, in order."""
        return tuple(
            correction for correction in self.corrections if correction.position >= release.corrections
        )

    def release_with(self, correction: Correction) -> Release | None:
        """Return the first release that includes a correction; None if it has not been released yet."""
        return next((release for release in self.releases if release.corrections > correction.position), None)


EMPTY_HISTORY = History()

Key = tuple[str, str]
"""Incident and claim; the claim is empty for the incident itself."""

State = Mapping[Key, Mapping[str, str]]
"""The contents of a data set, by incident or claim and by column; blank cells are left out.

Values are written in a canonical form: equal values are equal text.
"""

Sources = Mapping[str, Mapping[str, str]]
"""The contents of the sources in the same form, by identifier."""


def state_of(incidents: pa.Table, claims: pa.Table) -> State:
    """Write the typed tables of a data set as a State."""
    return {
        **{(row[INCIDENTS.key], ""): row for row in _records(INCIDENTS, incidents)},
        **{(row[INCIDENTS.key], row[CLAIMS.key]): row for row in _records(CLAIMS, claims)},
    }


def sources_of(sources: pa.Table) -> Sources:
    """Write the typed table of sources as Sources."""
    return {row[SOURCES.key]: row for row in _records(SOURCES, sources)}


def _records(table: Table, rows: pa.Table) -> Iterator[dict[str, str]]:
    lists = {column.name for column in table.columns if column.kind is Kind.LIST}
    names = rows.column_names
    columns = [_spelled(rows[name].to_pylist(), _list if name in lists else _text) for name in names]
    for cells in zip(*columns, strict=True):
        yield {name: cell for name, cell in zip(names, cells, strict=True) if cell}


def _spelled(values: Iterable[Any], spell: Callable[[Any], str]) -> list[str]:
    return ["" if value is None else spell(value) for value in values]


def _text(value: Any) -> str:
    return repr(value + 0.0).removesuffix(".0") if isinstance(value, float) else str(value)


def _list(value: str) -> str:
    return LIST_SEPARATOR.join(_list_items(value))


def _list_items(value: str) -> Iterator[str]:
    return filter(None, map(str.strip, value.split(LIST_SEPARATOR)))


class ChangeKind(StrEnum):
    """What happened to an incident, a claim or a source."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after; empty where it is not stated."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes of an incident, claim or source; if it was added or removed, all its values.

    For a source, only `source_id` is set.
    """

    incident_id: str
    claim_id: str
    what: ChangeKind
    changes: tuple[Change, ...]
    source_id: str = ""


def differences(before: State, after: State) -> tuple[Difference, ...]:
    """Compare two states: by incident, each before its claims.

    A claim that is now about another incident is removed from the one and added to the other.
    """
    compared = (
        Difference(*key, *_became(before.get(key), after.get(key)))
        for key in sorted(before.keys() | after.keys())
    )
    return tuple(difference for difference in compared if difference.changes)


def source_differences(before: Sources, after: Sources) -> tuple[Difference, ...]:
    """Compare the sources of two states by identifier."""
    compared = (
        Difference("", "", *_became(before.get(key), after.get(key)), source_id=key)
        for key in sorted(before.keys() | after.keys())
    )
    return tuple(difference for difference in compared if difference.changes)


def _became(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None
) -> tuple[ChangeKind, tuple[Change, ...]]:
    kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
    old, new = before or {}, after or {}
    changes = (Change(name, old.get(name, ""), new.get(name, "")) for name in {**new, **old})
    return kind, tuple(change for change in changes if change.before != change.after)


def applied(old: State, changed: Iterable[Difference]) -> State:
    """Return the state that results from applying differences to an old one."""
    new = dict(old)
    for difference in changed:
        key = difference.incident_id, difference.claim_id
        row = dict(new.pop(key, {}))
        row.update({change.field: change.after for change in difference.changes})
        if difference.what is not ChangeKind.REMOVED:
            new[key] = {name: value for name, value in row.items() if value}
    return new


Citing = Mapping[str, Sequence[Key]]
"""The claims that cite a source before and after, by its identifier."""


def citing(old: State, new: State) -> Citing:
    """Find the claims that cite the same source in both states."""
    keys_by_source: dict[str, list[Key]] = {}
    for key, row in sorted(new.items()):
        source_id = row.get(SOURCES.key, "")
        if key[1] and source_id and old.get(key, {}).get(SOURCES.key) == source_id:
            keys_by_source.setdefault(source_id, []).append(key)
    return keys_by_source


def correction_rows(
    changed: Iterable[Difference], cited_by: Citing = MappingProxyType({})
) -> Iterator[tuple[str, str, Change]]:
    """Yield incident, claim and change for the rows of corrections.csv.

    An incident or claim that was added or removed has a row for its identifier only. Changes of a source have
    a row for each claim that cites it before and after.
    """
    for difference in changed:
        if difference.source_id:
            if difference.what is ChangeKind.CHANGED:
                yield from _of_source(difference, cited_by.get(difference.source_id, ()))
            continue
        identifier = CLAIMS.key if difference.claim_id else INCIDENTS.key
        for change in difference.changes:
            if difference.what is ChangeKind.CHANGED or change.field == identifier:
                yield difference.incident_id, difference.claim_id, change


def _of_source(difference: Difference, claims: Iterable[Key]) -> Iterator[tuple[str, str, Change]]:
    for incident_id, claim_id in claims:
        for change in difference.changes:
            yield incident_id, claim_id, Change(f"{OF_SOURCE}{change.field}", change.before, change.after)

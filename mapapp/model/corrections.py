"""Releases of a data set, the corrections between them, and the differences of two of its states. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from mapapp.model.schema import CLAIMS, INCIDENTS, LIST_SEPARATOR, SOURCES, Kind, Table

FINGERPRINT_START = 12
"""How many characters of a fingerprint stand in a link."""
OF_SOURCE = "source."
"""Before the column of a source, where its change stands as a correction of each claim that cites it."""


@dataclass(frozen=True, slots=True)
class Release:
    """One published state of a data set.

    `corrections` is the number of rows that corrections.csv had then: what follows them came later.
    """

    version: str
    date: date
    fingerprint: str
    corrections: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that was changed, as it is written down.

    `position` counts the rows of corrections.csv from 0; rows that can't be used count too. `claim_id` is
    empty if the incident itself was changed. Where `field` is the identifier itself, the incident or the
    claim was added or removed; where it begins with OF_SOURCE, the source that the claim cites was changed.
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
    """What is written down of a data set's releases and corrections, both in the order of the files."""

    releases: tuple[Release, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def without(self, incidents: frozenset[str], claims: frozenset[str]) -> "History":
        """Return it without the corrections of these incidents and claims, and those that name the former."""
        kept = tuple(
            one
            for one in self.corrections
            if one.incident_id not in incidents
            and one.claim_id not in claims
            and not (
                one.field == "related_incidents" and incidents & {*_parts(one.before), *_parts(one.after)}
            )
        )
        return History(self.releases, kept)

    def release_of(self, start: str) -> Release | None:
        """Return the newest release whose fingerprint begins like this; None if there is none."""
        found = (one for one in reversed(self.releases) if one.fingerprint.startswith(start))
        return next(found, None) if start else None

    def since(self, release: Release) -> tuple[Correction, ...]:
        """Return the corrections that were written down after a release, in order."""
        return tuple(one for one in self.corrections if one.position >= release.corrections)

    def release_with(self, correction: Correction) -> Release | None:
        """Return the first release that has a correction in it; None if it is not released yet."""
        return next((one for one in self.releases if one.corrections > correction.position), None)


NOTHING_WRITTEN = History()

Key = tuple[str, str]
"""Incident and claim; the claim is empty for the incident itself."""

State = Mapping[Key, Mapping[str, str]]
"""What a data set states, by incident or claim and column; blank cells are left out.

Values are spelled in one way only: equal values are equal text.
"""

Sources = Mapping[str, Mapping[str, str]]
"""Likewise what is stated of sources, by their identifiers."""


def state_of(incidents: pa.Table, claims: pa.Table) -> State:
    """Spell out the typed tables of a data set."""
    return {
        **{(row[INCIDENTS.key], ""): row for row in _records(INCIDENTS, incidents)},
        **{(row[INCIDENTS.key], row[CLAIMS.key]): row for row in _records(CLAIMS, claims)},
    }


def sources_of(sources: pa.Table) -> Sources:
    """Spell out the typed table of sources."""
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
    return LIST_SEPARATOR.join(_parts(value))


def _parts(value: str) -> Iterator[str]:
    return filter(None, map(str.strip, value.split(LIST_SEPARATOR)))


class What(StrEnum):
    """What became of an incident or a claim."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; empty where it is not stated."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes of one incident, claim or source; of one that was added or removed, all its values.

    Of a source, `source_id` alone is given.
    """

    incident_id: str
    claim_id: str
    what: What
    changes: tuple[Change, ...]
    source_id: str = ""


def differences(old: State, new: State) -> tuple[Difference, ...]:
    """Compare two states: by incident, itself before its claims.

    A claim that now speaks of another incident is removed from the one and added to the other.
    """
    found = (
        Difference(*key, *_became(old.get(key), new.get(key))) for key in sorted(old.keys() | new.keys())
    )
    return tuple(one for one in found if one.changes)


def source_differences(old: Sources, new: Sources) -> tuple[Difference, ...]:
    """Compare the sources of two states, by their identifiers."""
    found = (
        Difference("", "", *_became(old.get(key), new.get(key)), source_id=key)
        for key in sorted(old.keys() | new.keys())
    )
    return tuple(one for one in found if one.changes)


def _became(
    before: Mapping[str, str] | None, after: Mapping[str, str] | None
) -> tuple[What, tuple[Change, ...]]:
    what = What.ADDED if before is None else What.REMOVED if after is None else What.CHANGED
    old, new = before or {}, after or {}
    changes = (Change(name, old.get(name, ""), new.get(name, "")) for name in {**new, **old})
    return what, tuple(change for change in changes if change.before != change.after)


def applied(old: State, found: Iterable[Difference]) -> State:
    """Return the state that differences lead to from an old one."""
    new = dict(old)
    for one in found:
        key = one.incident_id, one.claim_id
        row = dict(new.pop(key, {}))
        row.update({change.field: change.after for change in one.changes})
        if one.what is not What.REMOVED:
            new[key] = {name: value for name, value in row.items() if value}
    return new


Citing = Mapping[str, Sequence[Key]]
"""The claims that cite a source before and after, by its identifier."""


def citing(old: State, new: State) -> Citing:
    """Find the claims that cite the same source in both states."""
    found: dict[str, list[Key]] = {}
    for key, row in sorted(new.items()):
        source_id = row.get(SOURCES.key, "")
        if key[1] and source_id and old.get(key, {}).get(SOURCES.key) == source_id:
            found.setdefault(source_id, []).append(key)
    return found


def written_down(
    found: Iterable[Difference], cited_by: Citing = MappingProxyType({})
) -> Iterator[tuple[str, str, Change]]:
    """Yield incident, claim and change of what stands in corrections.csv.

    Of an incident or claim that was added or removed, only its identifier stands there. What changed of a
    source stands there for each claim that cites it before and after.
    """
    for one in found:
        if one.source_id:
            if one.what is What.CHANGED:
                yield from _of_source(one, cited_by.get(one.source_id, ()))
            continue
        identifier = CLAIMS.key if one.claim_id else INCIDENTS.key
        for change in one.changes:
            if one.what is What.CHANGED or change.field == identifier:
                yield one.incident_id, one.claim_id, change


def _of_source(one: Difference, claims: Iterable[Key]) -> Iterator[tuple[str, str, Change]]:
    for incident_id, claim_id in claims:
        for change in one.changes:
            yield incident_id, claim_id, Change(f"{OF_SOURCE}{change.field}", change.before, change.after)

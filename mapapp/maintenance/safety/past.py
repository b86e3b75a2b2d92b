"""What corrections give away: a text that was mended stays in them, where anybody reads what it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from typing import Any

from mapapp.ingest import Ingested
from mapapp.maintenance.safety.cells import cell_concerns
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.positions import position_concerns, told_better
from mapapp.maintenance.safety.private_names import KnownWords
from mapapp.model.corrections import OF_SOURCE, Change, Correction
from mapapp.model.schema import CLAIMS, CORRECTIONS, INCIDENTS, SOURCES, Kind

AXES = ("latitude", "longitude")
POINT = (*AXES, "uncertainty_m", "location_precision")
TELL_WHO_IS_THERE = (*AXES, "title", "site", "target_detail", "target_type")
"""The columns that together give a home away, or somebody who reports."""

Pair = tuple[Concern, Concern | None]
"""A concern in corrections.csv, and the same in the cell that was corrected: a waiver of either covers it."""


@dataclass(frozen=True)
class Past:
    """What was stated by the rows of a data set, and which of it may give somebody away.

    `now` is what is published beside it: a point of old gives away a home of which only the new title tells.
    """

    data: Ingested
    known: KnownWords
    now: Ingested

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return dict(
            zip(*(self.data.claims[name].to_pylist() for name in (CLAIMS.key, SOURCES.key)), strict=True)
        )

    @cached_property
    def _incidents(self) -> Mapping[str, dict[str, Any]]:
        return _by_id(self.data)

    @cached_property
    def _published(self) -> Mapping[str, dict[str, Any]]:
        return _by_id(self.now)

    def of_change(self, incident_id: str, claim_id: str, change: Change) -> Iterator[Concern]:
        """Find what the value before gives away, in the cell that it had in these data."""
        yield from self._in_value(incident_id, claim_id, change.field, change.before)
        if not claim_id and (row := self._incidents.get(incident_id)):
            for concern in self._of_state(row):
                if change.field in _columns(concern):
                    yield concern

    def of_corrections(self) -> Iterator[Pair]:
        """Find what the corrections of these data give away."""
        for one in self.data.history.corrections:
            for column in ("before", "after"):
                for concern in self._in_value(one.incident_id, one.claim_id, one.field, getattr(one, column)):
                    yield _kept(one, column, concern.danger, concern.text, concern.whole), concern
            for column in ("reason", "source"):
                for concern in cell_concerns(
                    CORRECTIONS, _row(one), column, getattr(one, column), self.known
                ):
                    yield concern, None
        yield from self._in_points()

    def _in_value(self, incident_id: str, claim_id: str, field: str, value: str) -> Iterator[Concern]:
        if claim_id and field.startswith(OF_SOURCE):
            source_id = self._sources.get(claim_id) or ""
            return cell_concerns(SOURCES, source_id, field.removeprefix(OF_SOURCE), value, self.known)
        table, row = (CLAIMS, claim_id) if claim_id else (INCIDENTS, incident_id)
        found = cell_concerns(table, row, field, value, self.known)
        if not claim_id or not (incident := self._incidents.get(incident_id)):
            return found
        return chain(found, told_better(incident, CLAIMS, {CLAIMS.key: claim_id, field: value}))

    def _in_points(self) -> Iterator[Pair]:
        """Take the corrections of each incident back, the last first, and look at the points that it had."""
        own = [one for one in self.data.history.corrections if not one.claim_id]
        for incident_id, corrections in groupby(sorted(own, key=_incident), _incident):
            if row := self._incidents.get(incident_id):
                yield from self._in_earlier_points(dict(row), list(corrections))

    def _in_earlier_points(self, row: dict[str, Any], corrections: list[Correction]) -> Iterator[Pair]:
        steps = [list(step) for _, step in groupby(corrections, self.data.history.release_with)]
        for place, step in reversed(list(enumerate(steps))):
            row |= {one.field: _typed(one.field, one.before) for one in step}
            kept = [(one, "before", one.before) for one in step]
            kept += [
                (one, "after", one.after)
                for earlier in steps[:place]
                for one in earlier
                if _typed(one.field, one.after) == row.get(one.field)
            ]
            for concern in self._of_state(row):
                for one, column, value in kept:
                    if value and one.field in _columns(concern):
                        yield _kept(one, column, concern.danger, value), concern

    def _of_state(self, row: Mapping[str, Any]) -> Iterator[Concern]:
        """Find what a row gave away as it was, and what its point does beside the row of now."""
        found = list(position_concerns(row))
        if now := self._published.get(row[INCIDENTS.key]):
            point = {name: row[name] for name in POINT}
            found += [one for one in position_concerns({**now, **point}) if one.column in AXES]
        yield from dict.fromkeys(found)


def _by_id(data: Ingested) -> dict[str, dict[str, Any]]:
    return {row[INCIDENTS.key]: row for row in data.incidents.to_pylist()}


def _incident(one: Correction) -> str:
    return one.incident_id


def _row(one: Correction) -> str:
    """Name a correction as reports of faults do: by its record in the file."""
    return str(one.position + 2)


def _kept(one: Correction, column: str, danger: Danger, text: str, whole: str = "") -> Concern:
    return Concern(CORRECTIONS.name, _row(one), column, danger, text, whole=whole)


def _columns(concern: Concern) -> tuple[str, ...]:
    """Name the columns whose values give it away."""
    if concern.danger is Danger.COORDINATES:
        return (concern.column,)
    return AXES if concern.danger is Danger.POINT else TELL_WHO_IS_THERE


def _typed(column: str, text: str) -> object:
    if column not in INCIDENTS.names or INCIDENTS[column].kind is not Kind.NUMBER:
        return text
    try:
        return float(text)
    except ValueError:  # it is blank, or was withheld
        return None

"""What corrections reveal: they keep the text that was fixed, for anybody to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from typing import Any

from mapapp.ingest import Ingested
from mapapp.maintenance.safety.cells import cell_concerns
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.positions import position_concerns, precision_concerns
from mapapp.maintenance.safety.private_names import KnownWords
from mapapp.model.corrections import OF_SOURCE, Change, Correction
from mapapp.model.schema import CLAIMS, COORDINATES, CORRECTIONS, INCIDENTS, SOURCES, Kind

POINT = (*COORDINATES, "uncertainty_m", "location_precision")
REVEALING = (*COORDINATES, "title", "site", "target_detail", "target_type")
"""The columns that together reveal a home, or somebody who reports."""

Pair = tuple[Concern, Concern | None]
"""A concern in corrections.csv, and its twin in the corrected cell: a waiver of either covers it."""


@dataclass(frozen=True)
class Past:
    """What the rows of a data set stated, and which of it may reveal somebody.

    `now` is what is published along with it: an old point reveals a home that only the new title mentions.
    """

    data: Ingested
    known_words: KnownWords
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
        """Find what the previous value reveals, in its cell in these data."""
        yield from self._in_value(incident_id, claim_id, change.field, change.before)
        if not claim_id and (row := self._incidents.get(incident_id)):
            for concern in self._of_state(row):
                if change.field in _columns(concern):
                    yield concern

    def of_corrections(self) -> Iterator[Pair]:
        """Find what the corrections of these data reveal."""
        for correction in self.data.history.corrections:
            for column in ("before", "after"):
                for concern in self._in_value(
                    correction.incident_id, correction.claim_id, correction.field, getattr(correction, column)
                ):
                    yield (
                        _in_corrections(correction, column, concern.danger, concern.text, concern.whole),
                        concern,
                    )
            for column in ("reason", "source"):
                for concern in cell_concerns(
                    CORRECTIONS, _record(correction), column, getattr(correction, column), self.known_words
                ):
                    yield concern, None
        yield from self._in_points()

    def _in_value(self, incident_id: str, claim_id: str, field: str, value: str) -> Iterator[Concern]:
        if claim_id and field.startswith(OF_SOURCE):
            source_id = self._sources.get(claim_id) or ""
            return cell_concerns(SOURCES, source_id, field.removeprefix(OF_SOURCE), value, self.known_words)
        table, row = (CLAIMS, claim_id) if claim_id else (INCIDENTS, incident_id)
        concerns = cell_concerns(table, row, field, value, self.known_words)
        if not claim_id or not (incident := self._incidents.get(incident_id)):
            return concerns
        return chain(concerns, precision_concerns(incident, CLAIMS, {CLAIMS.key: claim_id, field: value}))

    def _in_points(self) -> Iterator[Pair]:
        """Undo the corrections of each incident, the last first, and check the points that it had."""
        of_incidents = [correction for correction in self.data.history.corrections if not correction.claim_id]
        for incident_id, corrections in groupby(sorted(of_incidents, key=_incident_id), _incident_id):
            if row := self._incidents.get(incident_id):
                yield from self._in_earlier_points(dict(row), list(corrections))

    def _in_earlier_points(self, row: dict[str, Any], corrections: list[Correction]) -> Iterator[Pair]:
        steps = [list(step) for _, step in groupby(corrections, self.data.history.release_with)]
        for position, step in reversed(list(enumerate(steps))):
            row |= {correction.field: _cell_value(correction.field, correction.before) for correction in step}
            held = [(correction, "before", correction.before) for correction in step]
            held += [
                (correction, "after", correction.after)
                for earlier in steps[:position]
                for correction in earlier
                if _cell_value(correction.field, correction.after) == row.get(correction.field)
            ]
            for concern in self._of_state(row):
                for correction, column, value in held:
                    if value and correction.field in _columns(concern):
                        yield _in_corrections(correction, column, concern.danger, value), concern

    def _of_state(self, row: Mapping[str, Any]) -> Iterator[Concern]:
        """Find what a row revealed as it was, and what its point reveals along with today's row."""
        concerns = list(position_concerns(row))
        if published := self._published.get(row[INCIDENTS.key]):
            point = {name: row[name] for name in POINT}
            concerns += [
                concern
                for concern in position_concerns({**published, **point})
                if concern.column in COORDINATES
            ]
        yield from dict.fromkeys(concerns)


def _by_id(data: Ingested) -> dict[str, dict[str, Any]]:
    return {row[INCIDENTS.key]: row for row in data.incidents.to_pylist()}


def _incident_id(correction: Correction) -> str:
    return correction.incident_id


def _record(correction: Correction) -> str:
    """Return the name of a correction in reports of faults: its record number in the file."""
    return str(correction.position + 2)


def _in_corrections(
    correction: Correction, column: str, danger: Danger, text: str, whole: str = ""
) -> Concern:
    return Concern(CORRECTIONS.name, _record(correction), column, danger, text, whole=whole)


def _columns(concern: Concern) -> tuple[str, ...]:
    """Return the columns whose values reveal it."""
    if concern.danger is Danger.COORDINATES:
        return (concern.column,)
    return COORDINATES if concern.danger is Danger.POINT else REVEALING


def _cell_value(column: str, text: str) -> object:
    if column not in INCIDENTS.names or INCIDENTS[column].kind is not Kind.NUMBER:
        return text
    try:
        return float(text)
    except ValueError:  # blank or withheld
        return None

"""All checks of a data set, and which of the concerns are waived."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapapp.ingest import Ingested, read_dataset
from mapapp.maintenance.safety.cells import cell_concerns
from mapapp.maintenance.safety.concerns import Concern
from mapapp.maintenance.safety.media import media_concerns
from mapapp.maintenance.safety.past import Pair, Past
from mapapp.maintenance.safety.positions import position_concerns, told_better
from mapapp.maintenance.safety.private_names import KnownWords, is_of_a_person
from mapapp.maintenance.safety.waivers import Waiver, read_waivers
from mapapp.model.corrections import Change
from mapapp.model.schema import CLAIMS, INCIDENTS, TABLES, Table

PUBLIC = ("publisher", "claimant", "actor", "place_name", "admin1", "country", "control")
"""Columns that name organisations and places, whose words are therefore no names of private people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is open, what is waived, and the waivers that cover nothing any more."""

    open: tuple[Concern, ...]
    waived: tuple[Concern, ...]
    idle: tuple[Waiver, ...]


def check(path: Path, data: Ingested | None = None, *, drafts: bool = False) -> Checked:
    """Check the data set of an incidents file, `data` if it has been read; with `drafts`, all of it.

    Raises UnreadableFile if a file can't be read, or a waiver can't be used.
    """
    found = dict(_concerns(data or read_dataset(path, drafts=drafts)))
    waivers = read_waivers(path)
    covered = {waiver.key for waiver in waivers}
    keys = {concern: {concern.key, *([twin.key] if twin else [])} for concern, twin in found.items()}
    return Checked(
        tuple(concern for concern in found if covered.isdisjoint(keys[concern])),
        tuple(concern for concern in found if not covered.isdisjoint(keys[concern])),
        tuple(waiver for waiver in waivers if not any(waiver.key in own for own in keys.values())),
    )


def judging(path: Path, old: Ingested, new: Ingested) -> "Judge":
    """Make the judge of what corrections from the one state to the other may say; `path` is the new one's."""
    return Judge(Past(old, _known(new), new), frozenset(waiver.key for waiver in read_waivers(path)))


@dataclass(frozen=True)
class Judge:
    """Tells what may not stand in corrections.csv, because it was mended and not waived."""

    past: Past
    covered: frozenset[str]

    def concerns(self, incident_id: str, claim_id: str, change: Change) -> list[Concern]:
        """Return what the value before gives away."""
        found = self.past.of_change(incident_id, claim_id, change)
        return [concern for concern in found if concern.key not in self.covered]


def said_concerns(data: Ingested, table: Table, column: str, text: str) -> list[Concern]:
    """Return what a text gives away that is to stand in a column of a table beside these data."""
    return list(cell_concerns(table, "", column, text, _known(data)))


def _concerns(data: Ingested) -> Iterator[Pair]:
    known = _known(data)
    incidents = {row[INCIDENTS.key]: row for row in data.incidents.to_pylist()}
    for table, row in _rows(data):
        for column in row:
            for concern in cell_concerns(table, row[table.key], column, row[column], known):
                yield concern, None
        for concern in position_concerns(row) if table is INCIDENTS else ():
            yield concern, None
        if table is CLAIMS and (incident := incidents.get(row["incident_id"])):
            yield from ((concern, None) for concern in told_better(incident, CLAIMS, row))
    yield from ((concern, None) for concern in media_concerns(_rows(data)))
    yield from Past(data, known, data).of_corrections()


def _known(data: Ingested) -> KnownWords:
    named = ((column, row.get(column)) for _, row in _rows(data) for column in PUBLIC)
    return KnownWords.of(
        str(name)
        for column, name in named
        if name and not (column == "claimant" and is_of_a_person(str(name)))
    )


def _rows(data: Ingested) -> list[tuple[Table, dict[str, Any]]]:
    read = zip(TABLES, (data.incidents, data.claims, data.sources), strict=True)
    return [(table, row) for table, rows in read for row in rows.to_pylist()]

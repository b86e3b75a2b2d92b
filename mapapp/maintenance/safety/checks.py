"""All safety checks of a data set, and which concerns are waived."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapapp.ingest import Ingested, read_dataset
from mapapp.maintenance.safety.cells import cell_concerns
from mapapp.maintenance.safety.concerns import Concern
from mapapp.maintenance.safety.media import media_concerns
from mapapp.maintenance.safety.past import Pair, Past
from mapapp.maintenance.safety.positions import position_concerns, precision_concerns
from mapapp.maintenance.safety.private_names import KnownWords, is_personal_name
from mapapp.maintenance.safety.waivers import Waiver, read_waivers
from mapapp.model.corrections import Change
from mapapp.model.schema import CLAIMS, INCIDENTS, TABLES, Table

PUBLIC = ("publisher", "claimant", "actor", "place_name", "admin1", "country", "control")
"""Columns that name organisations and places, so that their words are not names of private people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Open concerns, waived ones, and waivers that no longer cover anything."""

    open: tuple[Concern, ...]
    waived: tuple[Concern, ...]
    idle: tuple[Waiver, ...]


def check(path: Path, data: Ingested | None = None, *, drafts: bool = False) -> Checked:
    """Check the data set of an incidents file, or `data` if already read; with `drafts`, drafts as well.

    Raises UnreadableFile if a file can't be read or a waiver can't be used.
    """
    twins = dict(_concerns(data or read_dataset(path, drafts=drafts)))
    waivers = read_waivers(path)
    covered = {waiver.key for waiver in waivers}
    keys = {concern: {concern.key, *([twin.key] if twin else [])} for concern, twin in twins.items()}
    return Checked(
        tuple(concern for concern in twins if covered.isdisjoint(keys[concern])),
        tuple(concern for concern in twins if not covered.isdisjoint(keys[concern])),
        tuple(waiver for waiver in waivers if not any(waiver.key in own_keys for own_keys in keys.values())),
    )


def judge_of(path: Path, old: Ingested, new: Ingested) -> "Judge":
    """Return the judge of corrections from an old state to a new one; `path` is that of the new one."""
    return Judge(Past(old, _known_words(new), new), frozenset(waiver.key for waiver in read_waivers(path)))


@dataclass(frozen=True)
class Judge:
    """Decides what must not be in corrections.csv, because it was fixed and not waived."""

    past: Past
    covered: frozenset[str]

    def concerns(self, incident_id: str, claim_id: str, change: Change) -> list[Concern]:
        """Return what the previous value reveals."""
        concerns = self.past.of_change(incident_id, claim_id, change)
        return [concern for concern in concerns if concern.key not in self.covered]


def text_concerns(data: Ingested, table: Table, column: str, text: str) -> list[Concern]:
    """Return what a text reveals that is to be written to a column of a table next to these data."""
    return list(cell_concerns(table, "", column, text, _known_words(data)))


def _concerns(data: Ingested) -> Iterator[Pair]:
    known_words = _known_words(data)
    incidents = {row[INCIDENTS.key]: row for row in data.incidents.to_pylist()}
    for table, row in _rows(data):
        for column in row:
            for concern in cell_concerns(table, row[table.key], column, row[column], known_words):
                yield concern, None
        for concern in position_concerns(row) if table is INCIDENTS else ():
            yield concern, None
        if table is CLAIMS and (incident := incidents.get(row["incident_id"])):
            yield from ((concern, None) for concern in precision_concerns(incident, CLAIMS, row))
    yield from ((concern, None) for concern in media_concerns(_rows(data)))
    yield from Past(data, known_words, data).of_corrections()


def _known_words(data: Ingested) -> KnownWords:
    names = ((column, row.get(column)) for _, row in _rows(data) for column in PUBLIC)
    return KnownWords.of(
        str(name)
        for column, name in names
        if name and not (column == "claimant" and is_personal_name(str(name)))
    )


def _rows(data: Ingested) -> list[tuple[Table, dict[str, Any]]]:
    tables = zip(TABLES, (data.incidents, data.claims, data.sources), strict=True)
    return [(table, row) for table, rows in tables for row in rows.to_pylist()]

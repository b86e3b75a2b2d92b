"""All checks of a data set, and which of the concerns are waived."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mapapp.ingest import Ingested, read_dataset
from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.contacts import accounts, mail_addresses, telephone_numbers
from mapapp.maintenance.safety.identity import document_numbers, home_addresses
from mapapp.maintenance.safety.links import addresses_in, is_personal
from mapapp.maintenance.safety.media import tells_of_faces
from mapapp.maintenance.safety.positions import position_concerns
from mapapp.maintenance.safety.private_names import KnownWords, private_names
from mapapp.maintenance.safety.texts import as_read
from mapapp.maintenance.safety.waivers import Waiver, read_waivers
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES, TABLES, Kind, Table

TEXTS = {
    INCIDENTS.name: (
        *("title", "summary", "site", "target_detail"),
        *("weapon_detail", "verification", "denial", "disagreement"),
    ),
    CLAIMS.name: ("claimant", "note"),
    SOURCES.name: ("title", "note"),
}
"""The columns in which somebody writes freely. Authors of sources sign what they publish."""
HEADLINES = {(SOURCES.name, "title")}
"""The columns in which others write, who may give every word a capital letter."""
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
    concerns = tuple(dict.fromkeys(_Search(data or read_dataset(path, drafts=drafts)).concerns()))
    waivers = read_waivers(path)
    covered = {waiver.key for waiver in waivers}
    found = {concern.key for concern in concerns}
    return Checked(
        tuple(concern for concern in concerns if concern.key not in covered),
        tuple(concern for concern in concerns if concern.key in covered),
        tuple(waiver for waiver in waivers if waiver.key not in found),
    )


@dataclass(frozen=True)
class _Search:
    data: Ingested

    @cached_property
    def rows(self) -> list[tuple[Table, dict[str, Any]]]:
        read = zip(TABLES, (self.data.incidents, self.data.claims, self.data.sources), strict=True)
        return [(table, row) for table, rows in read for row in rows.to_pylist()]

    @cached_property
    def known(self) -> KnownWords:
        named = (row.get(column) for _, row in self.rows for column in PUBLIC)
        return KnownWords.of(str(name) for name in named if name)

    def concerns(self) -> Iterator[Concern]:
        for table, row in self.rows:
            yield from self._in_texts(table, row)
            yield from _in_links(table, row)
            if table is INCIDENTS:
                yield from position_concerns(row)

    def _in_texts(self, table: Table, row: dict[str, Any]) -> Iterator[Concern]:
        own = [column for column in row if column not in table.names]
        for column in (*TEXTS[table.name], *own):
            text = as_read(str(row.get(column) or ""))
            for danger, found in (
                (Danger.NAME, private_names(text, self.known, is_headline=(table.name, column) in HEADLINES)),
                (Danger.TELEPHONE, telephone_numbers(text)),
                (Danger.MAIL, mail_addresses(text)),
                (Danger.ACCOUNT, accounts(text)),
                (Danger.DOCUMENT, document_numbers(text)),
                (Danger.ADDRESS, home_addresses(text)),
                (Danger.LINK, filter(is_personal, addresses_in(text))),
            ):
                yield from (Concern(table.name, row[table.key], column, danger, one) for one in found)


def _in_links(table: Table, row: dict[str, Any]) -> Iterator[Concern]:
    links = [column.name for column in table.columns if column.kind is Kind.URL and row.get(column.name)]
    for column in links:
        if is_personal(row[column]):
            yield Concern(table.name, row[table.key], column, Danger.LINK, row[column])
    if links and tells_of_faces(" ".join(str(row.get(column) or "") for column in TEXTS[table.name])):
        yield Concern(table.name, row[table.key], links[0], Danger.MEDIA, row[links[0]])

"""What one cell gives away, whether it stands in a table of the data or in a correction of it."""

from collections.abc import Iterator

from mapapp.maintenance.safety.concerns import Concern, Danger
from mapapp.maintenance.safety.contacts import accounts, mail_addresses, telephone_numbers
from mapapp.maintenance.safety.coordinates import coordinates_of_homes
from mapapp.maintenance.safety.identity import document_numbers, home_addresses
from mapapp.maintenance.safety.links import addresses_in, is_personal, own_network
from mapapp.maintenance.safety.private_names import KnownWords, private_names
from mapapp.maintenance.safety.texts import as_read, without_markup
from mapapp.model.schema import CLAIMS, CORRECTIONS, INCIDENTS, SOURCES, Kind, Table

TEXTS = {
    INCIDENTS.name: (
        *("title", "summary", "site", "target_detail"),
        *("weapon_detail", "verification", "denial", "disagreement"),
    ),
    CLAIMS.name: ("claimant", "note"),
    SOURCES.name: ("title", "note"),
    CORRECTIONS.name: ("reason", "source"),
}
"""The columns in which somebody writes freely. Authors of sources sign what they publish."""
HEADLINES = {(SOURCES.name, "title")}
"""The columns in which others write, who may give every word a capital letter."""
SIGNED = {(CORRECTIONS.name, "source")}
"""The columns that name whoever wrote what they point to."""


def cell_concerns(table: Table, row: str, column: str, value: object, known: KnownWords) -> Iterator[Concern]:
    """Find what a cell gives away by itself; `row` is the identifier of its row."""
    text = str(value or "")
    if column in table.names and table[column].kind is Kind.URL:
        if text and is_personal(text):
            yield Concern(table.name, row, column, Danger.LINK, text)
    elif column in TEXTS[table.name] or column not in table.names:
        yield from _in_text(table, row, column, text, known)


def _in_text(table: Table, row: str, column: str, text: str, known: KnownWords) -> Iterator[Concern]:
    place = (table.name, column)
    whole, shown = as_read(text), without_markup(text)
    names = () if place in SIGNED else private_names(shown, known, is_headline=place in HEADLINES)
    found = dict.fromkeys((Danger.NAME, name) for name in names)
    for one in dict.fromkeys((whole, shown)):  # an address may be in a tag, and a number have one in it
        found |= dict.fromkeys(_beside_names(one))
    yield from (Concern(table.name, row, column, danger, one, whole=whole) for danger, one in found)


def _beside_names(text: str) -> Iterator[tuple[Danger, str]]:
    for danger, found in (
        (Danger.TELEPHONE, telephone_numbers(text)),
        (Danger.MAIL, mail_addresses(text)),
        (Danger.ACCOUNT, accounts(text)),
        (Danger.DOCUMENT, document_numbers(text)),
        (Danger.ADDRESS, home_addresses(text)),
        (Danger.LINK, filter(is_personal, addresses_in(text))),
        (Danger.LINK, own_network(text)),
        (Danger.COORDINATES, coordinates_of_homes(text)),
    ):
        yield from ((danger, one) for one in found)

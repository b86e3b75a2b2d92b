"""What a single cell reveals, whether in a table of the data or in a correction."""

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
"""The columns with free text. Authors of sources sign what they publish."""
HEADLINES = {(SOURCES.name, "title")}
"""The columns quoted from others, who may capitalise every word."""
SIGNED = {(CORRECTIONS.name, "source")}
"""The columns that name the author of what they refer to."""


def cell_concerns(
    table: Table, row: str, column: str, value: object, known_words: KnownWords
) -> Iterator[Concern]:
    """Find what a cell reveals by itself; `row` is the identifier of its row."""
    text = str(value or "")
    if column in table.names and table[column].kind is Kind.URL:
        if text and is_personal(text):
            yield Concern(table.name, row, column, Danger.LINK, text)
    elif column in TEXTS[table.name] or column not in table.names:
        yield from _in_text(table, row, column, text, known_words)


def _in_text(table: Table, row: str, column: str, text: str, known_words: KnownWords) -> Iterator[Concern]:
    key = (table.name, column)
    normalised, rendered = as_read(text), without_markup(text)
    names = () if key in SIGNED else private_names(rendered, known_words, is_headline=key in HEADLINES)
    dangers = dict.fromkeys((Danger.NAME, name) for name in names)
    for version in dict.fromkeys((normalised, rendered)):  # a tag may hold a URL, or be inside a number
        dangers |= dict.fromkeys(_other_dangers(version))
    yield from (Concern(table.name, row, column, danger, item, whole=normalised) for danger, item in dangers)


def _other_dangers(text: str) -> Iterator[tuple[Danger, str]]:
    for danger, matches in (
        (Danger.TELEPHONE, telephone_numbers(text)),
        (Danger.MAIL, mail_addresses(text)),
        (Danger.ACCOUNT, accounts(text)),
        (Danger.DOCUMENT, document_numbers(text)),
        (Danger.ADDRESS, home_addresses(text)),
        (Danger.LINK, filter(is_personal, addresses_in(text))),
        (Danger.LINK, own_network(text)),
        (Danger.COORDINATES, coordinates_of_homes(text)),
    ):
        yield from ((danger, match) for match in matches)

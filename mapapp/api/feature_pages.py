"""Features as pages for people: a table of several, and everything about one."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from mapapp.api.sheets import Sheet, Table, TextLink
from mapapp.messages import message
from mapapp.model.collections import DISTRICT_NAMES, PLACE_NAMES, Collection
from mapapp.model.schema import CLAIMS, INCIDENTS
from mapapp.model.schema import Table as Columns

TABLE_COLUMNS = {
    "incidents": (
        "title",
        "date_start",
        "date_end",
        "place_name",
        "actor",
        "killed_low",
        "killed_high",
        "harm_status",
    ),
    "claims": ("claim_id", "incident_id", "claimant", "stance", "killed_low", "killed_high", "note"),
    "sources": ("publisher", "title", "published_on", "url", "kind"),
    "districts": (*DISTRICT_NAMES, "country", "iso"),
    "places": (*PLACE_NAMES, "country", "admin1", "note"),
}
"""The columns of the table of a collection's features; the first non-blank one links to the feature."""

CLAIM_COLUMNS = (
    "claimant",
    "claimant_side",
    "stance",
    "actor",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
    "excluded_because",
    "note",
)
"""The columns shown of a claim."""


def items_page(
    collection: Collection,
    rows: Sequence[Mapping[str, Any]],
    position: tuple[int, int],
    ancestors: Sequence[TextLink],
    links: Sequence[TextLink],
    *,
    columns: Sequence[str] = (),
    selected: str = "",
) -> Sheet:
    """Show features as a table, with the usual columns unless others are requested.

    `position` is how many features precede them, and how many there are in all; `selected` says in words
    which they are.
    """
    start, matched = position
    base = f"{ancestors[-1].href.partition('?')[0]}/items/"
    columns = columns or TABLE_COLUMNS[collection.name]
    cells = [_cells(row, columns, base, collection.table.key) for row in rows]
    title = collection.table.title
    range_shown = message("api-shown", first=start + 1 if rows else 0, last=start + len(rows), count=matched)
    labels = [collection.table[name].label for name in columns]
    remarks = [message("api-filter", filter=selected)] if selected else []
    return Sheet(title, ancestors, [*remarks, range_shown], tables=[Table(title, labels, cells)], links=links)


def item_page(
    collection: Collection, feature: Mapping[str, Any], ancestors: Sequence[TextLink], page: str
) -> Sheet:
    """Show everything about a feature: its properties and, for an incident, its claims."""
    properties = feature["properties"]
    claims = properties.get(CLAIMS.name) if collection.table is INCIDENTS else None
    links = [TextLink(message("api-as-geojson"), _address(ancestors, feature["id"]))]
    if collection.table is INCIDENTS:
        links.insert(0, TextLink(message("api-on-map"), f"{page}/?{urlencode({'incident': feature['id']})}"))
    return Sheet(
        str(properties.get("title") or feature["id"]),
        ancestors,
        facts=_facts(properties, collection.table),
        tables=[_claims(claims)] if claims else [],
        links=links,
    )


def _address(ancestors: Sequence[TextLink], key: str) -> str:
    return _item(f"{ancestors[-1].href.partition('?')[0]}/items/", key) + "?f=json"


def _item(base: str, key: str) -> str:
    return base + quote(key, safe="")


def _cells(row: Mapping[str, Any], columns: Sequence[str], base: str, key: str) -> list[Any]:
    linked_column = next((name for name in columns if row[name] is not None), columns[0])
    link = TextLink(str(row[linked_column] or row[key]), f"{_item(base, row[key])}?f=html")
    return [link if name == linked_column else _linked_incident(name, row[name], base) for name in columns]


def _linked_incident(name: str, value: Any, base: str) -> Any:
    """Link a claim's incident in the collection of incidents; return any other value as a cell."""
    if name == INCIDENTS.key and value:
        incidents = f"{base.removesuffix(f'{CLAIMS.name}/items/')}{INCIDENTS.name}/items/"
        return TextLink(str(value), f"{_item(incidents, value)}?f=html")
    return _cell(name, value)


def _facts(properties: Mapping[str, Any], table: Columns) -> list[tuple[str, Any]]:
    return [
        (table[name].label if name in table.names else name, _cell(name, value))
        for name, value in properties.items()
        if value not in (None, [], "") and name != CLAIMS.name
    ]


def _claims(claims: Sequence[Mapping[str, Any]]) -> Table:
    rows = [
        [*(_cell(name, claim[name]) for name in CLAIM_COLUMNS), _source(claim["source"])] for claim in claims
    ]
    return Table(CLAIMS.title, [*(CLAIMS[name].label for name in CLAIM_COLUMNS), message("api-source")], rows)


def _source(source: Mapping[str, Any] | None) -> Any:
    if not source:
        return ""
    return TextLink(f"{source['publisher']}: {source['title'] or source['source_id']}", source["url"] or "")


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if name in {"url", "archived_url"} and value:
        return TextLink(value, value)
    return value

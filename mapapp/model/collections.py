"""The collections of the API: the table of each, and the filters for its rows.

Incidents are filtered by the Query; the others by values of their columns and by location.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from mapapp.model.cql2 import Cql2
from mapapp.model.derived import EDGES
from mapapp.model.filters import OR_BLANK, BBox, Box, Days, Filter, Values
from mapapp.model.query import FILTERS
from mapapp.model.schema import (
    CHECKED,
    CLAIMS,
    INCIDENTS,
    LOCATION_PRECISION,
    SOURCES,
    Column,
    Kind,
    Table,
)
from mapapp.model.traditions import name_columns, traditions

PLACES = Table(
    "places",
    "Places",
    "place_id",
    (
        Column("place_id", "Place", "Identifier of the place.", required=True),
        *name_columns("places"),
        Column("country", "Country", "Internationally recognised state."),
        Column("admin1", "District", "District; both names where it has two."),
        Column("latitude", "Latitude", "Degrees north, WGS84.", Kind.NUMBER),
        Column("longitude", "Longitude", "Degrees east, WGS84.", Kind.NUMBER),
        Column(
            "location_precision",
            "Location precision",
            "How precisely the location is known (UCDP GED where_prec).",
            vocabulary=LOCATION_PRECISION,
        ),
        Column("uncertainty_m", "Location uncertainty", "Radius in metres.", Kind.NUMBER),
        Column("sources", "Sources", "The gazetteers that the place is from."),
        Column("checked", "Checked", "Whether the sources were read.", vocabulary=CHECKED),
        Column("note", "Note", "What readers should know about this place."),
    ),
)

DISTRICTS = Table(
    "districts",
    "Districts",
    "name",
    (
        *name_columns("districts"),
        Column("country", "Country", "Internationally recognised state."),
        Column("iso", "ISO code", "ISO 3166-2 code; two outlines may share one."),
    ),
)

PLACE_NAMES = tuple(
    name for name in PLACES.names if name in {tradition.places for tradition in traditions().values()}
)
"""The columns with the names of places in Latin letters, by tradition."""

DISTRICT_NAMES = tuple(column.name for column in name_columns("districts"))

GEOMETRY_COLUMN = "__geometry"
"""The column of the engine's table with the GeoJSON geometry of a district as text."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A table, a sentence on its contents, its rows' geometry ("" for none), and the filters for its rows."""

    table: Table
    description: str
    geometry: Literal["Point", "MultiPolygon", ""]
    filters: Mapping[str, Filter]

    @property
    def name(self) -> str:
        """The collection's identifier in URLs."""
        return self.table.name

    @classmethod
    def of(
        cls,
        table: Table,
        description: str,
        geometry: Literal["Point", "MultiPolygon", ""],
        columns: Sequence[str],
        box: Box,
    ) -> Self:
        """Describe a table whose rows are filtered by values of some columns, a box, and a CQL2 condition."""
        by_value: dict[str, Filter] = {
            name: Values(f"{table[name].description} {OR_BLANK}", table[name]) for name in columns
        }
        undated = Days("Has no effect: nothing here has a date of its own.", columns=())
        condition = Cql2("A condition in CQL2, as text or JSON.", table, box if geometry else None)
        others: dict[str, Filter] = {"bbox": box, "datetime": undated, "filter": condition}
        return cls(table, description, geometry, by_value | others)

    def read(self, params: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Read the filters' values from repeated text parameters; BadQuery if that can't be done."""
        values: dict[str, Any] = {}
        for name, texts in params.items():
            is_list = isinstance(self.filters[name], Values)
            fields = self.filters[name].read(name, texts)
            values |= {field: list(value) if is_list else value for field, value in fields.items()}  # type: ignore[call-overload]
        return {field: value for field, value in values.items() if value is not None}

    def conditions(self, rows: Any, values: Mapping[str, Any]) -> list[Any]:
        """Return what must hold of a row, for `rows` of the engine."""
        operands = defaultdict(lambda: None, values)
        return [
            met for name, filter_ in self.filters.items() for met in filter_.conditions(rows, operands, name)
        ]


def _overlaps(rows: Any, bbox: BBox) -> Any:
    """Express that a district's bounds and a box share a point, edges included; west > east wraps around."""
    west, south, east, north = bbox
    left, bottom, right, top = (rows[edge] for edge in EDGES)
    between = (right >= west) & (left <= east)
    around = (right >= west) | (left <= east)
    return (top >= south) & (bottom <= north) & (between | ((west > east) & around))


_NO_BOX = Box(
    "Finds nothing: nothing here has a place of its own.", lambda rows, _: rows.source_id.isnull() & False
)
_POINT_IN_BOX = Box("west,south,east,north in degrees.")

COLLECTIONS = {
    collection.name: collection
    for collection in (
        Collection(
            INCIDENTS,
            "What is said to have happened, with every claim and its source.",
            "Point",
            FILTERS,
        ),
        Collection.of(
            CLAIMS,
            "Who says what about an incident: one row for each source and statement.",
            "",
            (
                "claim_id",
                "incident_id",
                "source_id",
                "claimant",
                "claimant_side",
                "stance",
                "basis",
                "actor",
                "excluded_because",
                "checked",
            ),
            _NO_BOX,
        ),
        Collection.of(
            SOURCES,
            "The pages that the claims are from.",
            "",
            ("source_id", "publisher", "author", "language", "kind", "checked"),
            _NO_BOX,
        ),
        Collection.of(
            DISTRICTS,
            "First-level districts of the region as outlines; borders are right to a few kilometres.",
            "MultiPolygon",
            (*DISTRICT_NAMES, "country", "iso"),
            Box("west,south,east,north in degrees; compared with a district's bounds.", _overlaps),
        ),
        Collection.of(
            PLACES,
            "The gazetteer that incidents refer to, with the names that each place has.",
            "Point",
            ("place_id", *PLACE_NAMES, "country", "admin1", "checked"),
            _POINT_IN_BOX,
        ),
    )
}
"""Every collection by its identifier."""

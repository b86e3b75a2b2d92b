"""The conflict that a data set is about: its parties, points of view and more, as a value. Pure.

`ingest.conflict` reads it from the `conflict.toml` next to the data, or derives it from the claims.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from mapapp.errors import BadQuery
from mapapp.messages import message, notice
from mapapp.model.filters import BBox, Filter, Form
from mapapp.model.query import EVERYBODY, Query
from mapapp.model.schema import (
    CONCEDED,
    INCIDENTS,
    INDEPENDENT_SIDE,
    OTHER_SIDE,
    UNDISPUTED,
    Table,
    columns_with,
)
from mapapp.model.traditions import KnownNames, Tradition, joined

MAX_PARTIES = 8
MAX_DAYS = 100
MAX_LINES = 8

RESERVED_NAMES = frozenset(
    {EVERYBODY, "nobody", INDEPENDENT_SIDE, OTHER_SIDE, CONCEDED, UNDISPUTED}
    | {"denied", "denied_by", "cell", "sources", "words", "start", "end", "admin1", "district", "within"}
)
"""Names that have another meaning where names of parties are used: in URLs, columns and API responses."""

SIDE_COLUMNS = frozenset({"claimant_side", "side"})
"""Columns of claims and official totals whose values are sides."""

WIDENED = ("event_type", "sub_event_type", "weapon", "target_type")
"""Columns of the incidents whose vocabularies a conflict may extend: no rule depends on their values."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its name in files and URLs, its label, and the beginnings of the names of its forces.

    `label` is an adjective ("4 Northern sources"); `sources` is the label of its point of view.
    """

    name: str
    label: str
    sources: str
    forces: tuple[str, ...]

    @classmethod
    def called(
        cls, name: str, label: str = "", sources: str = "", forces: Iterable[str] | None = None
    ) -> "Party":
        """Make a party; anything not given is derived from its name."""
        label = label or name[:1].upper() + name[1:]
        whose = sources or message("party-sources", label=label)
        return cls(name, label, whose, (label,) if forces is None else tuple(forces))


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day or days to mark on the timeline: the first and the last, inclusive, and what happened.

    `url` is a page about it, "" if none is given.
    """

    first: date
    last: date
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day of a conflict, inclusive; `last` is None while it continues."""

    first: date
    last: date | None

    @property
    def as_interval(self) -> str:
        """Both days as in ISO 8601, with a slash; ".." is an open end."""
        return f"{self.first.isoformat()}/{self.last.isoformat() if self.last else '..'}"


@dataclass(frozen=True, slots=True)
class Region:
    """Where a conflict takes place: its bounds and, if it is defined by countries, their names.

    Across the date line, the eastern edge is beyond 180.
    """

    bounds: BBox
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line or an area to draw under the incidents, with its label and what readers should know about it.

    `shape` is its geometry as GeoJSON text, in degrees (WGS84).
    """

    label: str
    note: str
    shape: str


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place in the data set's own gazetteer: its names by tradition, and its location if given.

    `first` is the tradition whose name comes first, "" for the first tradition. `point` is longitude and
    latitude in degrees (WGS84).
    """

    place_id: str
    names: tuple[tuple[str, str], ...]
    first: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Conflict:
    """The parties, up to MAX_PARTIES in the order in which they are listed, and other facts of a conflict.

    `days` are in chronological order; `colours` are those of actors by name, as "#rrggbb". `gives_rows` is
    whether the licence of the data allows publishing single rows, or only cells, counts and totals.
    `recognised_countries` is whether a country is the state that a place is recognised as part of.
    `language` is that of the texts in the data, as in BCP 47, "" if not stated. `vocabularies` are additional
    values of the columns of WIDENED, with their labels. `traditions` are those of its place names, `places`
    those of the data set's own gazetteer. `lines` are drawn under the incidents.
    """

    parties: tuple[Party, ...] = ()
    days: tuple[MarkedDay, ...] = ()
    colours: tuple[tuple[str, str], ...] = ()
    gives_rows: bool = True
    recognised_countries: bool = False
    period: Period | None = None
    language: str = ""
    region: Region | None = None
    vocabularies: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    traditions: tuple[Tradition, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    lines: tuple[ReferenceLine, ...] = ()

    @cached_property
    def sides(self) -> Mapping[str, str]:
        """The sides of claimants, with their labels: the parties, the independent, the others."""
        parties = {party.name: party.label for party in self.parties}
        others = {INDEPENDENT_SIDE: message("side-independent"), OTHER_SIDE: message("side-other")}
        return MappingProxyType(parties | others)

    @cached_property
    def points_of_view(self) -> Mapping[str, str]:
        """Whose claims may decide, with labels: each side's, all parties', or those that nobody disputes."""
        whose = {party.name: party.sources for party in self.parties}
        whose[INDEPENDENT_SIDE] = message("independent-sources")
        if len(self.parties) > 1:
            whose[CONCEDED] = message("reported-by-all", parties=len(self.parties))
        return MappingProxyType(whose | {UNDISPUTED: message("disputed-by-nobody")})

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """The names of the places in the data set's own gazetteer, "This / That", by identifier."""
        return MappingProxyType(
            {place.place_id: joined(dict(place.names), place.first) for place in self.places}
        )

    @property
    def has_name_orders(self) -> bool:
        """Whether places have names of several traditions, so that readers can choose which comes first."""
        return len(self.traditions) > 1

    @cached_property
    def known_names(self) -> KnownNames:
        """The names of these places by tradition."""
        return KnownNames(
            {
                tradition.name: {dict(place.names)[tradition.name] for place in self.places}
                for tradition in self.traditions
            }
        )

    @property
    def has_points(self) -> bool:
        """Whether any place in the data set's own gazetteer has a point."""
        return any(place.point for place in self.places)

    @property
    def place_features(self) -> dict[str, Any]:
        """Those of these places that have a point, with their names, as a GeoJSON FeatureCollection."""
        features = [
            {
                "type": "Feature",
                "properties": {"place_id": place.place_id, "names": dict(place.names), "first": place.first},
                "geometry": {"type": "Point", "coordinates": list(place.point)},
            }
            for place in self.places
            if place.point
        ]
        return {"type": "FeatureCollection", "features": features}

    @property
    def line_features(self) -> dict[str, Any]:
        """The lines to draw, as a GeoJSON FeatureCollection."""
        features = [
            {
                "type": "Feature",
                "properties": {"label": line.label, "note": line.note},
                "geometry": json.loads(line.shape),
            }
            for line in self.lines
        ]
        return {"type": "FeatureCollection", "features": features}

    @property
    def party_names(self) -> tuple[str, ...]:
        """The names of the parties."""
        return tuple(party.name for party in self.parties)

    @property
    def deniers(self) -> tuple[str, ...]:
        """The sides whose denials can be queried: the parties and the independent."""
        return (*self.party_names, INDEPENDENT_SIDE)

    @property
    def askable(self) -> Mapping[str, tuple[str, ...]]:
        """The names that each parameter of a Query for a side accepts."""
        return {"according_to": (EVERYBODY, *self.points_of_view), "denied_by": self.deniers}

    def form_of(self, name: str, filter_: Filter) -> Form:
        """Return the JSON Schema of the texts that a filter accepts."""
        names = self.askable.get(name)
        return {"type": "string", "enum": list(names)} if names else filter_.form

    def without_unknown_sides(self, query: Query) -> tuple[Query, list[BadQuery]]:
        """Return a Query without sides that this conflict does not have, and the problems with these."""
        problems = [
            BadQuery(name, side, notice("expected-one-of", values=", ".join(names)))
            for name, names in self.askable.items()
            if (side := getattr(query, name)) and side not in names
        ]
        return query.without(*(problem.parameter for problem in problems)), problems

    def require_known_sides(self, query: Query) -> None:
        """Raise BadQuery if a Query asks for a side that this conflict does not have."""
        for problem in self.without_unknown_sides(query)[1]:
            raise problem

    def hears(self, whose: str, side: str, stance: str) -> bool:
        """Return whether a point of view, "" for that of all claims, counts a side's claims with a stance.

        What all parties report is based on their claims, and any denial rules it out.
        """
        if whose == CONCEDED:
            return side in self.party_names or stance == "denies"
        return whose not in self.deniers or side == whose

    def widened(self, table: Table) -> Table:
        """Return a table of the schema with the sides and values of this conflict in its vocabularies."""
        if table is INCIDENTS:
            vocabularies = {name: self.vocabulary(name) for name, _ in self.vocabularies}
        else:
            vocabularies = dict.fromkeys(SIDE_COLUMNS.intersection(table.names), self.sides)
        if not vocabularies:
            return table
        return replace(
            table,
            columns=tuple(
                replace(column, vocabulary=vocabularies[column.name])
                if column.name in vocabularies
                else column
                for column in table.columns
            ),
        )

    def vocabulary(self, facet: str) -> Mapping[str, str]:
        """Return the values of an incidents column or a facet, with labels; none for free text."""
        vocabularies = dict(self.vocabularies)
        labels: dict[str, str] = {}
        for column in columns_with(facet):
            labels |= {**(INCIDENTS[column].vocabulary or {}), **dict(vocabularies.get(column, ()))}
        return labels


NOT_DESCRIBED = Conflict()
"""The conflict of a data set without a description: claimants are independent or other."""

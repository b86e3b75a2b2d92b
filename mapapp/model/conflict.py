"""The conflict that a data set is about: its parties and points of view, as a value. Pure.

`ingest.conflict` reads it from the `conflict.toml` beside the data, or derives it from the claims.
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
"""Names that mean something else beside the names of parties: in URLs, columns and answers of the API."""

SIDE_COLUMNS = frozenset({"claimant_side", "side"})
"""Columns of claims and official totals whose values are sides."""

WIDENED = ("event_type", "sub_event_type", "weapon", "target_type")
"""Columns of the incidents whose vocabularies a conflict may widen: no rule depends on their values."""


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its name in files and URLs, what it is called, and how the names of its forces begin.

    `label` is an adjective ("4 Northern sources"); `sources` is what its point of view is called.
    """

    name: str
    label: str
    sources: str
    forces: tuple[str, ...]

    @classmethod
    def called(
        cls, name: str, label: str = "", sources: str = "", forces: Iterable[str] | None = None
    ) -> "Party":
        """Make a party; what is not given is made from its name."""
        label = label or name[:1].upper() + name[1:]
        whose = sources or message("party-sources", label=label)
        return cls(name, label, whose, (label,) if forces is None else tuple(forces))


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day to mark on the timeline, or several: the first and the last one, inclusive, and what they were.

    `url` is where that can be read, "" if it is not said.
    """

    first: date
    last: date
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day of a conflict, inclusive; `last` is None while it goes on."""

    first: date
    last: date | None

    @property
    def as_interval(self) -> str:
        """Both days as ISO 8601 writes them, with a slash; ".." is an end that is open."""
        return f"{self.first.isoformat()}/{self.last.isoformat() if self.last else '..'}"


@dataclass(frozen=True, slots=True)
class Region:
    """Where a conflict takes place: its bounds and, where it is given by countries, their names.

    Around the date line, the eastern edge is beyond 180.
    """

    bounds: BBox
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line or an area to draw under the incidents: what it is called, and what is to be known of it.

    `shape` is its geometry as GeoJSON text, in degrees (WGS84).
    """

    label: str
    note: str
    shape: str


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the data set's own gazetteer: its names by tradition, and where it is, if that is said.

    `first` is the tradition whose name stands in front, "" for the first of all. `point` is longitude and
    latitude in degrees (WGS84).
    """

    place_id: str
    names: tuple[tuple[str, str], ...]
    first: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Conflict:
    """Who took part, up to MAX_PARTIES parties in the order in which they are listed, and more.

    `days` are in their order; `colours` are of actors by name, as "#rrggbb". `gives_rows` is whether the
    licence of the data lets single rows out to others, or only cells, counts and totals.
    `recognised_countries` is whether a country is the state of which a place is recognised as a part.
    `language` is that of the texts in the data, as BCP 47 has it, "" if it is not said. `vocabularies` are
    the values, with their labels, that columns of WIDENED have beside the usual ones. `traditions` are
    whose names its places have, `places` those of the data set's own gazetteer. `lines` are drawn under the
    incidents.
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
        """The sides on which claimants stand, with their labels: the parties, the independent, the others."""
        parties = {party.name: party.label for party in self.parties}
        others = {INDEPENDENT_SIDE: message("side-independent"), OTHER_SIDE: message("side-other")}
        return MappingProxyType(parties | others)

    @cached_property
    def points_of_view(self) -> Mapping[str, str]:
        """Whose claims may decide, with their names: each side's, all parties', or what nobody disputes."""
        whose = {party.name: party.sources for party in self.parties}
        whose[INDEPENDENT_SIDE] = message("independent-sources")
        if len(self.parties) > 1:
            whose[CONCEDED] = message("reported-by-all", parties=len(self.parties))
        return MappingProxyType(whose | {UNDISPUTED: message("disputed-by-nobody")})

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """The names of the places of the data set's own gazetteer, "This / That", by identifier."""
        return MappingProxyType({one.place_id: joined(dict(one.names), one.first) for one in self.places})

    @property
    def has_name_orders(self) -> bool:
        """Whether places have names of several traditions, so that one of them can be put in front."""
        return len(self.traditions) > 1

    @cached_property
    def known_names(self) -> KnownNames:
        """The names of these places by tradition."""
        return KnownNames(
            {one.name: {dict(place.names)[one.name] for place in self.places} for one in self.traditions}
        )

    @property
    def has_points(self) -> bool:
        """Whether any place of the data set's own gazetteer has a point."""
        return any(place.point for place in self.places)

    @property
    def place_features(self) -> dict[str, Any]:
        """These places with their names, those that have a point, as a GeoJSON FeatureCollection."""
        features = [
            {
                "type": "Feature",
                "properties": {"place_id": one.place_id, "names": dict(one.names), "first": one.first},
                "geometry": {"type": "Point", "coordinates": list(one.point)},
            }
            for one in self.places
            if one.point
        ]
        return {"type": "FeatureCollection", "features": features}

    @property
    def line_features(self) -> dict[str, Any]:
        """The lines to draw as a GeoJSON FeatureCollection."""
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
        """The sides whose denials can be asked for: the parties and the independent."""
        return (*self.party_names, INDEPENDENT_SIDE)

    @property
    def askable(self) -> Mapping[str, tuple[str, ...]]:
        """The names that each parameter of a Query knows that asks for a side."""
        return {"according_to": (EVERYBODY, *self.points_of_view), "denied_by": self.deniers}

    def form_of(self, name: str, one: Filter) -> Form:
        """Tell what texts a filter may be given, by JSON Schema."""
        names = self.askable.get(name)
        return {"type": "string", "enum": list(names)} if names else one.form

    def known(self, query: Query) -> tuple[Query, list[BadQuery]]:
        """Leave out of a Query what asks for no side of this conflict, and say what that was."""
        problems = [
            BadQuery(name, asked, notice("expected-one-of", values=", ".join(names)))
            for name, names in self.askable.items()
            if (asked := getattr(query, name)) and asked not in names
        ]
        return query.without(*(problem.parameter for problem in problems)), problems

    def require_known(self, query: Query) -> None:
        """Raise BadQuery if a Query asks for no side of this conflict."""
        for problem in self.known(query)[1]:
            raise problem

    def hears(self, whose: str, side: str, stance: str) -> bool:
        """Tell whether a point of view, "" for that of every claim, hears a side that takes a stance.

        What all parties report rests on their claims, and a denial of anyone ends it.
        """
        if whose == CONCEDED:
            return side in self.party_names or stance == "denies"
        return whose not in self.deniers or side == whose

    def widened(self, table: Table) -> Table:
        """Return a table of the schema with the sides and the values of this conflict in its vocabularies."""
        if table is INCIDENTS:
            own = {name: self.vocabulary(name) for name, _ in self.vocabularies}
        else:
            own = dict.fromkeys(SIDE_COLUMNS.intersection(table.names), self.sides)
        if not own:
            return table
        return replace(
            table,
            columns=tuple(
                replace(column, vocabulary=own[column.name]) if column.name in own else column
                for column in table.columns
            ),
        )

    def vocabulary(self, facet: str) -> Mapping[str, str]:
        """Return the values of a column of the incidents, or of a facet, with labels; none of free text."""
        own = dict(self.vocabularies)
        labels: dict[str, str] = {}
        for column in columns_with(facet):
            labels |= {**(INCIDENTS[column].vocabulary or {}), **dict(own.get(column, ()))}
        return labels


NOT_DESCRIBED = Conflict()
"""What is known of a conflict when nothing is: claimants are independent or other."""

"""The Query: an immutable description of which incidents are asked for.

The page's URL, the HTTP API, the command line and the exports all write it with the same names and the same
value syntax, those of OGC API - Features (`datetime`, `bbox`, property names); a parameter with several
values is repeated. `Query.from_params(query.to_params()) == query`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.cql2 import Cql2, Expression
from mapapp.model.derived import DENIED, HARMED, INDEPENDENT, SEARCH, denied_by
from mapapp.model.filters import (
    MAX_VALUES,
    OR_BLANK,
    BBox,
    Box,
    Choice,
    Day,
    Days,
    Filter,
    Number,
    Side,
    Values,
    Words,
)
from mapapp.model.polygon import Corners, Polygon
from mapapp.model.schema import (
    CONCEDED,
    DATE_PRECISION_DAYS,
    EXACT_DAY,
    FACETS,
    GRADES,
    INCIDENTS,
    INDEPENDENT_SIDE,
    INVOLVING,
    UNDISPUTED,
    YES_NO,
    columns_with,
)
from mapapp.model.text_search import folded, search_words
from mapapp.model.within import Circle, Within

EVERYBODY = "all"
"""The point of view of all sources where it needs a name; in a Query it is ""."""

CONTESTED = "contested"
"""The grade of what is denied and not confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which incidents are asked for; the empty Query asks for all of them.

    `start` and `end` are inclusive calendar dates; an incident whose date is only known as a range
    matches if any day of its range does. `ended_by` is the latest that an incident's last possible day may
    be. Facet fields hold sorted tuples of values, "" for what is not stated; several values of
    one field widen the selection, several fields narrow it. `actor` asks who is said to have done it,
    `other_actor` against whom, `involving` for either, and for those who took part. `bbox` is (west,
    south, east, north) in degrees, WGS84, edges included; west > east crosses the antimeridian. `within`
    asks for incidents up to a distance from a place, `polygon` for those in an area; an incident without a
    point is in no area. `min_harmed` counts people killed and injured, at the lowest figures;
    `min_sources` counts independent claimants. `within_km` and `within_days` limit how imprecisely place
    and date may be known. `disputed` is "no" for incidents that nobody denies and whose occurrence and blame
    are not contested, "yes" for the others, "" for both. `denied_by` is a side that
    denies it: a party of the conflict, or "independent"; or "". `q` is text that must occur, word by
    word; words in quotation marks must occur together. `filter` is any other condition, in CQL2.
    `according_to` says whose claims decide: a point of view of the data set's conflict, or "" for all
    claims; every other field then refers to what they say.
    """

    according_to: str = ""

    start: date | None = None
    end: date | None = None
    ended_by: date | None = None
    incident_id: tuple[str, ...] = ()
    place_id: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    event_type: tuple[str, ...] = ()
    sub_event_type: tuple[str, ...] = ()
    weapon: tuple[str, ...] = ()
    cluster_munition: tuple[str, ...] = ()
    target_type: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    other_actor: tuple[str, ...] = ()
    involving: tuple[str, ...] = ()
    attribution_status: tuple[str, ...] = ()
    harm_manner: tuple[str, ...] = ()
    harm_status: tuple[str, ...] = ()
    min_harmed: int | None = None
    min_sources: int | None = None
    within_km: float | None = None
    within_days: int | None = None
    disputed: str = ""
    denied_by: str = ""
    bbox: BBox | None = None
    within: Circle | None = None
    polygon: Polygon | None = None
    q: str = ""
    filter: Expression | None = None

    def __post_init__(self) -> None:
        for name in MULTIPLE:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "q", " ".join(self.q.split()) if search_words(self.q) else "")
        if self.start and self.end and self.start > self.end:
            raise BadQuery("datetime", f"{self.start}/{self.end}", notice("expected-start-first"))

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> Self:
        """Read a Query from repeated text parameters.

        Raises BadQuery for a value that can't be understood or a name that is not in FILTERS.
        """
        values: dict[str, object] = {}
        for name, texts in params.items():
            if name not in FILTERS:
                raise BadQuery(name, ",".join(texts), notice("expected-one-of", values=", ".join(FILTERS)))
            if texts:
                values |= FILTERS[name].read(name, texts)
        return cls(**values)  # type: ignore[arg-type]

    def to_params(self) -> dict[str, list[str]]:
        """Write the Query as repeated text parameters, leaving out fields that are not set."""
        values = self._values()
        texts_by_name = {name: filter_.write(values, name) for name, filter_ in FILTERS.items()}
        return {name: texts for name, texts in texts_by_name.items() if texts}

    def conditions(self, rows: Any) -> list[Any]:
        """Return what must hold of an incident, for `rows` of the engine; nothing for the empty Query."""
        operands = self.operands()
        return [met for name, filter_ in FILTERS.items() for met in filter_.conditions(rows, operands, name)]

    def operands(self) -> dict[str, Any]:
        """Return the values that conditions compare a row with: a field's values as a list, text as words."""
        several = {name: list(getattr(self, name)) or None for name in MULTIPLE}
        reach = self.within.reach if isinstance(self.within, Circle) else self.within
        sides = self.polygon.sides if isinstance(self.polygon, Polygon) else self.polygon
        words = tuple(search_words(folded(self.q)))
        return self._values() | several | {"within": reach, "polygon": sides, "q": words}

    def _values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(Query)}

    def with_field(self, name: str, value: Any) -> Self:
        """Return the same Query with another value for one field."""
        return replace(self, **{name: value})

    def with_values(self, name: str, values: Iterable[str]) -> Self:
        """Return the same Query with other values for one field that may have several."""
        return replace(self, **{name: tuple(values)})  # type: ignore[arg-type]

    def narrowed(self, **fields: Any) -> Self:
        """Return the same Query with other fields set; where both set values, only the common ones stay.

        If they have none in common, the values of `fields` are used.
        """
        common = {
            name: tuple(set(getattr(self, name)) & set(values)) or values
            for name, values in fields.items()
            if name in MULTIPLE and getattr(self, name)
        }
        return replace(self, **fields | common)

    def without(self, *names: str) -> Self:
        """Return the same Query with the named fields (`datetime` for both dates) not set."""
        cleared = {name for name in names if name != "datetime"}
        cleared |= {"start", "end"} if "datetime" in names else set()
        return replace(self, **{f.name: f.default for f in fields(self) if f.name in cleared})  # type: ignore[arg-type]


def denied(query: Query) -> Query | None:
    """Return a Query for what the side of `according_to` denies; None if that is not a single side."""
    whose = query.according_to
    return None if whose in ("", CONCEDED, UNDISPUTED) else replace(query, according_to="", denied_by=whose)


def _is_disputed(rows: Any, answer: str) -> Any:
    """Express that any claim denies it, or that a grade calls its occurrence or the blame contested."""
    contested = [rows[grade].fill_null("") == CONTESTED for grade in GRADES]
    disputed = reduce(or_, contested, rows[DENIED] > 0)
    return disputed if answer == "yes" else ~disputed


def _is_denied_by(rows: Any, side: str) -> Any:
    """Express that a claimant of a side denies it; BadQuery if the data set has no such side."""
    if denied_by(side) not in rows.columns:
        prefix = denied_by("")
        sides = [name.removeprefix(prefix) for name in rows.columns if name.startswith(prefix)]
        raise BadQuery("denied_by", side, notice("expected-one-of", values=", ".join(sides)))
    return rows[denied_by(side)] > 0


def _is_date_precise(rows: Any, days: int) -> Any:
    """Express that a date is known to within some days: by its range or, if it is a single day, its grade."""
    precision = rows.date_precision.fill_null("")
    by_grade = {grade: (precision == grade) & (days >= most) for grade, most in DATE_PRECISION_DAYS.items()}
    span = rows.date_end.delta(rows.date_start, unit="day") + 1
    fits = (span <= days) & reduce(or_, by_grade.values(), (span > 1) | (precision == ""))
    return fits | by_grade[EXACT_DAY]


FILTERS: Mapping[str, Filter] = {
    "according_to": Side(
        f"Whose claims decide: {EVERYBODY} (unless given), a party of the conflict, {INDEPENDENT_SIDE}, "
        f"{CONCEDED} or {UNDISPUTED}.",
        aliases={EVERYBODY: ""},
        widget="none",
    ),
    "datetime": Days("A day, or two days separated by a slash; .. leaves an end open."),
    "ended_by": Day(
        "A day; the last possible day of the incident is not after it.",
        lambda rows, day: rows.date_end <= day,
    ),
    "incident_id": Values("Identifier of an incident."),
    **{name: Values(f"{INCIDENTS[name].description} {OR_BLANK}", INCIDENTS[name]) for name in FACETS},
    INVOLVING: Values(
        f"Who is said to have done it, or against whom, or took part. {OR_BLANK}",
        among=tuple(INCIDENTS[name] for name in columns_with(INVOLVING)),
    ),
    "min_harmed": Number(
        "At least this many people killed or injured.", lambda rows, least: rows[HARMED] >= least
    ),
    "min_sources": Number(
        "At least this many independent claimants say that it happened.",
        lambda rows, least: rows[INDEPENDENT] >= least,
    ),
    "within_km": Number(
        "Place known to within this many kilometres.",
        lambda rows, km: rows.latitude.notnull() & (rows.uncertainty_m <= km * 1000),
        decimals=True,
    ),
    "within_days": Number(
        "Date known to within this many days.",
        _is_date_precise,
    ),
    "disputed": Choice(
        "Whether anyone denies it, or its occurrence or blame is contested: yes, no.",
        YES_NO,
        _is_disputed,
    ),
    "denied_by": Side(
        f"Whose claims deny it: a party of the conflict, or {INDEPENDENT_SIDE}.",
        _is_denied_by,
    ),
    "bbox": Box("west,south,east,north in degrees."),
    "within": Within("Within a distance of a place or a point: 10 km of NAME, 10 km of 39.82 N, 46.75 E."),
    "polygon": Corners("An area given by 3 to 64 corners, longitude latitude in degrees: 46 39,47 39,47 40."),
    "q": Words(
        'Words that must all occur in the text; "several words" together.',
        lambda rows, word: rows[SEARCH].contains(word),
    ),
    "filter": Cql2("A condition in CQL2, as text or JSON: killed_low >= 20.", INCIDENTS, Box("")),
}
"""Every filter by the name of its parameter, in the order in which they are written and described."""

MULTIPLE = tuple(name for name, filter_ in FILTERS.items() if isinstance(filter_, Values))
"""Parameters that may be repeated for several values."""

CHOICES = tuple(name for name, filter_ in FILTERS.items() if isinstance(filter_, Choice | Side))
"""Parameters that take one of a few words, on which the form of a condition depends."""

NUMBERS = tuple(name for name, filter_ in FILTERS.items() if isinstance(filter_, Number))
"""Parameters that take a number."""


def read_leniently(params: Mapping[str, Sequence[str]]) -> tuple[Query, list[BadQuery]]:
    """Read parameters value by value; return the Query and the problems of values that had to be ignored."""
    good: dict[str, list[str]] = {}
    problems: list[BadQuery] = []
    for name in FILTERS:
        for texts in _readable_alone(name, params.get(name, ())):
            try:
                Query.from_params({name: texts})
                good.setdefault(name, []).extend(texts)
            except BadQuery as problem:
                problems.append(problem)
    return Query.from_params(good), problems


def _readable_alone(name: str, texts: Sequence[str]) -> list[Sequence[str]]:
    """Split the values of a parameter where each can be read without the others."""
    separately = name in MULTIPLE and len(texts) <= MAX_VALUES
    return [[value] for value in texts] if separately else [texts] if texts else []

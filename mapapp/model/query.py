"""The Query: one immutable description of which incidents are meant.

The page's address, the HTTP API, the command line and the exports all spell it with the same names
and the same value syntax, those of OGC API - Features (`datetime`, `bbox`, property names) with
repetition for several values. `Query.from_params(query.to_params()) == query`.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from mapapp.errors import BadQuery
from mapapp.model.schema import ACCORDING_TO, FACETS, INCIDENTS, YES_NO

BBox = tuple[float, float, float, float]

EVERYBODY = "all"
"""The point of view of all sources, where one must be named; a Query has "" for it."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_TEXT = 200
_MOST_VALUES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which incidents are meant; the empty Query means all of them.

    `start` and `end` are inclusive calendar dates; an incident whose date is only known as a range
    matches if any day of its range does. Facet fields hold sorted tuples of values; several values
    of one field widen the selection, several fields narrow it. `bbox` is (west, south, east, north)
    in degrees, WGS84, edges included; west > east crosses the antimeridian. `min_harmed` counts
    people killed and injured, at the lowest figures; `min_sources` counts independent claimants.
    `within_km` and `within_days` ask for a place and a date known at least so well. `disputed` is
    "no" for incidents that nobody denies and of which neither the occurrence nor the blame is
    contested, "yes" for the others, "" for both. `q` is text
    that must occur, word by word; what stands in quotation marks, as a whole. `according_to` says
    whose claims decide: one of `schema.ACCORDING_TO`, or "" for all of them; every other field then
    speaks of what they say.
    """

    according_to: str = ""

    start: date | None = None
    end: date | None = None
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
    attribution_status: tuple[str, ...] = ()
    harm_status: tuple[str, ...] = ()
    min_harmed: int | None = None
    min_sources: int | None = None
    within_km: float | None = None
    within_days: int | None = None
    disputed: str = ""
    bbox: BBox | None = None
    q: str = ""

    def __post_init__(self) -> None:
        for name in MULTIPLE:
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "q", " ".join(self.q.split()))
        if self.start and self.end and self.start > self.end:
            raise BadQuery("datetime", f"{self.start}/{self.end}", "a start that is not after the end")

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> Self:
        """Read a Query from repeated text parameters.

        Raises BadQuery for a value that can't be understood or a name that is none of PARAMETERS.
        """
        values: dict[str, object] = {}
        for name, given in params.items():
            if name not in PARAMETERS:
                raise BadQuery(name, ",".join(given), "one of " + ", ".join(PARAMETERS))
            if given:
                values |= _READERS.get(name, _read_multiple)(name, given)
        return cls(**values)  # type: ignore[arg-type]

    def to_params(self) -> dict[str, list[str]]:
        """Spell the Query as repeated text parameters, leaving out what is not set."""
        params: dict[str, list[str]] = {"according_to": [self.according_to]} if self.according_to else {}
        if self.start or self.end:
            params["datetime"] = [_interval(self.start, self.end)]
        params |= {name: list(getattr(self, name)) for name in MULTIPLE if getattr(self, name)}
        for name in NUMBERS:
            if (number := getattr(self, name)) is not None:
                params[name] = [_plain(number)]
        if self.disputed:
            params["disputed"] = [self.disputed]
        if self.bbox:
            params["bbox"] = [",".join(_plain(edge) for edge in self.bbox)]
        if self.q:
            params["q"] = [self.q]
        return params

    def with_values(self, name: str, values: Iterable[str]) -> Self:
        """Return the same Query with other values for one field that may have several."""
        return replace(self, **{name: tuple(values)})  # type: ignore[arg-type]

    def narrowed(self, **fields: Any) -> Self:
        """Return the same Query with other fields set; values that both set stay as far as they agree.

        Where they agree on none, those of `fields` are taken.
        """
        both = {
            name: tuple(set(getattr(self, name)) & set(values)) or values
            for name, values in fields.items()
            if name in MULTIPLE and getattr(self, name)
        }
        return replace(self, **fields | both)

    def without(self, *names: str) -> Self:
        """Return the same Query with the named fields (`datetime` for both dates) not set."""
        cleared = {name for name in names if name != "datetime"}
        cleared |= {"start", "end"} if "datetime" in names else set()
        return replace(self, **{f.name: f.default for f in fields(self) if f.name in cleared})  # type: ignore[arg-type]


MULTIPLE = ("incident_id", *FACETS)
"""Parameters that may be repeated for several values."""

NUMBERS = ("min_harmed", "min_sources", "within_km", "within_days")
"""Parameters that are one number."""

PARAMETERS = ("according_to", "datetime", *MULTIPLE, *NUMBERS, "disputed", "bbox", "q")
"""The names of all parameters, in the order in which they are spelled."""


def _interval(start: date | None, end: date | None) -> str:
    return str(start) if start == end else f"{start or '..'}/{end or '..'}"


def _plain(number: float) -> str:
    return f"{number:.7f}".rstrip("0").rstrip(".")


def _single(name: str, given: Sequence[str]) -> str:
    if len(given) > 1:
        raise BadQuery(name, ",".join(given), "a single value")
    return given[0].strip()


def _read_multiple(name: str, given: Sequence[str]) -> dict[str, object]:
    if len(given) > _MOST_VALUES:
        raise BadQuery(name, f"{len(given)} values", f"at most {_MOST_VALUES} values")
    for value in given:
        if not value or "\x00" in value:
            raise BadQuery(name, value, "one of the values in the data")
    return {name: tuple(given)}


def _read_datetime(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    start, separator, end = text.partition("/")
    interval = (_day(text, start), _day(text, end) if separator else _day(text, start))
    if interval == (None, None) and text not in {"../..", "..", "/", ""}:
        raise _bad_datetime(text)
    return {"start": interval[0], "end": interval[1]}


def _day(text: str, part: str) -> date | None:
    if part in {"..", ""}:
        return None
    if not _DATE.fullmatch(part):
        raise _bad_datetime(text)
    try:
        return date.fromisoformat(part)
    except ValueError:
        raise _bad_datetime(text) from None


def _bad_datetime(text: str) -> BadQuery:
    return BadQuery(
        "datetime", text, "a day (2020-10-04) or two days with a slash (2020-10-04/2020-10-17, 2020-10-04/..)"
    )


def _read_according_to(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    if text and text not in (EVERYBODY, *ACCORDING_TO):
        raise BadQuery(name, text, "one of " + ", ".join((EVERYBODY, *ACCORDING_TO)))
    return {name: "" if text == EVERYBODY else text}


def _read_yes_no(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    if text and text not in YES_NO:
        raise BadQuery(name, text, "one of " + ", ".join(YES_NO))
    return {name: text}


def _read_whole(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise BadQuery(name, text, "a whole number from 0 to 9999999")
    return {name: int(text)}


def _read_km(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", text):
        raise BadQuery(name, text, "kilometres from 0 to 99999, with at most three decimals (2.5)")
    return {name: float(text)}


def _read_bbox(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    expected = "four numbers, west,south,east,north in degrees (45.5,39.0,48.0,41.0)"
    try:
        edges = tuple(round(float(part), 7) for part in text.split(","))
    except ValueError:
        raise BadQuery(name, text, expected) from None
    if len(edges) != 4 or not all(map(math.isfinite, edges)):
        raise BadQuery(name, text, expected)
    west, south, east, north = edges
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise BadQuery(name, text, expected + ", inside the globe and south not above north")
    return {name: edges}


def _read_q(name: str, given: Sequence[str]) -> dict[str, object]:
    text = _single(name, given)
    if len(text) > _LONGEST_TEXT or "\x00" in text:
        raise BadQuery(name, text, f"at most {_LONGEST_TEXT} characters of text")
    return {name: text}


_READERS = {
    "datetime": _read_datetime,
    "according_to": _read_according_to,
    "min_harmed": _read_whole,
    "min_sources": _read_whole,
    "within_km": _read_km,
    "within_days": _read_whole,
    "disputed": _read_yes_no,
    "bbox": _read_bbox,
    "q": _read_q,
}


def known_params(params: Mapping[str, Sequence[str]]) -> tuple[Query, list[BadQuery]]:
    """Read what can be read, value by value; return the Query and what had to be ignored."""
    good: dict[str, list[str]] = {}
    problems: list[BadQuery] = []
    for name in PARAMETERS:
        for part in _parts(name, params.get(name, ())):
            try:
                Query.from_params({name: part})
                good.setdefault(name, []).extend(part)
            except BadQuery as problem:
                problems.append(problem)
    return Query.from_params(good), problems


def _parts(name: str, given: Sequence[str]) -> list[Sequence[str]]:
    """Take apart what can be read one without the other."""
    apart = name in MULTIPLE and len(given) <= _MOST_VALUES
    return [[value] for value in given] if apart else [given] if given else []


def parameters_help() -> Iterable[tuple[str, str]]:
    """Yield (name, meaning) of every parameter, for the command line and the API's description."""
    special = {
        "according_to": f"Whose claims decide: {EVERYBODY} (unless given), {', '.join(ACCORDING_TO)}.",
        "disputed": "Whether anyone denies it, or its occurrence or blame is contested: yes, no.",
        "datetime": "A day, or two days with a slash; .. leaves an end open.",
        "incident_id": "Identifier of an incident.",
        "min_harmed": "At least this many people killed or injured.",
        "min_sources": "At least this many independent claimants say that it happened.",
        "within_km": "Place known to within this many kilometres.",
        "within_days": "Date known to within this many days.",
        "bbox": "west,south,east,north in degrees.",
        "q": 'Words that must all occur in the text; "several words" together.',
    }
    for name in PARAMETERS:
        yield name, special.get(name) or INCIDENTS[name].description

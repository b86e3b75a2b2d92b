"""What a data set has besides its tables: its origin, report and history; to JSON and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from mapapp.model.conflict import Conflict, MarkedDay, NamedPlace, Party, Period, ReferenceLine, Region
from mapapp.model.corrections import Correction, History, Release
from mapapp.model.metadata import Description
from mapapp.model.official_totals import Total
from mapapp.model.query import Query
from mapapp.model.report import Count, Effect, Fault, ManyFaults, Report
from mapapp.model.traditions import Tradition
from mapapp.settings import StoreAddress


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A cell of an incident that differs from what its claims yield by the rules of `evidence`.

    `row` is the record's number, as in a Report; `filed` and `derived` are the cells' text, "" for blank.
    """

    row: int
    incident_id: str
    field: str
    filed: str
    derived: str


PARTS = (
    *(Conflict, Party, MarkedDay, Period, Region, Tradition, NamedPlace, ReferenceLine),
    *(Description, Report, Fault, ManyFaults, Count),
    *(Disagreement, Release, Correction, Total),
)
"""The parts of About."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known about a loaded data set besides its tables.

    `path` is the file, or the database, that was opened; `fingerprint` is the SHA-256 of the files that were
    read. `disagreements`, like all faults, has the first few of each kind.
    """

    path: Path | StoreAddress
    fingerprint: str
    description: Description
    conflict: Conflict
    report: Report
    disagreements: tuple[Disagreement, ...]
    history: History
    official: tuple[Total, ...]
    extra_columns: tuple[str, ...]

    def as_json(self) -> str:
        """Write everything except `path`."""
        content = {field.name: getattr(self, field.name) for field in fields(About) if field.name != "path"}
        return json.dumps(content, default=_as_json_value)

    @classmethod
    def from_json(cls, path: Path | StoreAddress, text: str) -> "About":
        """Read what `as_json` wrote; else ValueError, TypeError, LookupError or AttributeError."""
        content = json.loads(text)
        return cls(
            path=path,
            fingerprint=str(content["fingerprint"]),
            description=Description(**_with_tuples(content["description"])),
            conflict=_conflict(content["conflict"]),
            report=_report(content["report"]),
            disagreements=tuple(Disagreement(**disagreement) for disagreement in content["disagreements"]),
            history=_history(content["history"]),
            official=tuple(_total(total) for total in content["official"]),
            extra_columns=tuple(content["extra_columns"]),
        )


def _as_json_value(value: Any) -> Any:
    """Convert a value that JSON lacks: one of our own classes to its fields, a Query to its parameters."""
    if isinstance(value, Query):
        return value.to_params()
    if isinstance(value, date):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _with_tuples(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}


def _conflict(content: Mapping[str, Any]) -> Conflict:
    return Conflict(
        parties=tuple(Party(**_with_tuples(party)) for party in content["parties"]),
        days=tuple(MarkedDay(**day | _as_dates(day, "first", "last")) for day in content["days"]),
        colours=tuple((actor, colour) for actor, colour in content["colours"]),
        gives_rows=bool(content["gives_rows"]),
        recognised_countries=bool(content.get("recognised_countries")),
        period=_period(content.get("period")),
        language=str(content.get("language") or ""),
        region=Region(**_with_tuples(region)) if (region := content.get("region")) else None,
        traditions=tuple(Tradition(**tradition) for tradition in content.get("traditions", ())),
        places=tuple(_place(place) for place in content.get("places", ())),
        lines=tuple(ReferenceLine(**line) for line in content.get("lines", ())),
        vocabularies=tuple(
            (column, tuple((value, label) for value, label in vocabulary))
            for column, vocabulary in content.get("vocabularies", ())
        ),
    )


def _place(content: Mapping[str, Any]) -> NamedPlace:
    names = tuple((tradition, name) for tradition, name in content["names"])
    return NamedPlace(**_with_tuples(content) | {"names": names})


def _period(content: Mapping[str, Any] | None) -> Period | None:
    if content is None:
        return None
    return Period(
        date.fromisoformat(content["first"]), date.fromisoformat(content["last"]) if content["last"] else None
    )


def _as_dates(content: Mapping[str, Any], *names: str) -> dict[str, date]:
    return {name: date.fromisoformat(content[name]) for name in names}


def _report(content: Mapping[str, Any]) -> Report:
    faults, many = (
        tuple(kind(**fault | {"effect": Effect(fault["effect"])}) for fault in content[name])
        for name, kind in _FAULTS.items()
    )
    counts = tuple(Count(**count) for count in content["counts"])
    return Report(**_with_tuples(content) | {"faults": faults, "many": many, "counts": counts})


_FAULTS: Mapping[str, Any] = {"faults": Fault, "many": ManyFaults}


def _history(content: Mapping[str, Any]) -> History:
    return History(
        *(tuple(_dated(kind, entry) for entry in content[name]) for name, kind in _HISTORY.items())
    )


_HISTORY: Mapping[str, Any] = {"releases": Release, "corrections": Correction}


def _dated(kind: Any, content: Mapping[str, Any]) -> Any:
    return kind(**{**content, **_as_dates(content, "date")})


def _total(content: Mapping[str, Any]) -> Total:
    scope = content["same_scope"]
    return Total(**{**content, "same_scope": None if scope is None else Query.from_params(scope)})

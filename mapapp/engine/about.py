"""What of a data set is not in its tables: where it is from, its report and its history; as JSON and back."""

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
    """A cell of an incident that says something else than its claims do, by the rules of `evidence`.

    `row` is the record's number as in a Report; `filed` and `derived` are the cells' text, "" for blank.
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
"""What About is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a loaded data set beside its tables.

    `path` is the file, or the database, that was opened; `fingerprint` is the SHA-256 of the files that were
    read. Of `disagreements`, as of all faults, the first of each kind are there.
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
        """Write all but `path`."""
        told = {field.name: getattr(self, field.name) for field in fields(About) if field.name != "path"}
        return json.dumps(told, default=_spelled)

    @classmethod
    def from_json(cls, path: Path | StoreAddress, text: str) -> "About":
        """Read what `as_json` wrote; ValueError, TypeError, LookupError or AttributeError if it is not."""
        told = json.loads(text)
        return cls(
            path=path,
            fingerprint=str(told["fingerprint"]),
            description=Description(**_with_tuples(told["description"])),
            conflict=_conflict(told["conflict"]),
            report=_report(told["report"]),
            disagreements=tuple(Disagreement(**one) for one in told["disagreements"]),
            history=_history(told["history"]),
            official=tuple(_total(one) for one in told["official"]),
            extra_columns=tuple(told["extra_columns"]),
        )


def _spelled(value: Any) -> Any:
    """Spell a value that JSON does not know: a part of ours by its fields, a Query as its parameters."""
    if isinstance(value, Query):
        return value.to_params()
    if isinstance(value, date):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _with_tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _conflict(told: Mapping[str, Any]) -> Conflict:
    return Conflict(
        parties=tuple(Party(**_with_tuples(one)) for one in told["parties"]),
        days=tuple(MarkedDay(**one | _as_dates(one, "first", "last")) for one in told["days"]),
        colours=tuple((actor, colour) for actor, colour in told["colours"]),
        gives_rows=bool(told["gives_rows"]),
        recognised_countries=bool(told.get("recognised_countries")),
        period=_period(told.get("period")),
        language=str(told.get("language") or ""),
        region=Region(**_with_tuples(region)) if (region := told.get("region")) else None,
        traditions=tuple(Tradition(**one) for one in told.get("traditions", ())),
        places=tuple(_place(one) for one in told.get("places", ())),
        lines=tuple(ReferenceLine(**one) for one in told.get("lines", ())),
        vocabularies=tuple(
            (column, tuple((value, label) for value, label in own))
            for column, own in told.get("vocabularies", ())
        ),
    )


def _place(told: Mapping[str, Any]) -> NamedPlace:
    names = tuple((tradition, name) for tradition, name in told["names"])
    return NamedPlace(**_with_tuples(told) | {"names": names})


def _period(told: Mapping[str, Any] | None) -> Period | None:
    if told is None:
        return None
    return Period(
        date.fromisoformat(told["first"]), date.fromisoformat(told["last"]) if told["last"] else None
    )


def _as_dates(told: Mapping[str, Any], *names: str) -> dict[str, date]:
    return {name: date.fromisoformat(told[name]) for name in names}


def _report(told: Mapping[str, Any]) -> Report:
    faults, many = (
        tuple(kind(**one | {"effect": Effect(one["effect"])}) for one in told[name])
        for name, kind in _TOLD.items()
    )
    counts = tuple(Count(**one) for one in told["counts"])
    return Report(**_with_tuples(told) | {"faults": faults, "many": many, "counts": counts})


_TOLD: Mapping[str, Any] = {"faults": Fault, "many": ManyFaults}


def _history(told: Mapping[str, Any]) -> History:
    return History(*(tuple(_dated(kind, one) for one in told[name]) for name, kind in _HISTORY.items()))


_HISTORY: Mapping[str, Any] = {"releases": Release, "corrections": Correction}


def _dated(kind: Any, told: Mapping[str, Any]) -> Any:
    return kind(**{**told, **_as_dates(told, "date")})


def _total(told: Mapping[str, Any]) -> Total:
    scope = told["same_scope"]
    return Total(**{**told, "same_scope": None if scope is None else Query.from_params(scope)})

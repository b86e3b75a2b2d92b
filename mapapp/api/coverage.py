"""Which sources report at all, by day and by district: the answer of one route."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.parameters import read_parameters
from mapapp.api.remembered import AnswerCache
from mapapp.engine.live import LiveStore
from mapapp.engine.questions import coverage
from mapapp.engine.store import Store
from mapapp.errors import shortened
from mapapp.geo.places import district_at, find_district
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.views.coverage import sources_by_side
from mapapp.words import district

LONGEST_NAME = 200


class Coverage:
    """The answer of the coverage route, from the current data."""

    def __init__(self, live: LiveStore) -> None:
        self._live, self._answers = live, AnswerCache()

    def coverage(self, request: Request) -> Response:
        """Return how many sources report anything that the Query matches, by day and by district."""
        query = read_parameters(self._live.current, request).query
        return self._answers.answer(
            request,
            self._live.current,
            lambda store: {
                "note": message("coverage-note"),
                "countries": store.countries,
                "days": _days(store, query),
                "districts": _districts(store, query),
            },
        )


def _days(store: Store, query: Query) -> list[dict[str, Any]]:
    return [_span(store, row["cell"]) | _counts(store, row) for row in store.coverage(query)]


def _span(store: Store, cell: int) -> dict[str, str]:
    first_day, last_day = store.days
    start = first_day + timedelta(days=cell * store.bin_size)
    end = min(last_day, start + timedelta(days=store.bin_size - 1))
    return {"start": start.isoformat(), "end": end.isoformat()}


def _districts(store: Store, query: Query) -> list[dict[str, Any]]:
    rows = store.rows(coverage.by_district, store.incidents, store.claims, query, sides=store.sides)
    return [
        {
            "admin1": row["admin1"] if len(row["admin1"] or "") <= LONGEST_NAME else None,
            "district": None if row["admin1"] is None else shortened(district(row["admin1"]), LONGEST_NAME),
            "within": _outline(row),
            **_counts(store, row),
        }
        for row in rows
    ]


def _outline(row: Mapping[str, Any]) -> str:
    """Name a district's own outline or, if it has none, the outline around the centre of its incidents."""
    area = find_district(row["admin1"]) if row["admin1"] else None
    if area is None and row["longitude"] is not None:
        area = district_at(row["longitude"], row["latitude"])
    return area.name if area else ""


def _counts(store: Store, row: Mapping[str, Any]) -> dict[str, Any]:
    sides = {side: row[side] for side in store.sides}
    return {"sources": row["sources"], **sides, "words": sources_by_side(sides, store.conflict)}

"""What a map shows, in one sentence, for people who use a screen reader."""

from typing import Any

from mapapp import words
from mapapp.engine.questions import overview
from mapapp.engine.store import Store
from mapapp.errors import shortened
from mapapp.model.filters import BBox
from mapapp.model.query import Query
from mapapp.model.traditions import AS_GIVEN, NameOrder

NEAR_KM = 10
LONGEST_PLACE_NAME = 60


def view_summary(store: Store, query: Query, bbox: BBox | None, order: NameOrder = AS_GIVEN) -> str:
    """Say how many incidents a view holds, around which place, and on which days the most occurred."""
    return words.view_summary(view_facts(store, query, bbox, order))


def view_facts(store: Store, query: Query, bbox: BBox | None, order: NameOrder = AS_GIVEN) -> dict[str, Any]:
    """Find the facts for `words.view_summary`; incidents that sum up others are excluded."""
    days = store.rows(overview.by_day, store.incidents, query, bbox, NEAR_KM)
    place = days[0] if days and days[0]["place_name"] is not None else None
    total = sum(row["n"] for row in days)
    dated = [row for row in days if row["day"]]
    most = max((row["n"] for row in dated), default=0)
    return {
        "incidents": total,
        "all": total == store.totals(query)["located"] if bbox else True,
        "unlocated": store.totals(query)["unlocated"],
        "place": shortened(words.place(place, order), LONGEST_PLACE_NAME) if place else "",
        "km": NEAR_KM,
        "near": sum(row["near"] for row in days) if place else 0,
        "on": [row["day"] for row in dated if row["n"] == most],
        "most": most,
    }

"""What every export says of itself: of what it is a part, as of when, under which licence, how to cite it."""

from datetime import UTC, datetime
from typing import Any

from mapapp import words
from mapapp.engine.store import Store
from mapapp.exports.selection import Selection
from mapapp.model.query import Query
from mapapp.model.schema import ACCORDING_TO

NOTES = (
    "A blank or null value means 'not stated'; it never means zero.",
    "Rows with aggregate = yes sum up other rows or a period; do not add them to the others.",
    "Every figure is the claim of somebody, who is named in the claims.",
)
EVERYTHING = Query()


def citation(store: Store, query: Query = EVERYTHING, *, at: datetime | None = None) -> str:
    """Say how to cite a data set, or what a Query selects of it, as retrieved `at` (now, unless given)."""
    about = store.description
    version = f"Version {about.version}. " if about.version else ""
    part = "" if query == EVERYTHING else f"Selection: {words.filter_sentence(query)}. "
    return (
        f"{about.title}. {version}{part}Data fingerprint (SHA-256) {store.fingerprint[:16]}. "
        f"Retrieved {_instant(at or datetime.now(UTC))}."
    )


def provenance(selection: Selection) -> dict[str, Any]:
    """Describe an export as plain values; what the data set does not say of itself is left out."""
    store, query, now = selection.store, selection.query, datetime.now(UTC)
    about, totals = store.description, store.totals(query)
    described = {
        "title": about.title,
        "filter": words.filter_sentence(query),
        "query": query.to_params(),
        "version": about.version,
        "fingerprint": store.fingerprint,
        "licence": ", ".join(filter(None, (about.licence, about.licence_url))) or words.NOT_STATED,
        "citation": citation(store, query, at=now),
        "retrieved": _instant(now),
        "numberMatched": totals["matched"],
        "numberReturned": len(selection),
        "numberUnlocated": totals["unlocated"],
        "rowsRejected": sum(count.rows_rejected for count in store.report.counts),
        "notes": [*NOTES, *_point_of_view(query)],
    }
    return {name: value for name, value in described.items() if value != ""}


def _point_of_view(query: Query) -> tuple[str, ...]:
    if not query.according_to:
        return ()
    whose = ACCORDING_TO[query.according_to]
    return (
        f"Figures, actor and grades of the incidents are those according to {whose}; the claims are all that "
        "there are about them. `mapapp validate` and `mapapp derive` go by all claims and therefore differ.",
    )


def filename(store: Store, suffix: str) -> str:
    """Name an export's file; the fingerprint's beginning in it tells states of the data apart."""
    return f"incidents-{store.fingerprint[:12]}.{suffix}"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

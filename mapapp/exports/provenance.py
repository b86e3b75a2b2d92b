"""The provenance in every export: its data set, state and time, its licence, and how to cite it."""

import re
from datetime import UTC, datetime
from typing import Any

from mapapp import words
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.citing import EVERYTHING, citation_of, citation_text
from mapapp.messages import message
from mapapp.model.query import Query
from mapapp.model.text_search import folded

LONGEST_NAME_PART = 60
"""The most characters of a title or a filter in the name of a file."""

NOTES = ("note-blank", "note-combined")


def citation(store: Store, query: Query = EVERYTHING, *, at: datetime | None = None) -> str:
    """Return the citation of a data set, or of a Query's selection, as retrieved `at` (by default now)."""
    return citation_text(citation_of(store, query, at=at))


def source_line(store: Store) -> str:
    """Return a line on the data set for the bottom of a picture: title, version, fingerprint, licence."""
    about = store.description
    facts_in_line = [about.title]
    facts_in_line += [message("data-release", version=about.version)] if about.version else []
    facts_in_line += [message("source-fingerprint", fingerprint=store.fingerprint[:16])]
    return ", ".join([*facts_in_line, *filter(None, [about.licence])])


def provenance(selection: Selection) -> dict[str, Any]:
    """Describe an export as values for JSON; what the data set does not state is left out."""
    store, query, now = selection.store, selection.query, datetime.now(UTC)
    about, totals = store.description, store.totals(query)
    values = {
        "title": about.title,
        "filter": words.filter_sentence(query, store.conflict),
        "query": query.to_params(),
        "version": about.version,
        "fingerprint": store.fingerprint,
        "licence": ", ".join(filter(None, (about.licence, about.licence_url))) or message("not-stated"),
        "citation": citation(store, query, at=now),
        "retrieved": _instant(now),
        "numberMatched": totals["matched"],
        "numberReturned": len(selection),
        "numberUnlocated": totals["unlocated"],
        "rowsRejected": sum(count.rows_rejected for count in store.report.counts),
        "notes": notes(selection),
    }
    return {name: value for name, value in values.items() if value != ""}


def facts(selection: Selection) -> dict[str, str]:
    """Describe an export as texts by name, for formats that hold nothing else."""
    values_by_name = provenance(selection)
    query = "; ".join(f"{name} = {', '.join(values)}" for name, values in values_by_name["query"].items())
    texts = values_by_name | {"query": query, "notes": " ".join(values_by_name["notes"])}
    return {name: str(value) for name, value in texts.items()}


def notes(selection: Selection) -> list[str]:
    """Return notes on reading the rows of an export."""
    store, query = selection.store, selection.query
    return [*map(message, NOTES), *_claims(store), *_point_of_view(store, query)]


def _claims(store: Store) -> tuple[str, ...]:
    return (message("note-claims"),) if store.has_claims else ()


def _point_of_view(store: Store, query: Query) -> tuple[str, ...]:
    if not query.according_to:
        return ()
    whose = words.according_to(query.according_to, store.conflict)
    return (message("note-according-to", whose=whose),)


def filename(store: Store, suffix: str, query: Query = EVERYTHING) -> str:
    """Name an export's file after its contents; the fingerprint's start distinguishes states of the data."""
    parts = (store.description.title, words.filter_sentence(query, store.conflict), store.fingerprint[:8])
    return f"{'-'.join(filter(None, map(_slug, parts)))}.{suffix}"


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", folded(text[:LONGEST_NAME_PART])).strip("-")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Corrections in words, with titles and labels, and which of them concern a view."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from mapapp import words
from mapapp.engine.store import Store
from mapapp.messages import message
from mapapp.model.conflict import Conflict
from mapapp.model.corrections import OF_SOURCE, Correction, Release
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, GRADES, INCIDENTS, SOURCES, Column, Kind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CorrectionInWords:
    """One correction in words; plain text, never HTML.

    `title` is the incident's, or its identifier if it is no longer in the data; `is_in_data` is then False.
    `before` and `after` are both empty if `what` says it all. `version` is that of the first release
    with the correction; empty if there is none yet.
    """

    position: int
    date: date
    incident_id: str
    title: str
    is_in_data: bool
    what: str
    before: str
    after: str
    reason: str
    source: str
    version: str

    @property
    def sentence(self) -> str:
        """Say what was changed in one line."""
        return f"{self.what}: {self.before} → {self.after}" if self.after else self.what


def corrections_in_words(store: Store, corrections: Sequence[Correction]) -> list[CorrectionInWords]:
    """Put corrections into words, in their order."""
    incident_ids = sorted({correction.incident_id for correction in corrections})
    titles = {
        row["incident_id"]: words.title(row)
        for row in store.listed(Query(incident_id=tuple(incident_ids)), len(incident_ids))
    }
    claims = store.claims_about([name for name in incident_ids if name in titles])
    claimants = {
        (name, claim["claim_id"]): _voice(claim) for name, about in claims.items() for claim in about
    }
    return [
        CorrectionInWords(
            position=correction.position,
            date=correction.date,
            incident_id=correction.incident_id,
            title=titles.get(correction.incident_id, correction.incident_id),
            is_in_data=correction.incident_id in titles,
            reason=correction.reason,
            source=correction.source,
            version=release.version if (release := store.history.release_with(correction)) else "",
            **_change(
                correction,
                claimants.get((correction.incident_id, correction.claim_id)) or correction.claim_id,
                store.conflict,
            ),
        )
        for correction in corrections
    ]


def _voice(claim: Mapping[str, Any]) -> str:
    """Name who makes a claim, and who published it; empty if no claimant is named."""
    claimant, publisher = claim["claimant"] or "", (claim["source"] or {}).get("publisher") or ""
    if claimant and publisher not in ("", claimant):
        return message("claimant-in", claimant=claimant, publisher=publisher)
    return claimant


def _change(correction: Correction, claimant: str, conflict: Conflict) -> dict[str, str]:
    table = CLAIMS if correction.claim_id else conflict.widened(INCIDENTS)
    if correction.field == table.key:
        outcome = "added" if correction.after else "removed"
        what = message("change-incident", done=outcome)
        if correction.claim_id:
            what = message("change-claim", done=outcome, claimant=claimant)
        return {"what": what, "before": "", "after": ""}
    name = correction.field.removeprefix(OF_SOURCE) if correction.claim_id else correction.field
    is_of_source = name != correction.field
    table = SOURCES if is_of_source else table
    column = table[name] if name in table.names else Column(name, name, "")
    of_claim = "source-field" if is_of_source else "claim-field"
    what = message(of_claim, field=column.label, claimant=claimant) if correction.claim_id else column.label
    return {
        "what": what,
        "before": _stated(column, correction.before),
        "after": _stated(column, correction.after),
    }


def _stated(column: Column, value: str) -> str:
    if not value:
        return message("not-stated")
    if column.kind is Kind.DATE:
        try:
            return words.day(date.fromisoformat(value))
        except ValueError:
            return value
    if column.name in {"place_id", *GRADES}:
        return words.label(column.name, value)
    return (column.vocabulary or {}).get(value, value)


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What changed in a view since a link to it was made.

    `release` is the release that the link was made with, None if it is unknown. `shown` says how many
    incidents the view shows, in words; `changed` counts those that changed, `elsewhere` the changed incidents
    outside the view, and `removed` those no longer in the data, of which nobody knows whether they were in
    the view. `corrections` are those of the changed incidents in the view and of the removed ones.
    `unwritten` is whether the data differ from the last release, so that not every change is recorded yet.
    """

    release: Release | None
    corrections: tuple[CorrectionInWords, ...] = ()
    changed: int = 0
    shown: str = ""
    elsewhere: int = 0
    removed: int = 0
    unwritten: bool = False

    @property
    def sentence(self) -> str:
        """Say what changed, in a sentence or two."""
        if self.release is None:
            return message("since-unknown-version")
        when = message("since", version=self.release.version, day=words.day(self.release.date))
        parts = [self._changed(when)]
        parts += [message("since-unlisted")] if self.unwritten else []
        parts += [message("since-removed", count=self.removed)] if self.removed else []
        parts += [message("since-elsewhere", count=self.elsewhere)] if self.elsewhere else []
        return " ".join(parts)

    def _changed(self, when: str) -> str:
        if self.unwritten and not self.changed:
            return message("since-changes-unknown", when=when)
        bound = "at-least" if self.unwritten else "exactly"
        return message("since-changed", bound=bound, count=self.changed, shown=self.shown, when=when)


def changed_since(store: Store, query: Query, start: str, selected: str | None = None) -> ChangesSince:
    """Find what changed in a view since a link was made to the data whose fingerprint begins with `start`.

    `selected` is the incident whose dossier the link opens; it counts as part of the view.
    """
    history = store.history
    release = history.release_of(start)
    if release is None:
        return ChangesSince(None)
    corrections = history.since(release)
    changed_ids = {correction.incident_id for correction in corrections}
    in_view, outside = _matching(store, query, changed_ids), _is_selected_outside(store, query, selected)
    in_view |= {selected} & changed_ids if outside and selected else set()
    removed = changed_ids - {
        row["incident_id"] for row in store.listed(Query(incident_id=tuple(changed_ids)), len(changed_ids))
    }
    concerned = [correction for correction in corrections if correction.incident_id in in_view | removed]
    totals = store.totals(query)
    return ChangesSince(
        release,
        corrections=tuple(corrections_in_words(store, concerned)),
        changed=len(in_view),
        shown=_counted(totals["matched"] + outside, summaries=totals["aggregates"] > 0),
        elsewhere=len(changed_ids - in_view - removed),
        removed=len(removed),
        unwritten=store.fingerprint != history.releases[-1].fingerprint,
    )


def _matching(store: Store, query: Query, ids: set[str]) -> set[str]:
    candidates = ids & set(query.incident_id) if query.incident_id else ids
    if not candidates:
        return set()
    rows = store.listed(replace(query, incident_id=tuple(candidates)), len(candidates))
    return {row["incident_id"] for row in rows}


def _is_selected_outside(store: Store, query: Query, selected: str | None) -> bool:
    """Return whether the incident whose dossier is open is in the data but does not match the query."""
    return bool(selected and store.incident(selected) and not _matching(store, query, {selected}))


def _counted(number: int, *, summaries: bool) -> str:
    if summaries:
        return message("count-entries", count=number)
    return message("count-incidents", count=number)


def newest_first(corrections: Iterable[T], most: int) -> list[T]:
    """Return at most `most` corrections, or groups of corrections, the latest first."""
    return list(reversed(list(corrections)[-most:]))

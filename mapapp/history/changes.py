"""Corrections as they are told: with titles, labels and words, and which of them concern a view."""

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
class Told:
    """One correction in words; plain text, never HTML.

    `title` is the incident's, or its identifier if it is no longer in the data: then `there` is False.
    `before` and `after` are both empty if `what` says it all. `version` is of the release that has it first;
    empty if none has it yet.
    """

    position: int
    date: date
    incident_id: str
    title: str
    there: bool
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


def told(store: Store, corrections: Sequence[Correction]) -> list[Told]:
    """Tell corrections in words, in their order."""
    ids = sorted({one.incident_id for one in corrections})
    titles = {
        row["incident_id"]: words.title(row) for row in store.listed(Query(incident_id=tuple(ids)), len(ids))
    }
    claims = store.claims_about([name for name in ids if name in titles])
    claimants = {
        (name, claim["claim_id"]): _voice(claim) for name, about in claims.items() for claim in about
    }
    return [
        Told(
            position=one.position,
            date=one.date,
            incident_id=one.incident_id,
            title=titles.get(one.incident_id, one.incident_id),
            there=one.incident_id in titles,
            reason=one.reason,
            source=one.source,
            version=release.version if (release := store.history.release_with(one)) else "",
            **_change(one, claimants.get((one.incident_id, one.claim_id)) or one.claim_id, store.conflict),
        )
        for one in corrections
    ]


def _voice(claim: Mapping[str, Any]) -> str:
    """Name who makes a claim, and who published it; empty if no claimant is named."""
    claimant, publisher = claim["claimant"] or "", (claim["source"] or {}).get("publisher") or ""
    if claimant and publisher not in ("", claimant):
        return message("claimant-in", claimant=claimant, publisher=publisher)
    return claimant


def _change(one: Correction, claimant: str, conflict: Conflict) -> dict[str, str]:
    table = CLAIMS if one.claim_id else conflict.widened(INCIDENTS)
    if one.field == table.key:
        done = "added" if one.after else "removed"
        what = message("change-incident", done=done)
        if one.claim_id:
            what = message("change-claim", done=done, claimant=claimant)
        return {"what": what, "before": "", "after": ""}
    name = one.field.removeprefix(OF_SOURCE) if one.claim_id else one.field
    is_of_source = name != one.field
    table = SOURCES if is_of_source else table
    column = table[name] if name in table.names else Column(name, name, "")
    of_claim = "source-field" if is_of_source else "claim-field"
    what = message(of_claim, field=column.label, claimant=claimant) if one.claim_id else column.label
    return {"what": what, "before": _stated(column, one.before), "after": _stated(column, one.after)}


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
class Since:
    """What changed in a view since a link to it was made.

    `release` is the state that the link was made with, None if it is not known. `changed` counts incidents
    of the `shown` that are in the view; `elsewhere` those that are not; `removed` those that are not in the
    data any more, so that nobody can tell whether they were in it. `told` has what happened to those of the
    view and to the removed ones. `unwritten` is whether the data differ from the last release, so that not
    every change is written down yet.
    """

    release: Release | None
    told: tuple[Told, ...] = ()
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


def changed_since(store: Store, query: Query, start: str, selected: str | None = None) -> Since:
    """Find what changed in a view since a link was made with a state whose fingerprint begins with `start`.

    `selected` is the incident whose dossier the link opens; it belongs to the view.
    """
    history = store.history
    release = history.release_of(start)
    if release is None:
        return Since(None)
    corrections = history.since(release)
    ids = {one.incident_id for one in corrections}
    seen, apart = _seen(store, query, ids), _selected_apart(store, query, selected)
    seen |= {selected} & ids if apart and selected else set()
    removed = ids - {row["incident_id"] for row in store.listed(Query(incident_id=tuple(ids)), len(ids))}
    totals = store.totals(query)
    return Since(
        release,
        told=tuple(told(store, [one for one in corrections if one.incident_id in seen | removed])),
        changed=len(seen),
        shown=_counted(totals["matched"] + apart, summaries=totals["aggregates"] > 0),
        elsewhere=len(ids - seen - removed),
        removed=len(removed),
        unwritten=store.fingerprint != history.releases[-1].fingerprint,
    )


def _seen(store: Store, query: Query, ids: set[str]) -> set[str]:
    wanted = ids & set(query.incident_id) if query.incident_id else ids
    if not wanted:
        return set()
    rows = store.listed(replace(query, incident_id=tuple(wanted)), len(wanted))
    return {row["incident_id"] for row in rows}


def _selected_apart(store: Store, query: Query, selected: str | None) -> bool:
    """Tell whether the incident whose dossier is open is in the data but not among those that match."""
    return bool(selected and store.incident(selected) and not _seen(store, query, {selected}))


def _counted(number: int, *, summaries: bool) -> str:
    if summaries:
        return message("count-entries", count=number)
    return message("count-incidents", count=number)


def newest_first(corrections: Iterable[T], most: int) -> list[T]:
    """Return at most `most` corrections, or groups of them, the last written down first."""
    return list(reversed(list(corrections)[-most:]))

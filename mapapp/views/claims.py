"""An incident's claims next to each other, and what they mean for its figures and grades, in words.

Nothing is decided here: what counts was found by `evidence.claim_facts` and is passed as `facts` by claim.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp import words
from mapapp.messages import message
from mapapp.model.actors import alternatives, compatible, is_established
from mapapp.model.conflict import Conflict
from mapapp.model.decided import COUNTS, GRADED_BY_ALL, SAYS
from mapapp.model.schema import ATTRIBUTION_STATUS, BASIS, EXCLUDED_BECAUSE, HARM_STATUS, HARMS, STANCE
from mapapp.model.traditions import AS_GIVEN, NameOrder
from mapapp.views.templates import archive_search, safe_link

Row = Mapping[str, Any]
Facts = Mapping[str, Mapping[str, bool]]
"""What the rules conclude from each claim, by its identifier; see `evidence.claim_facts`."""

Voice = list[Row]
"""All the claims of a claimant, who counts once however often something is claimed."""

Groups = list[tuple[str, list[dict[str, Any]]]]
"""A heading and the rows of each side, denials first."""

MAX_NAMED = 12

_EVIDENCE = ("verified", "partly_verified", "first_hand", "independent")
_DISPUTED = ("conceded", "denied")
_REASONS = (*_EVIDENCE, "conceded", "refuted", "denied")
"""Facts of a claim that are reasons for a grade, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a grade: how many claimants do something, in words, and the first of their names."""

    words: str
    names: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, the reasons for it, and the ladder of grades with their criteria."""

    name: str
    grade: str
    reasons: tuple[Reason, ...]
    note: str
    ladder: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether one claim agrees with the others, in words.

    `kind` is agrees, above, below, differs, open or only. `of_some`: the words count the other claimants;
    `repeating`: they say how many of them only repeat what others say.
    """

    kind: str
    words: str
    of_some: bool = False
    repeating: bool = False


class Claims:
    """The claims about one incident (each with its source's row, or None, under `source`).

    `whose` is a point of view of the conflict, whose claims are counted and compared; "" for all of them.
    `order` says which of a place's names comes first.
    """

    def __init__(
        self,
        claims: Sequence[Row],
        facts: Facts,
        conflict: Conflict,
        whose: str = "",
        order: NameOrder = AS_GIVEN,
    ) -> None:
        self._conflict = conflict
        self._claims = claims
        self._order = order
        self._facts = facts
        self._whose = whose
        self._counted = [c for c in claims if self._holds(c, COUNTS) and self._hears(c)]

    def _holds(self, claim: Row, fact: str) -> bool:
        return self._facts.get(claim["claim_id"], {}).get(fact, False)

    def _hears(self, claim: Row) -> bool:
        return self._conflict.hears(self._whose, claim["claimant_side"] or "", claim["stance"])

    def __len__(self) -> int:
        return len(self._claims)

    def groups(self) -> Groups:
        """Return a heading and the rows of each side that says something, and of the claims without a source.

        Denials come first, so that they face what the other sides say.
        """
        sourced = [claim for claim in self._claims if claim["source_id"]]
        parts = [
            (self._heading(side), [c for c in sourced if (c["claimant_side"] or "") == side])
            for side in self._sides()
        ]
        parts.append((message("claims-without-source"), [c for c in self._claims if not c["source_id"]]))
        return [(heading, self._rows(part)) for heading, part in parts if part]

    def _rows(self, claims: Sequence[Row]) -> list[dict[str, Any]]:
        return [self._row(c) for c in sorted(claims, key=lambda c: c["stance"] != "denies")]

    def _heading(self, side: str) -> str:
        """Name a side's sources; a side that is not a party is named as in the file."""
        if not side:
            return words.capitalised(message("side-not-stated"))
        other = message("side-sources", side=self._conflict.sides.get(side, side))
        return words.capitalised(self._conflict.points_of_view.get(side, other))

    def _sides(self) -> list[str]:
        """Name the sides in the order of the vocabulary, then others that the file names, then none."""
        others = {claim["claimant_side"] for claim in self._claims} - {*self._conflict.sides, None}
        return [*self._conflict.sides, *sorted(others), ""]

    def _row(self, claim: Row) -> dict[str, Any]:
        source = claim["source"] or {}
        outside = bool(self._whose) and not self._hears(claim)
        return {
            "id": claim["claim_id"],
            "claimant": claimant(claim),
            "stance": STANCE.get(claim["stance"], claim["stance"]),
            "denies": claim["stance"] == "denies",
            "basis": BASIS.get(claim["basis"] or "", ""),
            "figures": [(harm, _figure(claim, harm), self._figure_mark(claim, harm)) for harm in HARMS],
            "weapon": claim["weapon"],
            "actor": claim["actor"],
            "actor_mark": self._actor_mark(claim),
            "not_counted": self._not_counted(claim),
            "outside": outside,
            "source": source,
            "source_id": claim["source_id"],
            "link": safe_link(source.get("url")),
            "archived": safe_link(source.get("archived_url")),
            "archive_search": archive_search(source.get("url")),
            "published": words.partial_day(source.get("published_on") or ""),
            "language": words.language(source.get("language") or ""),
            "unread": claim["checked"] == "no",
            "note": words.reorder_names(claim["note"], self._order),
        }

    def _not_counted(self, claim: Row) -> str:
        counts = self._holds(claim, COUNTS)
        reason = left_out_because(claim, counts=counts)
        what = "figures" if counts else "claim"
        return message("claims-not-counted", what=what, reason=reason) if reason else ""

    def _figure_mark(self, claim: Row, harm: str) -> Mark | None:
        with_figures = [c for c in self._counted if self._holds(c, "figures") and _figure(c, harm)]
        if claim not in with_figures:
            return None
        low, high = _ends(claim, harm)
        voices = _other_voices(claim, with_figures)
        if not voices:
            is_only_figure = all(_ends(c, harm) == (low, high) for c in with_figures)
            return Mark("only", message("mark-only-figure" if is_only_figure else "mark-only-claimant"))
        spans = [_span(voice, harm) for voice in voices]
        same = [v for v, (least, most) in zip(voices, spans, strict=True) if least <= high and most >= low]
        lower = sum(most < low for _, most in spans)
        return _figure_comparison(len(voices), lower, len(voices) - lower - len(same), same)

    def _actor_mark(self, claim: Row) -> Mark | None:
        naming = [c for c in self._counted if self._holds(c, "names")]
        if claim not in naming:
            return None
        voices = _other_voices(claim, naming)
        return (
            _actor_comparison(claim["actor"], voices)
            if voices
            else Mark("only", message("mark-only-attribution"))
        )

    def ends(self, incident: Row, harm: str) -> list[Reason]:
        """Say which claims give the lowest and the highest figure of an incident's range."""
        low, high = incident[f"{harm}_low"], incident[f"{harm}_high"]
        with_figures = [c for c in self._counted if self._holds(c, "figures")]
        reasons = []
        for value, end in ((low, "low"), (high, "high")):
            if value is not None:
                claims = [c for c in with_figures if c[f"{harm}_{end}"] == value]
                reasons.append(_reason(message(f"end-{end}", figure=value), claims))
        if low is not None and high is None:
            reasons.append(Reason(message("end-open")))
        if low == high and len(reasons) == 2:
            reasons = [_reason(words.number(low), [c for c in with_figures if c[f"{harm}_low"] == low])]
        return reasons

    def grades(self, incident: Row) -> list[Grade]:
        """Explain the incident's grades by what the rules counted."""
        counted = self._graded_by()
        harm, attribution = incident["harm_status"] or "", incident["attribution_status"] or ""
        return [
            Grade(
                message("grade-evidence"),
                harm,
                self._why_harm(counted),
                incident["verification"] or "",
                HARM_STATUS,
            ),
            Grade(
                message("grade-attribution"),
                attribution,
                self._why_attribution(counted),
                "",
                ATTRIBUTION_STATUS,
            ),
        ]

    def attribution(self, incident: Row) -> str:
        """Say what the status of the attribution means; if it is contested, for which of two reasons."""
        status = incident["attribution_status"] or ""
        reasons = []
        if status == "contested":
            counted = self._graded_by()
            if any(self._holds(c, "denied") for c in counted):
                reasons.append(message("attribution-denied"))
            if not is_established(incident["actor"] or "") and any(self._holds(c, "names") for c in counted):
                reasons.append(message("attribution-differs"))
        return words.all_of(reasons) or ATTRIBUTION_STATUS.get(status, "")

    def _graded_by(self) -> Sequence[Row]:
        if self._whose in GRADED_BY_ALL:
            return [c for c in self._claims if self._holds(c, COUNTS)]
        return self._counted

    def _why_harm(self, counted: Sequence[Row]) -> tuple[Reason, ...]:
        reasons = self._reasons(counted, _REASONS)
        if not any(self._holds(c, fact) for c in counted for fact in _EVIDENCE):
            saying = [c for c in counted if self._holds(c, SAYS)]
            reasons = (*_claimants_who("reason-said", saying), *reasons)
        return reasons

    def _why_attribution(self, counted: Sequence[Row]) -> tuple[Reason, ...]:
        naming = [c for c in counted if self._holds(c, "names")]
        reasons = []
        for actor in dict.fromkeys(c["actor"] for c in naming):
            claims = [c for c in naming if c["actor"] == actor]
            independent = [c for c in claims if self._holds(c, "independent")]
            others = [c for c in claims if _identity(c) not in {*map(_identity, independent)}]
            reasons += _claimants_who("reason-names-independently", independent, actor=actor)
            identifier = "reason-names-beside" if independent else "reason-names"
            reasons += _claimants_who(identifier, others, actor=actor)
        nobody = Reason(message("reason-names-nobody"))
        return (*(reasons or [nobody]), *self._reasons(counted, _DISPUTED))

    def _reasons(self, counted: Sequence[Row], facts: Iterable[str]) -> tuple[Reason, ...]:
        groups = (
            _claimants_who(f"reason-{fact}", [c for c in counted if self._holds(c, fact)]) for fact in facts
        )
        return tuple(reason for reasons in groups for reason in reasons)


def left_out_because(claim: Row, *, counts: bool) -> str:
    """Say why the rules leave out a claim, or only its figures if it `counts`; empty if they don't."""
    reason = EXCLUDED_BECAUSE.get(claim["excluded_because"] or "", "")
    if counts:
        return reason
    return (reason or EXCLUDED_BECAUSE["not checked"]) if claim["source_id"] else message("source-unknown")


def to_explain(groups: Groups) -> dict[str, bool]:
    """Return what in the marks needs explaining: that other claimants are counted, that some only repeat."""
    rows = [row for _, group in groups for row in group]
    marks = [mark for row in rows for mark in (row["actor_mark"], *(mark for _, _, mark in row["figures"]))]
    return {
        "parts": any(mark.of_some for mark in marks if mark),
        "repeating": any(mark.repeating for mark in marks if mark),
    }


def claimant(claim: Row) -> str:
    """Name who makes a claim, or else who published it."""
    return (
        claim["claimant"]
        or (claim["source"] or {}).get("publisher")
        or claim["source_id"]
        or message("claimant-not-stated")
    )


def _identity(claim: Row) -> tuple[str, str]:
    return claim["claimant"] or claim["source_id"] or "", claim["claimant_side"] or ""


def _other_voices(claim: Row, claims: Iterable[Row]) -> list[Voice]:
    """Group claims by claimant, leaving out the given claim's: nobody agrees with themselves."""
    voices: dict[tuple[str, str], Voice] = {}
    for other in claims:
        if _identity(other) != _identity(claim):
            voices.setdefault(_identity(other), []).append(other)
    return list(voices.values())


def _repeating(voices: Iterable[Voice]) -> int:
    """Count the claimants who only repeat what others say."""
    return sum(all(claim["basis"] == "relayed" for claim in voice) for voice in voices)


def _claimants(claims: Iterable[Row]) -> list[str]:
    """Name the claimants, each once."""
    return list({_identity(claim): claimant(claim) for claim in claims}.values())


def _figure(claim: Row, harm: str) -> str:
    return words.figure(claim[f"{harm}_low"], claim[f"{harm}_high"])


def _ends(claim: Row, harm: str) -> tuple[float, float]:
    low, high = claim[f"{harm}_low"], claim[f"{harm}_high"]
    return (0 if low is None else low), (float("inf") if high is None else high)


def _span(voice: Voice, harm: str) -> tuple[float, float]:
    """Return the range of a claimant's figures, from the lowest to the highest."""
    ends = [_ends(claim, harm) for claim in voice]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _figure_comparison(total: int, lower: int, higher: int, same: Sequence[Voice]) -> Mark:
    """Compare a figure with those of the other claimants: some lower, some higher, some the `same`."""
    if lower == total or lower > max(len(same), higher):
        return _mark_of("above", lower, total)
    if higher == total or higher > max(len(same), lower):
        return _mark_of("below", higher, total)
    return _agreement(total, same) if same else Mark("differs", message("mark-between"))


def _actor_comparison(actor: str, others: Sequence[Voice]) -> Mark:
    """Compare the force that a claim names with those of the others; leaving it open is not a difference."""
    same = [voice for voice in others if any(c["actor"] == actor for c in voice)]
    apart = [voice for voice in others if voice not in same]
    differing = [voice for voice in apart if not any(compatible(c["actor"], actor) for c in voice)]
    leave_open = len(apart) > len(differing)
    if leave_open and not differing and (alternatives(actor) or not same):
        return Mark("open", message("mark-open" if alternatives(actor) else "mark-others-open"))
    if same:
        return _agreement(len(same) + len(differing), same)
    return _mark_of("differs", len(differing), len(others))


def _agreement(total: int, same: Sequence[Voice]) -> Mark:
    number, repeating = len(same), _repeating(same)
    if 2 * number < total:
        return _mark_of("differs", total - number, total)
    if not repeating:
        return _mark_of("agrees", number, total)
    sentence = message("mark-agrees-repeating", number=number, total=total, repeating=repeating)
    return Mark("agrees", sentence, of_some=True, repeating=True)


def _mark_of(kind: str, number: int, total: int) -> Mark:
    """Say from how many others a claim differs, or with how many it agrees, without a number if all."""
    if number == total:
        return Mark(kind, message(f"mark-{kind}"))
    return Mark(kind, message(f"mark-{kind}-some", number=number, total=total), of_some=True)


def _claimants_who(identifier: str, claims: Sequence[Row], **more: str | int) -> list[Reason]:
    """Say how many claimants do something; empty if none do."""
    n = len(_claimants(claims))
    return [_reason(message(identifier, count=n, **more), claims)] if n else []


def _reason(sentence: str, claims: Sequence[Row]) -> Reason:
    names = _claimants(claims)
    shown = len(names) if len(names) == MAX_NAMED + 1 else MAX_NAMED
    return Reason(sentence, tuple(names[:shown]), max(len(names) - shown, 0))

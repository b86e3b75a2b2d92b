"""Claims decide: what they make of an incident's figures, its actor and its grades; the rules, written once.

`docs/method.md` says them in words. Everything here is an Ibis expression, so that the engine derives a
million incidents as it derives one. A claim *counts* if its source is known and was read and if it speaks of
this incident at first or second hand (`_is_counted`); its figures may be left out for a reason of their own
(`schema.FIGURES_ONLY`). Harm (did it happen), attribution (who did it) and voice (who says so) stay apart.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from mapapp.errors import BadQuery
from mapapp.messages import notice
from mapapp.model.actors import OR
from mapapp.model.conflict import Conflict
from mapapp.model.decided import (
    CLAIM_FACTS,
    COUNTS,
    DECIDED,
    ENDS,
    FACTS,
    FIGURES,
    SAYS,
    evidence_columns,
    numbers,
)
from mapapp.model.derived import DENIED, HARMED, INDEPENDENT, denied_by, stored
from mapapp.model.query import EVERYBODY
from mapapp.model.schema import (
    CONCEDED,
    FIGURES_ONLY,
    FIRST_HAND,
    GRADES,
    HARMS,
    INDEPENDENT_SIDE,
    NOT_ESTABLISHED,
    UNDISPUTED,
)
from mapapp.model.text_search import small

_SAYING = ("alleges", "reports", "verifies", "concedes")

Columns = Mapping[str, Any]


_KINDS = {
    SAYS: "boolean",
    "actor": "string",
    **dict.fromkeys((*FIGURES, HARMED), "int64"),
    **dict.fromkeys(GRADES, "string"),
}


def derived(conflict: Conflict) -> ibis.Schema:
    """Name the columns that `decided` derives, with their types, without building its expression."""
    points = (EVERYBODY, *conflict.points_of_view)
    columns = {stored(whose, name): kind for whose in points for name, kind in _KINDS.items()}
    return ibis.schema({"incident_id": "string", **dict.fromkeys(numbers(conflict), "int32"), **columns})


def according_to(incidents: ir.Table, whose: str) -> ir.Table:
    """Show the incidents as a point of view of the conflict has them; as they were filed if `whose` is "".

    Those of which these claims do not speak are left out. BadQuery if the data set has no such point of view.
    """
    if not whose:
        return incidents
    if stored(whose, SAYS) not in incidents.columns:
        raise BadQuery(
            "according_to",
            whose,
            notice("expected-one-of", values=", ".join((EVERYBODY, *_points_of_view(incidents)))),
        )
    rows = incidents.filter(incidents[stored(whose, SAYS)])
    shown = {name: rows[stored(whose, name)] for name in (*DECIDED, HARMED)}
    if whose not in (INDEPENDENT_SIDE, UNDISPUTED):
        shown[INDEPENDENT] = ibis.literal(0)
    return rows.mutate(**shown)


def _points_of_view(incidents: ir.Table) -> list[str]:
    first, last = stored("\n", SAYS).split("\n")
    ends = [name.removesuffix(last) for name in incidents.columns if name.endswith(last)]
    return [name.removeprefix(first) for name in ends]


def with_evidence(incidents: ir.Table, found: ir.Table, conflict: Conflict) -> ir.Table:
    """Add the columns `added` to the incidents: what each point of view makes of them, and what it counted.

    `found` is what `decided` derives from their claims.
    """
    joined = incidents.left_join(found, "incident_id").drop("incident_id_right")
    kept = {name: joined[name] for name in incidents.columns}
    for name, blank in _blanks(found, conflict).items():
        kept[name] = joined[name] if blank is None else ibis.coalesce(joined[name], blank)
    return joined.select(**kept)


def without_evidence(incidents: ir.Table, found: ir.Table, conflict: Conflict) -> ir.Table:
    """Add the same columns to incidents about which there is no claim, row for row."""
    kinds = found.schema()
    return incidents.mutate(
        **{
            name: ibis.null(kinds[name]) if blank is None else ibis.literal(blank, kinds[name])
            for name, blank in _blanks(found, conflict).items()
        }
    )


def _blanks(found: ir.Table, conflict: Conflict) -> dict[str, bool | int | None]:
    """Tell what stands in each column `added` where there is no claim."""
    counts = numbers(conflict)
    blank_of = {name: False for name in found.columns if name.endswith(f"_{SAYS}")} | dict.fromkeys(counts, 0)
    return {name: blank_of.get(name) for name in evidence_columns(conflict)}


def disagreements(incidents: ir.Table, found: ir.Table, names: Sequence[str]) -> ir.Table:
    """Find where incidents as filed and the rules disagree: incident_id, field, filed, derived (as text).

    `found` is what `decided` derives, `names` are the decided columns to compare. An incident about which
    there is no claim at all stands as it was filed; a blank actor is one that is not established.
    """
    both = incidents.join(found, "incident_id")
    return reduce(ir.Table.union, (_disagreeing(both, name) for name in names))


def _disagreeing(t: ir.Table, name: str) -> ir.Table:
    filed, derived = t[name].cast("string"), t[stored(EVERYBODY, name)].cast("string")
    blank = NOT_ESTABLISHED if name == "actor" else ""
    rows = t.select("incident_id", field=ibis.literal(name), filed=filed, derived=derived)
    return rows.filter(ibis.coalesce(rows.filed, blank) != ibis.coalesce(rows.derived, blank))


def decided(incidents: ir.Table, claims: ir.Table, conflict: Conflict) -> ir.Table:
    """Derive, for each incident about which there is a claim, what every point of view makes of it.

    Where no claim counts, nothing is said: FACTS and denials are 0, the actor is not established, figures
    and grades are blank. Columns: incident_id, `stored(EVERYBODY, ...)` of SAYS, HARMED and DECIDED, and
    `added`.
    """
    points = (EVERYBODY, *conflict.deniers)  # they hear claimants; the others compare what these decide
    counted = _by_point(_by_claimant(incidents, claims, conflict))
    counted = counted.mutate(actor=_actor(counted))
    below = counted.select("incident_id", "point", *FACTS, **_decisions(counted))
    beside = below.group_by("incident_id").aggregate(
        **{f"__{fact}": below[fact].max(where=below.point == EVERYBODY) for fact in FACTS},
        **{denied_by(side): below.denied.max(where=below.point == side) for side in conflict.deniers},
        **{stored(point, SAYS): below[SAYS].any(where=below.point == point) for point in points},
        **{
            stored(point, name): below[name].max(where=below.point == point)
            for point in points
            for name in DECIDED
        },
    )
    views: dict[str, Columns] = {point: _decided_by(beside, point) for point in points}
    if CONCEDED in conflict.points_of_view:
        parties = [views[party] for party in conflict.party_names]
        views[CONCEDED] = _conceded(beside, views[EVERYBODY], parties)
    views[UNDISPUTED] = _undisputed(beside, views[EVERYBODY])
    return beside.select(
        "incident_id",
        *numbers(conflict),
        **{
            stored(point, name): column
            for point, columns in views.items()
            for name, column in (*columns.items(), (HARMED, _harmed(columns)))
        },
    )


def claim_facts(claims: ir.Table, conflict: Conflict) -> ir.Table:
    """Find what the rules take from each claim: claim_id, whether it COUNTS, and CLAIM_FACTS if so."""
    counts = _is_counted(claims)
    flags = _flags(claims, conflict)
    return claims.select(
        "claim_id",
        **{COUNTS: counts},
        **{name: counts & ibis.coalesce(flags[name], False) for name in CLAIM_FACTS},
    )


def _is_counted(claims: ir.Table) -> Any:
    """Express that a claim counts: its source is known and was read, and it speaks of this incident."""
    reason = claims.excluded_because
    return (
        claims.source_id.notnull()
        & (ibis.coalesce(claims.checked, "yes") != "no")
        & (reason.isnull() | reason.isin(FIGURES_ONLY))
    )


def _flags(claims: ir.Table, conflict: Conflict) -> dict[str, Any]:
    """Express what a claim that counts tells: FACTS, and whether its figures and the actor it names count."""
    c = claims
    says = c.stance.isin(_SAYING)
    independent = (c.claimant_side == INDEPENDENT_SIDE) & says & (ibis.coalesce(c.basis, "") != "relayed")
    verifies = independent & (c.stance == "verifies")
    partial = ibis.coalesce(c.excluded_because, "") == "partial count"
    return {
        SAYS: says,
        "denied": c.stance == "denies",
        "conceded": (c.stance == "concedes") & _may_concede(c, conflict),
        "refuted": (c.claimant_side == INDEPENDENT_SIDE) & (c.stance == "denies"),
        "independent": independent,
        "verified": verifies & ~partial,
        "partly_verified": verifies & partial,
        "first_hand": c.stance.isin(("reports", "verifies")) & c.basis.isin(FIRST_HAND),
        "names": says & c.actor.notnull() & (c.actor != NOT_ESTABLISHED),
        "figures": says & c.excluded_because.isnull(),
    }


def _may_concede(claims: ir.Table, conflict: Conflict) -> Any:
    """Express that a claimant can concede: one of a side, who does not name another side's force."""
    names_others = [
        (claims.claimant_side != party.name) & claims.actor.startswith(start)
        for party in conflict.parties
        for start in party.forces
    ]
    names_other = ibis.coalesce(reduce(or_, names_others, ibis.literal(False)), False)
    return (claims.claimant_side != INDEPENDENT_SIDE) & ~names_other


def _by_claimant(incidents: ir.Table, claims: ir.Table, conflict: Conflict) -> ir.Table:
    """Sum up what each claimant says of each incident, so that saying it twice counts once."""
    c = claims.semi_join(incidents, "incident_id")
    c = c.mutate(**{COUNTS: _is_counted(c)})
    flags = {name: c[COUNTS] & ibis.coalesce(flag, False) for name, flag in _flags(c, conflict).items()}
    c = c.mutate(**flags, leaves_open=small(c.actor).contains(OR))
    names = {
        f"{which}_{what}": getattr(c.actor, end)(where=where)
        for what, where in (("actor", c.names & ~c.leaves_open), ("open", c.names & c.leaves_open))
        for which, end in (("first", "min"), ("last", "max"))
    }
    return c.group_by(
        "incident_id", side=c.claimant_side, claimant=ibis.coalesce(c.claimant, c.source_id)
    ).aggregate(
        **{name: c[name].any() for name in flags if name != "figures"},
        names_independently=(c.names & c.independent).any(),
        **{end: _outermost(c, end, c.figures) for end in ENDS},
        **names,
    )


def _outermost(t: ir.Table, end: str, where: Any = None) -> Any:
    return t[end].min(where=where) if end.endswith("low") else t[end].max(where=where)


_COUNTED = (*FACTS, SAYS, "partly_verified", "names", "names_independently")
_FIRST, _LAST = ("first_actor", "first_open"), ("last_actor", "last_open")
"""The first and the last, by the alphabet, of the forces named and of the names that leave open which one."""


def _by_point(claimants: ir.Table) -> ir.Table:
    """Count claimants and find the ends of the range, in one row for each incident and point of view."""
    c = claimants.mutate(point=ibis.array([ibis.literal(EVERYBODY), claimants.side]).unnest())
    own_evidence = c.verified | c.partly_verified | c.first_hand
    return c.group_by("incident_id", "point").aggregate(
        names_on_evidence=(c.names_independently & own_evidence).sum().cast("int32"),
        **{name: c[name].sum().cast("int32") for name in _COUNTED},
        **{end: _outermost(c, end) for end in ENDS},
        **{name: c[name].min() for name in _FIRST},
        **{name: c[name].max() for name in _LAST},
    )


def _decisions(counted: ir.Table) -> dict[str, Any]:
    """Decide every column from what each point of view counts."""
    says = counted.says > 0
    return {
        SAYS: says,
        "actor": counted.actor,
        **_range({end: counted[end] for end in ENDS}),
        "attribution_status": says.ifelse(_attribution(counted), ibis.null("string")),
        "harm_status": says.ifelse(_harm(counted), ibis.null("string")),
    }


def _decided_by(beside: ir.Table, point: str) -> dict[str, Any]:
    """Take what one point of view decides; one that hears no claimant says nothing and names nobody."""
    columns = {name: beside[stored(point, name)] for name in (SAYS, *DECIDED)}
    blank = {SAYS: False, "actor": NOT_ESTABLISHED}
    return columns | {name: ibis.coalesce(columns[name], value) for name, value in blank.items()}


def _harm(n: ir.Table) -> Any:
    """Grade how well it is established that it happened: Airwars' ladder, by the rules of docs/method.md."""
    fair = (n.first_hand > 0) | (n.partly_verified > 0) | (n.independent > 1) | (n.conceded > 0)
    return ibis.cases(
        (n.verified > 0, "confirmed"),
        (n.refuted > 0, "discounted"),
        (fair, "fair"),
        (n.denied > 0, "contested"),
        else_="weak",
    )


def _attribution(n: ir.Table) -> Any:
    """Grade how firmly it is attributed."""
    likely = (n.names_on_evidence > 0) | (n.names_independently > 1)
    differ = (n.names > 0) & (n.actor == NOT_ESTABLISHED)
    return ibis.cases(
        (n.conceded > 0, "declared"),
        ((n.denied > 0) | differ, "contested"),
        (likely, "likely"),
        (n.names > 0, "single-source"),
        else_=ibis.null("string"),
    )


def _actor(counted: ir.Table) -> Any:
    """Find the one force named; a name that leaves open whether it is that one does not contradict."""
    first, first_open = (counted[name] for name in _FIRST)
    last, last_open = (counted[name] for name in _LAST)
    fits = ibis.coalesce(leaves_open(first_open, first) & leaves_open(last_open, first), True)
    only_open = first.isnull() & (first_open == last_open)
    return ibis.cases(((first == last) & fits, first), (only_open, first_open), else_=NOT_ESTABLISHED)


def leaves_open(name: Any, force: Any) -> Any:
    """Express that a name leaves open whether a force or another is meant, as `actors.leaves_open` does.

    The forces that it names may share up to four words at the end.
    """
    name, force = small(name), small(force)
    parts = ibis.literal(OR).concat(name.replace(", ", OR), OR)
    alternatives = []
    for shared in range(5):
        words = f"^(.+?)((?: [^ ]+){{{shared}}})$"
        part, end = _extracted(force, words, 1), _extracted(force, words, 2)
        whole = parts.endswith(
            ibis.literal(OR.rstrip()).concat(end, OR)
        )  # the last part is more than its end
        alternatives.append(
            (part != "") & parts.contains(ibis.literal(OR).concat(part, OR)) & name.endswith(end) & ~whole
        )
    return name.contains(OR) & reduce(or_, alternatives)


def _extracted(text: Any, pattern: str, group: int) -> Any:
    """Extract a group of a pattern; "" without a match, for which engines have different answers."""
    return ibis.coalesce(text.re_extract(pattern, group), "")


def _range(ends: Columns) -> dict[str, Any]:
    """Complete lowest and highest figures by the best one, which is theirs where they agree."""
    agreed = {
        f"{harm}_best": (ends[f"{harm}_low"] == ends[f"{harm}_high"]).ifelse(
            ends[f"{harm}_low"], ibis.null("int64")
        )
        for harm in HARMS
    }
    return {name: {**ends, **agreed}[name] for name in FIGURES}


def _conceded(t: ir.Table, everyone: Columns, parties: Sequence[Columns]) -> dict[str, Any]:
    """Decide what is reported by both sides (by all, of more): each says that it happened, nobody denies it.

    A figure stands as far as all give one: from the lowest to the lowest of their highest ones.
    """
    first, *others = parties
    ends = {
        end: reduce(and_, (party[end].notnull() for party in parties)).ifelse(
            ibis.least(*(party[end] for party in parties)), ibis.null("int64")
        )
        for end in ENDS
    }
    same = reduce(and_, (first["actor"] == other["actor"] for other in others))
    return {
        **everyone,
        SAYS: reduce(and_, (party[SAYS] for party in parties)) & (t[DENIED] == 0),
        "actor": same.ifelse(first["actor"], NOT_ESTABLISHED),
        **_range(ends),
    }


def _undisputed(t: ir.Table, everyone: Columns) -> dict[str, Any]:
    """Decide what nobody disputes: incidents that no claim denies, and the figure that nobody puts lower.

    The high end stays open where sources differ.
    """
    ends = {
        end: everyone[end] if end.endswith("low") else everyone[end.replace("high", "best")] for end in ENDS
    }
    return {**everyone, SAYS: everyone[SAYS] & (t[DENIED] == 0), **_range(ends)}


def _harmed(columns: Columns) -> Any:
    killed, injured = columns["killed_low"], columns["injured_low"]
    return (killed.notnull() | injured.notnull()).ifelse(
        ibis.coalesce(killed, 0) + ibis.coalesce(injured, 0), ibis.null("int64")
    )

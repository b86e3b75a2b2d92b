"""The rules by which claims decide an incident's figures, its actor and its grades, written once.

`docs/method.md` explains them. Everything here is an Ibis expression, so that the engine derives a million
incidents as it derives one. A claim *counts* if its source is known and was read and if it speaks of this
incident at first or second hand (`_is_counted`); its figures may be left out for a separate reason
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
from mapapp.model.text_search import lower_case

_SAYING = ("alleges", "reports", "verifies", "concedes")

Columns = Mapping[str, Any]


_KINDS = {
    SAYS: "boolean",
    "actor": "string",
    **dict.fromkeys((*FIGURES, HARMED), "int64"),
    **dict.fromkeys(GRADES, "string"),
}


def derived(conflict: Conflict) -> ibis.Schema:
    """Return the columns that `decided` derives, with their types, without building its expression."""
    points = (EVERYBODY, *conflict.points_of_view)
    columns = {stored(point, name): kind for point in points for name, kind in _KINDS.items()}
    return ibis.schema({"incident_id": "string", **dict.fromkeys(numbers(conflict), "int32"), **columns})


def according_to(incidents: ir.Table, point_of_view: str) -> ir.Table:
    """Return the incidents as a point of view of the conflict has them; as filed if it is "".

    Incidents about which its claims say nothing are left out. BadQuery if the data set has no such point of
    view.
    """
    if not point_of_view:
        return incidents
    if stored(point_of_view, SAYS) not in incidents.columns:
        raise BadQuery(
            "according_to",
            point_of_view,
            notice("expected-one-of", values=", ".join((EVERYBODY, *_points_of_view(incidents)))),
        )
    rows = incidents.filter(incidents[stored(point_of_view, SAYS)])
    shown = {name: rows[stored(point_of_view, name)] for name in (*DECIDED, HARMED)}
    if point_of_view not in (INDEPENDENT_SIDE, UNDISPUTED):
        shown[INDEPENDENT] = ibis.literal(0)
    return rows.mutate(**shown)


def _points_of_view(incidents: ir.Table) -> list[str]:
    prefix, suffix = stored("\n", SAYS).split("\n")
    names = [name.removesuffix(suffix) for name in incidents.columns if name.endswith(suffix)]
    return [name.removeprefix(prefix) for name in names]


def with_evidence(incidents: ir.Table, decisions: ir.Table, conflict: Conflict) -> ir.Table:
    """Add the `evidence_columns` to the incidents: what each point of view makes of them and what it counted.

    `decisions` is what `decided` derives from their claims.
    """
    joined = incidents.left_join(decisions, "incident_id").drop("incident_id_right")
    columns = {name: joined[name] for name in incidents.columns}
    for name, blank in _blanks(decisions, conflict).items():
        columns[name] = joined[name] if blank is None else ibis.coalesce(joined[name], blank)
    return joined.select(**columns)


def without_evidence(incidents: ir.Table, decisions: ir.Table, conflict: Conflict) -> ir.Table:
    """Add the same columns to incidents without claims, row by row."""
    types = decisions.schema()
    return incidents.mutate(
        **{
            name: ibis.null(types[name]) if blank is None else ibis.literal(blank, types[name])
            for name, blank in _blanks(decisions, conflict).items()
        }
    )


def _blanks(decisions: ir.Table, conflict: Conflict) -> dict[str, bool | int | None]:
    """Return what is in each of the `evidence_columns` where there is no claim."""
    counts = numbers(conflict)
    blank_of = {name: False for name in decisions.columns if name.endswith(f"_{SAYS}")} | dict.fromkeys(
        counts, 0
    )
    return {name: blank_of.get(name) for name in evidence_columns(conflict)}


def disagreements(incidents: ir.Table, decisions: ir.Table, names: Sequence[str]) -> ir.Table:
    """Find where incidents as filed and the rules disagree: incident_id, field, filed, derived (as text).

    `decisions` is what `decided` derives, `names` are the decided columns to compare. An incident without any
    claim stays as filed; a blank actor means one that is not established.
    """
    both = incidents.join(decisions, "incident_id")
    return reduce(ir.Table.union, (_disagreeing(both, name) for name in names))


def _disagreeing(t: ir.Table, name: str) -> ir.Table:
    filed, derived = t[name].cast("string"), t[stored(EVERYBODY, name)].cast("string")
    blank = NOT_ESTABLISHED if name == "actor" else ""
    rows = t.select("incident_id", field=ibis.literal(name), filed=filed, derived=derived)
    return rows.filter(ibis.coalesce(rows.filed, blank) != ibis.coalesce(rows.derived, blank))


def decided(incidents: ir.Table, claims: ir.Table, conflict: Conflict) -> ir.Table:
    """Derive, for each incident with a claim, what every point of view makes of it.

    Where no claim counts, nothing is known: FACTS and denials are 0, the actor is not established, figures
    and grades are blank. Columns: incident_id, `stored(EVERYBODY, ...)` of SAYS, HARMED and DECIDED, and
    `added`.
    """
    points = (EVERYBODY, *conflict.deniers)  # they consider claims; the others compare what these decide
    counted = _by_point(_by_claimant(incidents, claims, conflict))
    counted = counted.mutate(actor=_actor(counted))
    by_point = counted.select("incident_id", "point", *FACTS, **_decisions(counted))
    by_incident = by_point.group_by("incident_id").aggregate(
        **{f"__{fact}": by_point[fact].max(where=by_point.point == EVERYBODY) for fact in FACTS},
        **{denied_by(side): by_point.denied.max(where=by_point.point == side) for side in conflict.deniers},
        **{stored(point, SAYS): by_point[SAYS].any(where=by_point.point == point) for point in points},
        **{
            stored(point, name): by_point[name].max(where=by_point.point == point)
            for point in points
            for name in DECIDED
        },
    )
    views: dict[str, Columns] = {point: _decided_by(by_incident, point) for point in points}
    if CONCEDED in conflict.points_of_view:
        parties = [views[party] for party in conflict.party_names]
        views[CONCEDED] = _conceded(by_incident, views[EVERYBODY], parties)
    views[UNDISPUTED] = _undisputed(by_incident, views[EVERYBODY])
    return by_incident.select(
        "incident_id",
        *numbers(conflict),
        **{
            stored(point, name): column
            for point, columns in views.items()
            for name, column in (*columns.items(), (HARMED, _harmed(columns)))
        },
    )


def claim_facts(claims: ir.Table, conflict: Conflict) -> ir.Table:
    """Return what the rules take from each claim: claim_id, whether it COUNTS, and CLAIM_FACTS if so."""
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
    """Express what a claim that counts says: FACTS, and whether its figures and the actor it names count."""
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
    """Express that a claimant can concede: it belongs to a side and does not name another side's force."""
    names_others = [
        (claims.claimant_side != party.name) & claims.actor.startswith(start)
        for party in conflict.parties
        for start in party.forces
    ]
    names_other = ibis.coalesce(reduce(or_, names_others, ibis.literal(False)), False)
    return (claims.claimant_side != INDEPENDENT_SIDE) & ~names_other


def _by_claimant(incidents: ir.Table, claims: ir.Table, conflict: Conflict) -> ir.Table:
    """Sum up what each claimant says about each incident, so that repetition counts only once."""
    c = claims.semi_join(incidents, "incident_id")
    c = c.mutate(**{COUNTS: _is_counted(c)})
    flags = {name: c[COUNTS] & ibis.coalesce(flag, False) for name, flag in _flags(c, conflict).items()}
    c = c.mutate(**flags, leaves_open=lower_case(c.actor).contains(OR))
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
"""The alphabetically first and last of the forces named, and of the names that leave open which one."""


def _by_point(claimants: ir.Table) -> ir.Table:
    """Count claimants and find the ends of the range, with one row for each incident and point of view."""
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


def _decided_by(by_incident: ir.Table, point: str) -> dict[str, Any]:
    """Return what one point of view decides; one without claimants says nothing and names nobody."""
    columns = {name: by_incident[stored(point, name)] for name in (SAYS, *DECIDED)}
    blank = {SAYS: False, "actor": NOT_ESTABLISHED}
    return columns | {name: ibis.coalesce(columns[name], value) for name, value in blank.items()}


def _harm(n: ir.Table) -> Any:
    """Grade how well it is established that it happened: Airwars' scale, by the rules of docs/method.md."""
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
    """Find the only force named; a name that leaves open whether it is that one does not contradict it."""
    first_force, first_open = (counted[name] for name in _FIRST)
    last_force, last_open = (counted[name] for name in _LAST)
    fits = ibis.coalesce(leaves_open(first_open, first_force) & leaves_open(last_open, first_force), True)
    only_open = first_force.isnull() & (first_open == last_open)
    return ibis.cases(
        ((first_force == last_force) & fits, first_force), (only_open, first_open), else_=NOT_ESTABLISHED
    )


def leaves_open(name: Any, force: Any) -> Any:
    """Express that a name leaves open whether a force or another is meant, as `actors.leaves_open` does.

    The forces that it names may share up to four final words.
    """
    name, force = lower_case(name), lower_case(force)
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
    """Extract a group of a pattern; "" without a match, for which engines return different values."""
    return ibis.coalesce(text.re_extract(pattern, group), "")


def _range(ends: Columns) -> dict[str, Any]:
    """Add the best figure to the lowest and highest, which is theirs where they agree."""
    agreed = {
        f"{harm}_best": (ends[f"{harm}_low"] == ends[f"{harm}_high"]).ifelse(
            ends[f"{harm}_low"], ibis.null("int64")
        )
        for harm in HARMS
    }
    return {name: {**ends, **agreed}[name] for name in FIGURES}


def _conceded(t: ir.Table, everyone: Columns, parties: Sequence[Columns]) -> dict[str, Any]:
    """Decide what both sides (or all, if more) report: each says that it happened, nobody denies it.

    A figure stands where all give one: from the lowest to the lowest of their highest ones.
    """
    first_party, *other_parties = parties
    ends = {
        end: reduce(and_, (party[end].notnull() for party in parties)).ifelse(
            ibis.least(*(party[end] for party in parties)), ibis.null("int64")
        )
        for end in ENDS
    }
    same = reduce(and_, (first_party["actor"] == other_party["actor"] for other_party in other_parties))
    return {
        **everyone,
        SAYS: reduce(and_, (party[SAYS] for party in parties)) & (t[DENIED] == 0),
        "actor": same.ifelse(first_party["actor"], NOT_ESTABLISHED),
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

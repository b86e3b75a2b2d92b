"""Claims that contradict each other or themselves, or that cite each other in a circle."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import quoted
from mapapp.ingest.advice import Words
from mapapp.ingest.double_counting import check_double_counting
from mapapp.ingest.draft import Draft
from mapapp.ingest.each_value import of_each_run
from mapapp.messages import fault, notice
from mapapp.model.conflict import Conflict
from mapapp.model.report import Effect
from mapapp.model.schema import FIGURES_ONLY, HARMS, INDEPENDENT_SIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_NAMED = 12
"""How many claimants of a circle are named."""

MAX_PASSES = 50
"""In how many passes claims on no circle are dropped together before the remaining ones are followed."""

_STEP = ("incident", "claimant", "publisher", "relayed")
_Step = tuple[int, int, int, bool]
"""From the claimant to the publisher: the numbers of incident and both, and whether it is relayed."""


def check_claims(claims: Draft, sources: Draft, conflict: Conflict) -> None:
    """Record claims that contradict or rely on each other; both drafts must be settled. All rows are kept.

    Checks between claims about one incident ignore claims that are excluded from counting for a reason of
    their own. Names are compared without regard to case.
    """
    values = claims.values
    if values.empty:
        return
    _check_stances(claims, conflict)
    numbers = _numbered(values, sources.values)
    _check_sides(claims, numbers["claimant"])
    reason = values["excluded_because"]
    counted = values.loc[reason.isna() | reason.isin(FIGURES_ONLY), ["stance", "basis"]]
    if counted.empty:
        return
    counted_numbers = numbers.loc[counted.index]
    check_double_counting(claims, counted_numbers, sources)
    _check_denials(claims, counted_numbers, counted["stance"].eq("denies").to_numpy())
    relayed = counted["basis"].eq("relayed")
    _check_circles(claims, counted_numbers.assign(relayed=relayed), sources.values["publisher"])


def _check_stances(claims: Draft, conflict: Conflict) -> None:
    """Find claims whose stance contradicts what else they say."""
    values = claims.values
    stance = values["stance"]
    claims.find(stance.eq("verifies") & values["basis"].eq("relayed"), "basis", _unverified, Effect.KEPT)
    outsider = stance.eq("concedes") & values["claimant_side"].eq(INDEPENDENT_SIDE)
    claims.find(outsider, "stance", _not_ones_own, Effect.KEPT)
    of_another_side = _of_another_side(values, conflict) & ~outsider
    claims.find(of_another_side, "stance", _not_their_own, Effect.KEPT, values["actor"])
    denies = stance.eq("denies")
    for harm in HARMS if denies.any() else ():
        highest = values[[f"{harm}_low", f"{harm}_high"]].max(axis=1)
        claims.find(denies & highest.gt(0), "stance", _denied_and_counted(harm), Effect.KEPT, highest)


def _of_another_side(values: pd.DataFrame, conflict: Conflict) -> "pd.Series[bool]":
    """Find concessions of what another side's forces did, by the rule that `evidence` uses."""
    concedes = values["stance"].eq("concedes")
    mismatched = pd.Series(False, index=values.index)
    for party in conflict.parties if concedes.any() else ():
        by_their_forces = values["actor"].str.startswith(party.forces).fillna(False).astype(bool)
        mismatched |= concedes & by_their_forces & values["claimant_side"].ne(party.name)
    return mismatched


def _numbered(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Number each claim's incident, claimant, publisher and source (by its row), -1 for none.

    Comparing numbers is many times faster than comparing a million texts.
    """
    incidents = of_each_run(_text(claims["incident_id"]), lambda ids: ids.dictionary_encode().indices)
    source = _whole(pc.index_in(_text(claims["source_id"]), value_set=_text(sources["source_id"])))
    claimants, publishers = _text(claims["claimant"]), _text(sources["publisher"])
    names = pa.concat_arrays([claimants, publishers]).dictionary_encode()
    folded, _ = pd.factorize(np.array([str(name).strip().casefold() for name in names.dictionary], object))
    by_folded_name = np.append(folded, -1)[_whole(names.indices)]
    claimant, publisher = by_folded_name[: len(claims)], np.append(by_folded_name[len(claims) :], -1)[source]
    numbers = {"incident": _whole(incidents), "claimant": claimant, "publisher": publisher, "source": source}
    return pd.DataFrame(numbers, index=claims.index)


def _text(values: "pd.Series[str]") -> pa.Array:
    texts = pa.array(values, pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts  # chunked in a large file


def _whole(numbers: pa.Array) -> "NDArray[np.int64]":
    filled: NDArray[np.int64] = pc.fill_null(numbers, -1).to_numpy(zero_copy_only=False).astype("int64")
    return filled


def _check_sides(claims: Draft, claimants: "pd.Series[int]") -> None:
    """Find claims whose claimant is on another side in the first claim that names one."""
    values = claims.values
    with_side = values.loc[claimants.ge(0) & values["claimant_side"].notna(), ["claimant", "claimant_side"]]
    numbers, side_names = pd.factorize(with_side["claimant_side"])
    if len(side_names) < 2:
        return
    sides = pd.Series(numbers, index=with_side.index)
    who = claimants[with_side.index]
    first_rows = pd.Series(with_side.index, index=with_side.index).groupby(who).transform("first")
    differs = sides != pd.Series(sides[first_rows].array, index=sides.index)
    earlier = values.loc[first_rows[differs]]
    contradictions = with_side.loc[differs, ["claimant"]].assign(
        side=earlier["claimant_side"].to_numpy(), claim=earlier["claim_id"].to_numpy()
    )
    _find(claims, contradictions, "claimant_side", _on_two_sides)


def _check_denials(claims: Draft, numbers: pd.DataFrame, is_denial: "NDArray[np.bool_]") -> None:
    is_named = numbers["claimant"].ge(0)
    if not (is_named & is_denial).any():
        return
    pairs = numbers["incident"] * (numbers["claimant"].max() + 2) + numbers["claimant"]
    deniers = pairs[is_named & is_denial]
    claimed = pairs[is_named & ~is_denial & pairs.isin(deniers)].drop_duplicates()
    denials = deniers[deniers.isin(claimed)]
    claim_ids = pd.Series(claims.values.loc[claimed.index, "claim_id"].array, index=claimed.array)
    contradictions = claims.values.loc[denials.index, ["claimant"]].assign(other=denials.map(claim_ids))
    _find(claims, contradictions, "stance", _contradictory)


def _check_circles(claims: Draft, numbers: pd.DataFrame, publishers: "pd.Series[str]") -> None:
    """Find claims of A published by B where B's are published by A, and longer circles of this kind.

    Where some claims of a circle are `relayed` and others are not, it is known who said it first.
    """
    claimant, publisher = numbers["claimant"], numbers["publisher"]
    linked = _perhaps_circular(numbers[(claimant >= 0) & (publisher >= 0) & claimant.ne(publisher)])
    if linked.empty:
        return
    linked = linked[linked["relayed"] == linked.groupby(list(_STEP[:3]))["relayed"].transform("min")]
    steps = pd.Series(list(linked[list(_STEP)].itertuples(index=False, name=None)), linked.index, object)
    circles = _circles(steps.tolist())
    rows = linked[steps.isin(circles)]
    texts = claims.values.loc[linked.index, "claimant"]
    names = dict(zip(linked["claimant"].tolist(), texts.tolist(), strict=True))
    details = (
        texts[rows.index]
        .to_frame()
        .assign(
            publisher=publishers.iloc[rows["source"]].to_numpy(),
            others=[tuple(names[claimant] for claimant in circles[step][0]) for step in steps[rows.index]],
            more=[circles[step][1] for step in steps[rows.index]],
        )
    )
    _find(claims, details, "claimant", _circular)


def _perhaps_circular(linked: pd.DataFrame) -> pd.DataFrame:
    """Keep claims whose publisher also makes claims about the incident and whose claimant also publishes."""
    if linked.empty:
        return linked
    factor = max(linked["claimant"].max(), linked["publisher"].max()) + 1
    for _ in range(MAX_PASSES):
        claimant, publisher = (
            linked["incident"] * factor + linked[name] for name in ("claimant", "publisher")
        )
        may_be_circular = claimant.isin(publisher) & publisher.isin(claimant)
        if may_be_circular.all():
            break
        linked = linked[may_be_circular]
    return linked


def _circles(steps: Sequence[_Step]) -> dict[_Step, tuple[list[int], int]]:
    """Find a circle, if possible a pair, for each step from a claimant to a publisher that is on one.

    A circle is about one incident, and its claims are either all relayed or all not. For each step, return
    who follows the publisher on the way back to the claimant, as many as are named, and how many more there
    are.
    """
    publishers: defaultdict[tuple[int, int, bool], set[int]] = defaultdict(set)
    for incident, claimant, publisher, relayed in steps:
        publishers[incident, claimant, relayed].add(publisher)
    circles: dict[_Step, tuple[list[int], int]] = {}
    for step in sorted(
        steps, key=lambda step: step[1] not in publishers.get((step[0], step[2], step[3]), ())
    ):
        incident, _, _, relayed = step
        circle = [] if step in circles else _shortest_circle(step, publishers)
        for position, member in enumerate(circle):
            others = [circle[(position + n) % len(circle)] for n in range(1, min(len(circle), MAX_NAMED))]
            step_on = (incident, member, others[0], relayed)
            circles.setdefault(step_on, (others[1:], len(circle) - 1 - len(others)))
    return circles


def _shortest_circle(step: _Step, publishers: Mapping[tuple[int, int, bool], set[int]]) -> list[int]:
    """Find the shortest circle that begins with a step: its members, from the claimant on; empty if none."""
    incident, claimant, publisher, relayed = step
    previous, queue = {publisher: claimant}, deque([publisher])
    while queue and claimant not in previous:
        current = queue.popleft()
        for following in sorted(publishers.get((incident, current, relayed), ())):
            if following not in previous:
                previous[following] = current
                queue.append(following)
    if claimant not in previous:
        return []
    circle = [previous[claimant]]
    while circle[-1] != claimant:
        circle.append(previous[circle[-1]])
    return circle[::-1]


def _find(claims: Draft, rows: pd.DataFrame, column: str, words: Callable[..., Words]) -> None:
    if len(rows):
        details = (rows[name].reindex(claims.values.index) for name in rows)
        claims.find(claims.rows(rows.index), column, words, Effect.KEPT, *details)


def _contradictory(_stance: str, claimant: str, other: str) -> Words:
    return fault("claim-contradictory", claimant=quoted(claimant), claim=quoted(other))


def _on_two_sides(side: str, claimant: str, other: str, claim: str) -> Words:
    return fault(
        "claimant-on-two-sides",
        claimant=quoted(claimant),
        side=repr(side),
        other=repr(other),
        claim=quoted(claim),
    )


def _unverified(_basis: str) -> Words:
    return fault("claim-unverified")


def _not_their_own(_stance: str, actor: str) -> Words:
    return fault("concession-not-their-own", actor=quoted(actor))


def _not_ones_own(_stance: str) -> Words:
    return fault("concession-by-nobody")


def _denied_and_counted(harm: str) -> Callable[..., Words]:
    def words(_stance: str, most: float) -> Words:
        return fault("claim-denies-and-counts", most=most, harm=harm)

    return words


def _circular(_claimant: str, claimant: str, publisher: str, others: Sequence[str], more: int) -> Words:
    first, *rest = map(quoted, (claimant, publisher, *others))
    further = [
        notice("claims-circular-step", one=claimant, other=publisher)
        for claimant, publisher in pairwise(rest)
    ]
    steps = ", ".join([rest[0], *further])
    if more:
        return fault("claims-circular-long", first=first, steps=steps, more=more)
    return fault("claims-circular", first=first, steps=steps, last=rest[-1], others=len(others) + 1)

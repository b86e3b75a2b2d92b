"""Claims that contradict each other or themselves, or that go round in a circle."""

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
"""How many of those on a circle are named."""

MAX_PASSES = 50
"""How often claims that lie on no circle are put aside together, before each of the rest is followed."""

_STEP = ("incident", "claimant", "publisher", "relayed")
_Step = tuple[int, int, int, bool]
"""From who says it to who published it: their numbers, and whether it is relayed."""


def check_claims(claims: Draft, sources: Draft, conflict: Conflict) -> None:
    """Record claims that contradict or rest on each other; both drafts must be settled. All rows are kept.

    Where they speak of one incident, those that do not count because of a reason of their own are left out of
    it. Names are compared without regard to upper and lower case.
    """
    values = claims.values
    if values.empty:
        return
    _check_stances(claims, conflict)
    everything = _numbered(values, sources.values)
    _check_sides(claims, everything["claimant"])
    reason = values["excluded_because"]
    heard = values.loc[reason.isna() | reason.isin(FIGURES_ONLY), ["stance", "basis"]]
    if heard.empty:
        return
    numbers = everything.loc[heard.index]
    check_double_counting(claims, numbers, sources)
    _check_denials(claims, numbers, heard["stance"].eq("denies").to_numpy())
    relayed = heard["basis"].eq("relayed")
    _check_circles(claims, numbers.assign(relayed=relayed), sources.values["publisher"])


def _check_stances(claims: Draft, conflict: Conflict) -> None:
    """Find claims whose stance contradicts what else they say."""
    values = claims.values
    stance = values["stance"]
    claims.find(stance.eq("verifies") & values["basis"].eq("relayed"), "basis", _unverified, Effect.KEPT)
    outsider = stance.eq("concedes") & values["claimant_side"].eq(INDEPENDENT_SIDE)
    claims.find(outsider, "stance", _not_ones_own, Effect.KEPT)
    others = _of_another_side(values, conflict) & ~outsider
    claims.find(others, "stance", _not_their_own, Effect.KEPT, values["actor"])
    denies = stance.eq("denies")
    for harm in HARMS if denies.any() else ():
        most = values[[f"{harm}_low", f"{harm}_high"]].max(axis=1)
        claims.find(denies & most.gt(0), "stance", _denied_and_counted(harm), Effect.KEPT, most)


def _of_another_side(values: pd.DataFrame, conflict: Conflict) -> "pd.Series[bool]":
    """Find concessions of what another side's forces did; as `evidence` tells them."""
    concedes = values["stance"].eq("concedes")
    found = pd.Series(False, index=values.index)
    for party in conflict.parties if concedes.any() else ():
        theirs = values["actor"].str.startswith(party.forces).fillna(False).astype(bool)
        found |= concedes & theirs & values["claimant_side"].ne(party.name)
    return found


def _numbered(heard: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Number each claim's incident, claimant, publisher and source (by its place), -1 for none.

    Numbers are compared many times faster than a million texts.
    """
    incidents = of_each_run(_text(heard["incident_id"]), lambda ids: ids.dictionary_encode().indices)
    source = _whole(pc.index_in(_text(heard["source_id"]), value_set=_text(sources["source_id"])))
    claimants, publishers = _text(heard["claimant"]), _text(sources["publisher"])
    names = pa.concat_arrays([claimants, publishers]).dictionary_encode()
    folded, _ = pd.factorize(np.array([str(name).strip().casefold() for name in names.dictionary], object))
    alike = np.append(folded, -1)[_whole(names.indices)]
    claimant, publisher = alike[: len(heard)], np.append(alike[len(heard) :], -1)[source]
    numbers = {"incident": _whole(incidents), "claimant": claimant, "publisher": publisher, "source": source}
    return pd.DataFrame(numbers, index=heard.index)


def _text(values: "pd.Series[str]") -> pa.Array:
    texts = pa.array(values, pa.large_string())
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts  # of a large file


def _whole(numbers: pa.Array) -> "NDArray[np.int64]":
    filled: NDArray[np.int64] = pc.fill_null(numbers, -1).to_numpy(zero_copy_only=False).astype("int64")
    return filled


def _check_sides(claims: Draft, claimants: "pd.Series[int]") -> None:
    """Find claims whose claimant stood on another side in the first claim that names one."""
    values = claims.values
    placed = values.loc[claimants.ge(0) & values["claimant_side"].notna(), ["claimant", "claimant_side"]]
    numbers, named = pd.factorize(placed["claimant_side"])
    if len(named) < 2:
        return
    sides = pd.Series(numbers, index=placed.index)
    who = claimants[placed.index]
    first = pd.Series(placed.index, index=placed.index).groupby(who).transform("first")
    other = sides != pd.Series(sides[first].array, index=sides.index)
    earlier = values.loc[first[other]]
    found = placed.loc[other, ["claimant"]].assign(
        side=earlier["claimant_side"].to_numpy(), claim=earlier["claim_id"].to_numpy()
    )
    _find(claims, found, "claimant_side", _on_two_sides)


def _check_denials(claims: Draft, numbers: pd.DataFrame, denied: "NDArray[np.bool_]") -> None:
    known = numbers["claimant"].ge(0)
    if not (known & denied).any():
        return
    who = numbers["incident"] * (numbers["claimant"].max() + 2) + numbers["claimant"]
    deniers = who[known & denied]
    said = who[known & ~denied & who.isin(deniers)].drop_duplicates()
    denials = deniers[deniers.isin(said)]
    claim_ids = pd.Series(claims.values.loc[said.index, "claim_id"].array, index=said.array)
    found = claims.values.loc[denials.index, ["claimant"]].assign(other=denials.map(claim_ids))
    _find(claims, found, "stance", _contradictory)


def _check_circles(claims: Draft, numbers: pd.DataFrame, publishers: "pd.Series[str]") -> None:
    """Find claims of A published by B beside claims of B published by A, and longer circles of the kind.

    Where some claims of a circle are `relayed` and others are not, it is known who said it first.
    """
    claimant, publisher = numbers["claimant"], numbers["publisher"]
    told = _perhaps_round(numbers[(claimant >= 0) & (publisher >= 0) & claimant.ne(publisher)])
    if told.empty:
        return
    told = told[told["relayed"] == told.groupby(list(_STEP[:3]))["relayed"].transform("min")]
    steps = pd.Series(list(told[list(_STEP)].itertuples(index=False, name=None)), told.index, object)
    circles = _circles(steps.tolist())
    rows = told[steps.isin(circles)]
    texts = claims.values.loc[told.index, "claimant"]
    names = dict(zip(told["claimant"].tolist(), texts.tolist(), strict=True))
    found = (
        texts[rows.index]
        .to_frame()
        .assign(
            publisher=publishers.iloc[rows["source"]].to_numpy(),
            others=[tuple(names[one] for one in circles[step][0]) for step in steps[rows.index]],
            more=[circles[step][1] for step in steps[rows.index]],
        )
    )
    _find(claims, found, "claimant", _circular)


def _perhaps_round(told: pd.DataFrame) -> pd.DataFrame:
    """Keep the claims whose publisher claims something of the incident too, and whose claimant publishes."""
    if told.empty:
        return told
    who = max(told["claimant"].max(), told["publisher"].max()) + 1
    for _ in range(MAX_PASSES):
        claimant, publisher = (told["incident"] * who + told[name] for name in ("claimant", "publisher"))
        kept = claimant.isin(publisher) & publisher.isin(claimant)
        if kept.all():
            break
        told = told[kept]
    return told


def _circles(steps: Sequence[_Step]) -> dict[_Step, tuple[list[int], int]]:
    """Find a circle, a pair if there is one, for each step from a claimant to a publisher that lies on one.

    Circles are of one incident, and of claims that are all relayed or all not. Returned are who follows the
    publisher on the way back to the claimant, as many as are named, and how many more there are.
    """
    ways: defaultdict[tuple[int, int, bool], set[int]] = defaultdict(set)
    for incident, claimant, publisher, relayed in steps:
        ways[incident, claimant, relayed].add(publisher)
    circles: dict[_Step, tuple[list[int], int]] = {}
    for step in sorted(steps, key=lambda step: step[1] not in ways.get((step[0], step[2], step[3]), ())):
        incident, _, _, relayed = step
        circle = [] if step in circles else _way_back(step, ways)
        for place, one in enumerate(circle):
            others = [circle[(place + n) % len(circle)] for n in range(1, min(len(circle), MAX_NAMED))]
            on = (incident, one, others[0], relayed)
            circles.setdefault(on, (others[1:], len(circle) - 1 - len(others)))
    return circles


def _way_back(step: _Step, ways: Mapping[tuple[int, int, bool], set[int]]) -> list[int]:
    """Find the shortest circle that begins with a step: who is on it, from the claimant on; empty if none."""
    incident, claimant, publisher, relayed = step
    before, queue = {publisher: claimant}, deque([publisher])
    while queue and claimant not in before:
        here = queue.popleft()
        for there in sorted(ways.get((incident, here, relayed), ())):
            if there not in before:
                before[there] = here
                queue.append(there)
    if claimant not in before:
        return []
    back = [before[claimant]]
    while back[-1] != claimant:
        back.append(before[back[-1]])
    return back[::-1]


def _find(claims: Draft, found: pd.DataFrame, column: str, words: Callable[..., Words]) -> None:
    if len(found):
        details = (found[name].reindex(claims.values.index) for name in found)
        claims.find(claims.rows(found.index), column, words, Effect.KEPT, *details)


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
    further = [notice("claims-circular-step", one=one, other=other) for one, other in pairwise(rest)]
    steps = ", ".join([rest[0], *further])
    if more:
        return fault("claims-circular-long", first=first, steps=steps, more=more)
    return fault("claims-circular", first=first, steps=steps, last=rest[-1], others=len(others) + 1)

"""Claims that contradict each other or themselves, or that go round in a circle."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.errors import shortened
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft
from mapapp.ingest.rows import HARM
from mapapp.report import Effect
from mapapp.schema import FIGURES_ONLY, FORCES

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_claims(claims: Draft, sources: Draft) -> None:
    """Record claims that contradict or rest on each other; both drafts must be settled. All rows are kept.

    Where they speak of one incident, those that do not count because of a reason of their own are left out of
    it. Names are compared without regard to upper and lower case.
    """
    values = claims.values
    if values.empty:
        return
    _check_stances(claims)
    everything = _numbered(values, sources.values)
    _check_sides(claims, everything["claimant"])
    reason = values["excluded_because"]
    heard = values[reason.isna() | reason.isin(FIGURES_ONLY)]
    if heard.empty:
        return
    numbers = everything.loc[heard.index]
    _check_denials(claims, numbers, heard["stance"].eq("denies").to_numpy())
    relayed = heard["basis"].eq("relayed")
    _check_circles(claims, numbers.assign(relayed=relayed), sources.values["publisher"])


def _check_stances(claims: Draft) -> None:
    """Find claims whose stance contradicts what else they say."""
    values = claims.values
    stance = values["stance"]
    claims.find(stance.eq("verifies") & values["basis"].eq("relayed"), "basis", _unverified, Effect.KEPT)
    outsider = stance.eq("concedes") & values["claimant_side"].eq("independent")
    claims.find(outsider, "stance", _not_ones_own, Effect.KEPT)
    others = _of_the_other_side(values) & ~outsider
    claims.find(others, "stance", _not_their_own, Effect.KEPT, values["actor"])
    for harm in HARM:
        most = values[[f"{harm}_low", f"{harm}_high"]].max(axis=1)
        claims.find(stance.eq("denies") & most.gt(0), "stance", _denied_and_counted(harm), Effect.KEPT, most)


def _of_the_other_side(values: pd.DataFrame) -> "pd.Series[bool]":
    """Find concessions of what the other side's forces did; as `evidence` tells them."""
    concedes = values["stance"].eq("concedes")
    found = pd.Series(False, index=values.index)
    for side, starts in FORCES.items():
        theirs = values["actor"].str.startswith(starts).fillna(False).astype(bool)
        found |= concedes & theirs & values["claimant_side"].ne(side)
    return found


def _numbered(heard: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Number each claim's incident, claimant, publisher and source (by its place), -1 for none.

    Numbers are compared many times faster than a million texts.
    """
    incidents = _text(heard["incident_id"]).dictionary_encode().indices
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
    placed = values[claimants.ge(0) & values["claimant_side"].notna()]
    sides = pd.Series(pd.factorize(placed["claimant_side"])[0], index=placed.index)
    who = claimants[placed.index]
    first = pd.Series(placed.index, index=placed.index).groupby(who).transform("first")
    other = sides != pd.Series(sides[first].array, index=sides.index)
    earlier = values.loc[first[other]]
    found = placed.loc[other, ["claimant"]].assign(
        side=earlier["claimant_side"].to_numpy(), claim=earlier["claim_id"].to_numpy()
    )
    _find(claims, found, "claimant_side", _on_two_sides)


def _check_denials(claims: Draft, numbers: pd.DataFrame, denied: "NDArray[np.bool_]") -> None:
    who = numbers["incident"] * (numbers["claimant"].max() + 2) + numbers["claimant"]
    known = numbers["claimant"].ge(0)
    deniers = who[known & denied]
    said = who[known & ~denied & who.isin(deniers)].drop_duplicates()
    denials = deniers[deniers.isin(said)]
    claim_ids = pd.Series(claims.values.loc[said.index, "claim_id"].array, index=said.array)
    found = claims.values.loc[denials.index, ["claimant"]].assign(other=denials.map(claim_ids))
    _find(claims, found, "stance", _contradictory)


def _check_circles(claims: Draft, numbers: pd.DataFrame, publishers: "pd.Series[str]") -> None:
    """Find claims of A published by B beside claims of B published by A.

    Where those of one of them are `relayed` and those of the other are not, it is known who said it first.
    """
    claimant, publisher = numbers["claimant"], numbers["publisher"]
    possible = (claimant >= 0) & (publisher >= 0) & claimant.ne(publisher)
    possible &= claimant.isin(publisher[possible]) & publisher.isin(claimant[possible])
    told = numbers[possible]
    turns = pd.DataFrame(
        {
            "incident": told["incident"],
            "low": told[["claimant", "publisher"]].min(axis=1),
            "high": told[["claimant", "publisher"]].max(axis=1),
            "way": told["claimant"] < told["publisher"],
            "relayed": told["relayed"],
        }
    )
    pair = ["incident", "low", "high"]
    turns = turns[turns["relayed"] == turns.groupby([*pair, "way"])["relayed"].transform("min")]
    ways = turns.groupby([*pair, "relayed"])["way"]
    rows = told.loc[turns.index[ways.transform("min") != ways.transform("max")]]
    found = claims.values.loc[rows.index, ["claimant"]].assign(
        publisher=publishers.iloc[rows["source"]].to_numpy()
    )
    _find(claims, found, "claimant", _circular)


def _find(claims: Draft, found: pd.DataFrame, column: str, words: Callable[..., Words]) -> None:
    if len(found):
        details = (found[name].reindex(claims.values.index) for name in found)
        claims.find(claims.rows(found.index), column, words, Effect.KEPT, *details)


def _contradictory(_stance: str, claimant: str, other: str) -> Words:
    return (
        f"Contradictory: {shortened(claimant)!r} denies the incident here and says in claim "
        f"{shortened(other)!r} that it happened.",
        "Check claimant, stance and incident of both; where one was withdrawn or speaks of something else, "
        "say so in excluded_because.",
    )


def _on_two_sides(side: str, claimant: str, other: str, claim: str) -> Words:
    return (
        f"{shortened(claimant)!r} stands on the side {side!r} here and on {other!r} in claim "
        f"{shortened(claim)!r}.",
        "Give one claimant one side in all claims; name two who are called alike so that they differ.",
    )


def _unverified(_basis: str) -> Words:
    return (
        "The stance is 'verifies', but what only repeats others verifies nothing.",
        "Write reports as the stance, or what the claimant examined as the basis.",
    )


def _not_their_own(_stance: str, actor: str) -> Words:
    return (
        f"The stance is 'concedes', but {shortened(actor)!r} are not the claimant's own.",
        "Only a side's own act can be conceded: write alleges or reports, or mend actor or claimant_side.",
    )


def _not_ones_own(_stance: str) -> Words:
    return (
        "The stance is 'concedes', but only a party can concede what was done; the claimant is independent.",
        "Write reports or verifies as the stance, or correct the claimant's side.",
    )


def _denied_and_counted(harm: str) -> Callable[..., Words]:
    def words(_stance: str, most: float) -> Words:
        return (
            f"Contradictory: the claim denies the incident and gives {most:,.0f} {harm}.",
            "If the claimant gives the figure, write reports or alleges; if others do, add a claim.",
        )

    return words


def _circular(_claimant: str, claimant: str, publisher: str) -> Words:
    one, other = shortened(claimant), shortened(publisher)
    return (
        f"Circular: {one!r} says it according to {other!r}, and {other!r} according to {one!r}.",
        "Find who said it first; mark the basis of the other, and only that, `relayed`.",
    )

"""Claims that count for more than they should: twice, or though their source was not read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mapapp.errors import quoted
from mapapp.ingest.advice import Words
from mapapp.ingest.draft import Draft
from mapapp.messages import fault
from mapapp.model.report import Effect
from mapapp.model.schema import HARMS

if TYPE_CHECKING:
    import pandas as pd

_WHO = ["incident", "claimant"]
_SAME = (
    "stance",
    "actor",
    "excluded_because",
    *(f"{harm}_{end}" for harm in HARMS for end in ("low", "high")),
)
"""What two claims of one claimant from one source must differ in, if they are two."""


def check_double_counting(claims: Draft, numbers: "pd.DataFrame", sources: Draft) -> None:
    """Record claims that count twice or unread; `numbers` are those of each claim that may count.

    They number its incident, its claimant (whatever the case of the letters) and its source.
    """
    unread = claims.values.loc[numbers.index, "checked"].eq("no")
    counted = numbers[~unread & numbers["source"].ge(0)]
    _check_read(claims, counted, sources)
    named = counted[counted["claimant"].ge(0)]
    _check_repeated(claims, named)
    _check_spellings(claims, named)


def _check_read(claims: Draft, counted: "pd.DataFrame", sources: Draft) -> None:
    unread = sources.values["checked"].eq("no").to_numpy()[counted["source"].to_numpy()]
    claims.find(
        claims.rows(counted.index[unread]), "checked", _unread, Effect.KEPT, claims.texts["source_id"]
    )


def _check_repeated(claims: Draft, named: "pd.DataFrame") -> None:
    alike = named[named.duplicated([*_WHO, "source"], keep=False)]
    if alike.empty:
        return
    said = alike.join(claims.values[list(_SAME)])
    _tell(claims, _firsts(said)[said.duplicated()], _repeated)


def _check_spellings(claims: Draft, named: "pd.DataFrame") -> None:
    alike = named.loc[named.duplicated(_WHO, keep=False), _WHO]
    if alike.empty:
        return
    first = _firsts(alike)
    names = claims.values["claimant"]
    _tell(claims, first[names[first.index].to_numpy() != names[first].to_numpy()], _spelled_otherwise)


def _firsts(rows: "pd.DataFrame") -> "pd.Series[int]":
    """Find the first of the rows that are the same, for each of them."""
    return rows.assign(row=rows.index).groupby(list(rows), dropna=False)["row"].transform("first")


def _tell(claims: Draft, earlier: "pd.Series[int]", words: Callable[..., Words]) -> None:
    """Record a fault of the claimant in the rows that a series has, each with the earlier row it names."""
    if len(earlier):
        named = claims.values.loc[earlier, ["claim_id", "claimant"]].set_axis(earlier.index)
        details = (named[name].reindex(claims.values.index) for name in named)
        claims.find(claims.rows(earlier.index), "claimant", words, Effect.KEPT, *details)


def _unread(_checked: str, source_id: str) -> Words:
    return fault("claim-from-unread", source=quoted(source_id))


def _repeated(_claimant: str, claim_id: str, _earlier: str) -> Words:
    return fault("claim-repeated", claim=quoted(claim_id))


def _spelled_otherwise(claimant: str, claim_id: str, earlier: str) -> Words:
    return fault(
        "claimant-spelled-otherwise",
        claimant=quoted(claimant),
        other=quoted(earlier),
        claim=quoted(claim_id),
    )

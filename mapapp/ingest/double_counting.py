"""Claims that count for more than they should: twice, or although their source was not read."""

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

_INCIDENT_AND_CLAIMANT = ["incident", "claimant"]
_CONTENT = (
    "stance",
    "actor",
    "excluded_because",
    *(f"{harm}_{end}" for harm in HARMS for end in ("low", "high")),
)
"""Two claims of one claimant from one source are distinct if they differ in one of these columns."""


def check_double_counting(claims: Draft, numbers: "pd.DataFrame", sources: Draft) -> None:
    """Record claims that count twice or unread.

    `numbers` identify the incident, the claimant (regardless of case) and the source of each claim that may
    count.
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
    candidates = named[named.duplicated([*_INCIDENT_AND_CLAIMANT, "source"], keep=False)]
    if candidates.empty:
        return
    contents = candidates.join(claims.values[list(_CONTENT)])
    _record(claims, _first_equal_rows(contents)[contents.duplicated()], _repeated)


def _check_spellings(claims: Draft, named: "pd.DataFrame") -> None:
    candidates = named.loc[named.duplicated(_INCIDENT_AND_CLAIMANT, keep=False), _INCIDENT_AND_CLAIMANT]
    if candidates.empty:
        return
    first_rows = _first_equal_rows(candidates)
    names = claims.values["claimant"]
    _record(
        claims,
        first_rows[names[first_rows.index].to_numpy() != names[first_rows].to_numpy()],
        _spelled_otherwise,
    )


def _first_equal_rows(rows: "pd.DataFrame") -> "pd.Series[int]":
    """Return for each row the first row that is equal to it."""
    return rows.assign(row=rows.index).groupby(list(rows), dropna=False)["row"].transform("first")


def _record(claims: Draft, earlier: "pd.Series[int]", words: Callable[..., Words]) -> None:
    """Record a fault of the claimant in the rows of a series, whose values are earlier rows."""
    if len(earlier):
        earlier_claims = claims.values.loc[earlier, ["claim_id", "claimant"]].set_axis(earlier.index)
        details = (earlier_claims[name].reindex(claims.values.index) for name in earlier_claims)
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

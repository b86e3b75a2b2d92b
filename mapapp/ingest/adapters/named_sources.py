"""Sources that a row names -> sources and claims, and the coder's own account beside them.

A source that is only named was not read by anybody here. So what it says does not count: each becomes a
claim that reports, relayed and not checked, without a figure. The coder's account is at hand, and counts.
"""

from collections.abc import Mapping

import pandas as pd

from mapapp.model.schema import CLAIMS, SOURCES

_NAMED = {"stance": "reports", "basis": "relayed", "checked": "no"}
_CODED = {"claimant_side": "independent", "stance": "reports", "basis": "relayed"}


def evidence(
    incident_ids: "pd.Series[str]",
    accounts: pd.DataFrame,
    coder: Mapping[str, str],
    named: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and the sources of incidents.

    `accounts` are the cells of the coder's claims, a row for each incident. `coder` is the coder's data set
    as a row of sources, its publisher the claimant. `named` has columns of sources, without identifiers, and
    any number of rows under an incident's record number.
    """
    own = accounts.assign(
        claim_id=incident_ids + f"-{coder['source_id']}",
        incident_id=incident_ids,
        source_id=coder["source_id"],
        claimant=coder["publisher"],
        **_CODED,
    )
    sources = named[named["publisher"].notna()]
    sources = sources.assign(source_id=_identifiers(sources, coder["source_id"]))
    claims = pd.concat([own, _claims(incident_ids, sources)]).sort_index(kind="stable")
    claims = claims[claims["incident_id"].notna()].drop_duplicates("claim_id")
    listed = sources.drop_duplicates("source_id").assign(checked="no")
    return _numbered(claims, CLAIMS.names), _numbered(
        pd.concat([pd.DataFrame([coder]), listed]), SOURCES.names
    )


def _identifiers(sources: pd.DataFrame, prefix: str) -> "pd.Series[str]":
    """Identify each source by what is known of it, so that it keeps its identifier in the next release."""
    text = pd.Series("", sources.index, dtype="str")
    for name in ("publisher", "published_on", "title", "url"):
        text = text + "\n" + sources[name].fillna("") if name in sources else text
    hashes = pd.util.hash_array(text.to_numpy(object), categorize=True)
    return pd.Series([f"{prefix}-{number:016x}" for number in hashes], sources.index, dtype="str")


def _claims(incident_ids: "pd.Series[str]", sources: pd.DataFrame) -> pd.DataFrame:
    once = sources[["source_id"]].reset_index(names="record").drop_duplicates()
    records = once["record"]
    number = (once.groupby("record").cumcount() + 1).astype("str")
    incident = pd.Series(incident_ids.loc[records].array, once.index)
    claims = pd.DataFrame({"claim_id": incident + "-" + number, "incident_id": incident, **_NAMED})
    return claims.assign(source_id=once["source_id"]).set_axis(records.array)


def _numbered(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Number the rows as a file of their own would, the header being 1; columns in the schema's order."""
    present = [name for name in names if name in rows]
    return rows[present].astype("str").set_axis(pd.RangeIndex(2, len(rows) + 2))

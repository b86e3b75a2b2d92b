"""Sources that a row names -> sources and claims, and the coder's own account beside them.

A source that is only named was not read by anybody here. So what it says does not count: each becomes a
claim that reports, relayed and not checked, without a figure. The coder's account is at hand, and counts.
"""

from collections.abc import Mapping

import pandas as pd

from mapapp.model.schema import CLAIMS, SOURCES

_NAMED = {"stance": "reports", "basis": "relayed", "checked": "no"}
BY_A_PROGRAM = {"checked": "no", "note": "Coded by a program from news texts; no person read them for it."}
"""What a claim says that nobody made: it does not count either."""
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
    theirs, sources = _of_named(incident_ids, coder["source_id"], named)
    claims = pd.concat([own, theirs]).sort_index(kind="stable")
    listed = pd.concat([pd.DataFrame([coder]), sources])
    return _listed(claims), _numbered(listed, SOURCES.names)


def only_named(
    incident_ids: "pd.Series[str]", prefix: str, named: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and the sources of incidents of which no coder gives an account of their own.

    `prefix` is what the identifiers of the sources begin with; `named` is as for `evidence`.
    """
    claims, sources = _of_named(incident_ids, prefix, named)
    return _listed(claims), _numbered(sources, SOURCES.names)


def linked(links: "pd.Series[str]") -> pd.DataFrame:
    """Make sources of links, published by the site that each leads to; what is no link is a publisher."""
    given = links.dropna()
    urls = addresses(given)
    sites = urls.str.extract(_SITE, expand=False)
    return pd.DataFrame(
        {"publisher": sites.fillna(given), "url": urls, "title": None}, given.index, dtype="str"
    )


def addresses(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return the texts that are whole web addresses; all others are blank."""
    bare = texts.str.strip()
    return bare.where(bare.str.fullmatch(r"https?://[^\s\"<>]+").fillna(False).astype(bool))


def identified(texts: "pd.Series[str]", prefix: str) -> "pd.Series[str]":
    """Make identifiers of texts: the same text has the same one, in the next release too."""
    hashes = pd.util.hash_array(texts.to_numpy(object), categorize=True)
    return pd.Series([f"{prefix}-{number:016x}" for number in hashes], texts.index, dtype="str")


_SITE = r"^https?://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)"


def _of_named(
    incident_ids: "pd.Series[str]", prefix: str, named: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    sources = named[named["publisher"].notna()]
    about = pd.Series("", sources.index, dtype="str")
    for name in ("publisher", "published_on", "title", "url"):
        about = about + "\n" + sources[name].fillna("") if name in sources else about
    sources = sources.assign(source_id=identified(about, prefix))
    listed = sources.drop_duplicates("source_id").assign(checked="no")
    return _claims(incident_ids, sources), listed


def _listed(claims: pd.DataFrame) -> pd.DataFrame:
    known = claims[claims["incident_id"].notna()].drop_duplicates("claim_id")
    return _numbered(known, CLAIMS.names)


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

"""Sources that a row names -> sources and claims, and the coder's own account beside them.

A source that is only named was not read by anybody here. So what it says does not count: each becomes a
claim that reports, relayed and not checked, without a figure. The coder's account is at hand, and counts.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest.each_value import in_pieces, repeated
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
    return _written(_hashes(texts), prefix)


def _hashes(texts: "pd.Series[str]") -> "pd.Series[int]":
    return pd.Series(pd.util.hash_array(texts.to_numpy(object), categorize=False), texts.index)


def _written(hashes: "pd.Series[int]", prefix: str) -> "pd.Series[str]":
    """Write hashes as sixteen hexadecimal digits behind a prefix."""
    of_bytes = np.array([f"{byte:02x}" for byte in range(256)], "S2")
    digits = of_bytes[hashes.to_numpy().astype(">u8").view("u1").reshape(-1, 8)].view("u1").reshape(-1, 16)
    start = np.frombuffer(f"{prefix}-".encode(), "u1")
    letters = np.hstack([np.broadcast_to(start, (len(digits), len(start))), digits])
    ends = np.arange(len(letters) + 1, dtype="i8") * letters.shape[1]
    texts = pa.LargeStringArray.from_buffers(len(letters), pa.py_buffer(ends), pa.py_buffer(letters))
    return pd.Series(texts.to_pandas().array, hashes.index)


_SITE = r"^https?://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)"


def _of_named(
    incident_ids: "pd.Series[str]", prefix: str, named: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    is_named = named["publisher"].notna()
    sources = named if is_named.all() else named[is_named]
    hashes = _hashes(_about(sources))
    sources = sources.assign(source_id=_written(hashes, prefix))
    listed = sources[~hashes.duplicated()].assign(checked="no")
    return _claims(incident_ids, sources["source_id"], hashes), listed


def _about(sources: pd.DataFrame) -> "pd.Series[str]":
    """Write all that tells sources apart, a text for each."""
    given = [name for name in ("publisher", "published_on", "title", "url") if name in sources]
    texts = [in_pieces(sources[name].astype("str")).combine_chunks() for name in given]
    start, line = pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string())
    about = pc.binary_join_element_wise(start, *texts, line, null_handling="replace")
    return pd.Series(about.to_pandas().array, sources.index)


def _listed(claims: pd.DataFrame) -> pd.DataFrame:
    known = claims["incident_id"].notna() & ~repeated(claims["claim_id"])
    return _numbered(claims if known.all() else claims[known], CLAIMS.names)


def _claims(
    incident_ids: "pd.Series[str]", source_ids: "pd.Series[str]", hashes: "pd.Series[int]"
) -> pd.DataFrame:
    again = pd.DataFrame({"record": hashes.index, "source": hashes.array}).duplicated().to_numpy()
    once = source_ids[~again] if again.any() else source_ids
    number = (once.groupby(level=0).cumcount() + 1).astype("str")
    incident = incident_ids.loc[once.index]
    claims = pd.DataFrame({"incident_id": incident, **_NAMED, "source_id": once.array})
    return claims.assign(claim_id=incident + ("-" + number))


def _numbered(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Number the rows as a file of their own would, the header being 1; columns in the schema's order."""
    present = [name for name in names if name in rows]
    return rows[present].astype("str").set_axis(pd.RangeIndex(2, len(rows) + 2))

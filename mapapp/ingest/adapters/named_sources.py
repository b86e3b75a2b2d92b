"""Sources that a row names -> sources and claims, and the coder's own account beside them.

A source that is only named was not read by anybody here. So what it says does not count: each becomes a
claim that reports, relayed and not checked, without a figure. The coder's account is at hand, and counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest.distinct import ODD, are_distinct, repeated
from mapapp.ingest.each_value import in_pieces
from mapapp.model.schema import CLAIMS, SOURCES

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    return evidence_in_two(incident_ids, accounts, coder, named, named.iloc[:0])[:2]


def evidence_in_two(
    incident_ids: "pd.Series[str]",
    accounts: pd.DataFrame,
    coder: Mapping[str, str],
    named: pd.DataFrame,
    others: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return claims and sources as `evidence` does, of sources that are named in two ways.

    Those of `others` are listed behind all of `named`; how many these are is returned too.
    """
    both = pd.concat([named, others]) if len(others) else named
    cited, sources = _of_named(coder["source_id"], both)
    listed = pd.concat([pd.DataFrame([coder]), sources])
    said = {str(name): cells for name, cells in accounts.items()}
    later = int((sources["place"] >= len(named)).sum())
    return _claims(incident_ids, cited, coder, said), _numbered(listed, SOURCES.names), later


def only_named(
    incident_ids: "pd.Series[str]", prefix: str, named: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and the sources of incidents of which no coder gives an account of their own.

    `prefix` is what the identifiers of the sources begin with; `named` is as for `evidence`.
    """
    cited, sources = _of_named(prefix, named)
    return _claims(incident_ids, cited), _numbered(sources, SOURCES.names)


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


def _of_named(prefix: str, named: pd.DataFrame) -> tuple["pd.Series[str]", pd.DataFrame]:
    """Return the identifiers of the sources that each row names, each once, and every source once.

    `place` is where among `named` a source stands first.
    """
    is_named = named["publisher"].notna()
    sources = named if is_named.all() else named[is_named]
    hashes = _hashes(_about(sources))
    ids = _written(hashes, prefix)
    first = ~hashes.duplicated()
    place = np.flatnonzero(is_named)[first]
    listed = sources[first].assign(source_id=ids[first], checked="no", place=place)
    again = _stand_again(hashes)
    return ids[~again] if again.any() else ids, listed


def _stand_again(hashes: "pd.Series[int]") -> "NDArray[np.bool_]":
    """Mark a number that stands under its record before; quick where there is none."""
    records = hashes.index.to_numpy()
    if are_distinct(hashes.to_numpy() ^ (records.astype("u8") * ODD)):
        return np.zeros(len(hashes), bool)
    return pd.DataFrame({"record": records, "source": hashes.array}).duplicated().to_numpy()


def _about(sources: pd.DataFrame) -> "pd.Series[str]":
    """Write all that tells sources apart, a text for each."""
    given = [name for name in ("publisher", "published_on", "title", "url") if name in sources]
    texts = [in_pieces(sources[name].astype("str")).combine_chunks() for name in given]
    start, line = pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string())
    about = pc.binary_join_element_wise(start, *texts, line, null_handling="replace")
    return pd.Series(about.to_pandas().array, sources.index)


def _claims(
    incident_ids: "pd.Series[str]",
    cited: "pd.Series[str]",
    coder: Mapping[str, str] = {},
    accounts: Mapping[str, "pd.Series[str]"] = {},
) -> pd.DataFrame:
    """Write the claims of each incident one after the other: the coder's, then one for each source cited.

    What a claim says is said by its place in a column of texts, so that each text is copied once.
    """
    own = [coder["source_id"]] if coder else []
    of_cited = incident_ids.index.searchsorted(cited.index)
    many = len(own) + np.bincount(of_cited, minlength=len(incident_ids))
    incident = np.repeat(np.arange(len(incident_ids)), many)
    number = np.arange(len(incident)) - np.repeat(np.cumsum(many) - many, many)
    is_named = number >= len(own)
    source = np.zeros(len(incident), np.int64)
    source[is_named] = len(own) + np.argsort(of_cited, kind="stable")

    ids = _at(incident, [incident_ids])
    numbers = [*own, *map(str, range(1, many.max(initial=0) + 1))]
    claims = {
        "claim_id": pc.binary_join_element_wise(
            ids, _at(number, [numbers]), pa.scalar("-", pa.large_string())
        ),
        "incident_id": ids,
        "source_id": _at(source, [own, cited]),
    }
    coded = _CODED | {"claimant": coder["publisher"]} if coder else {}
    for name in {**_NAMED, **coded}:
        claims[name] = _at(is_named.astype(np.int8), [[coded.get(name), _NAMED.get(name)]])
    place = np.where(is_named, len(incident_ids), incident)
    for name in accounts.keys() - coded.keys():
        claims[name] = _at(place, [accounts[name], [_NAMED.get(name)]])
    return _listed(pd.DataFrame({name: texts.to_pandas() for name, texts in claims.items()}))


def _at(
    places: "NDArray[np.integer]", columns: Iterable["Sequence[str | None] | pd.Series[str]"]
) -> pa.Array:
    """Return the texts that stand at some places of columns, which are counted through."""
    pieces = [pa.array(column, pa.large_string()) for column in columns]
    flat = [piece for one in pieces for piece in (one.chunks if isinstance(one, pa.ChunkedArray) else [one])]
    return pa.chunked_array(flat, pa.large_string()).combine_chunks().take(pa.array(places))


def _listed(claims: pd.DataFrame) -> pd.DataFrame:
    known = claims["incident_id"].notna() & ~repeated(claims["claim_id"])
    return _numbered(claims if known.all() else claims[known], CLAIMS.names)


def _numbered(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Number the rows as a file of their own would, the header being 1; columns in the schema's order."""
    present = [name for name in names if name in rows]
    return rows[present].astype("str").set_axis(pd.RangeIndex(2, len(rows) + 2))

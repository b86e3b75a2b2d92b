"""Sources that a row names -> sources and claims, together with the coder's own account.

Nobody here has read a source that is only named, so what it says does not count: each becomes a claim that
reports the incident, relayed and not checked, without a figure. The coder's account is available, and counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapapp.ingest.distinct import ODD, are_distinct, repeated
from mapapp.ingest.each_value import chunked
from mapapp.model.schema import CLAIMS, SOURCES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAMED_SOURCE = {"stance": "reports", "basis": "relayed", "checked": "no"}
BY_A_PROGRAM = {"checked": "no", "note": "Coded by a program from news texts; no person read them for it."}
"""The columns of a claim coded by a program: it does not count either."""
_CODER = {"claimant_side": "independent", "stance": "reports", "basis": "relayed"}


def evidence(
    incident_ids: "pd.Series[str]",
    accounts: pd.DataFrame,
    coder: Mapping[str, str],
    named_sources: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and sources of incidents.

    `accounts` holds the cells of the coder's claims, one row for each incident. `coder` is the coder's data
    set as a row of sources, its publisher the claimant. `named_sources` has the columns of sources, without
    identifiers, and any number of rows under an incident's record number.
    """
    return evidence_in_two_groups(incident_ids, accounts, coder, named_sources, named_sources.iloc[:0])[:2]


def evidence_in_two_groups(
    incident_ids: "pd.Series[str]",
    accounts: pd.DataFrame,
    coder: Mapping[str, str],
    named_sources: pd.DataFrame,
    listed_last: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return claims and sources as `evidence` does, with some sources listed at the end.

    Those in `listed_last` come after all of `named_sources`; their number is returned too.
    """
    all_named = pd.concat([named_sources, listed_last]) if len(listed_last) else named_sources
    cited, sources = _distinct_sources(coder["source_id"], all_named)
    listed = pd.concat([pd.DataFrame([coder]), sources])
    account_cells = {str(name): cells for name, cells in accounts.items()}
    at_end = int((sources["position"] >= len(named_sources)).sum())
    return _claims(incident_ids, cited, coder, account_cells), _numbered(listed, SOURCES.names), at_end


def evidence_without_coder(
    incident_ids: "pd.Series[str]", prefix: str, named_sources: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims and sources of incidents for which no coder gives an account.

    `prefix` begins the identifiers of the sources; `named_sources` is as for `evidence`.
    """
    cited, sources = _distinct_sources(prefix, named_sources)
    return _claims(incident_ids, cited), _numbered(sources, SOURCES.names)


def linked_sources(links: "pd.Series[str]") -> pd.DataFrame:
    """Turn links into sources, published by the site that each leads to; other text names a publisher."""
    texts = links.dropna()
    urls = whole_urls(texts)
    sites = urls.str.extract(_SITE, expand=False)
    return pd.DataFrame(
        {"publisher": sites.fillna(texts), "url": urls, "title": None}, texts.index, dtype="str"
    )


def whole_urls(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Keep the texts that are complete URLs; all others become blank."""
    stripped = texts.str.strip()
    return stripped.where(stripped.str.fullmatch(r"https?://[^\s\"<>]+").fillna(False).astype(bool))


def hashed_identifiers(texts: "pd.Series[str]", prefix: str) -> "pd.Series[str]":
    """Make identifiers from texts: the same text always gets the same one, in later releases too."""
    return _as_identifiers(_hashes(texts), prefix)


def _hashes(texts: "pd.Series[str]") -> "pd.Series[int]":
    return pd.Series(pd.util.hash_array(texts.to_numpy(object), categorize=False), texts.index)


def _as_identifiers(hashes: "pd.Series[int]", prefix: str) -> "pd.Series[str]":
    """Write hashes as sixteen hexadecimal digits after a prefix."""
    of_bytes = np.array([f"{byte:02x}" for byte in range(256)], "S2")
    digits = of_bytes[hashes.to_numpy().astype(">u8").view("u1").reshape(-1, 8)].view("u1").reshape(-1, 16)
    start = np.frombuffer(f"{prefix}-".encode(), "u1")
    letters = np.hstack([np.broadcast_to(start, (len(digits), len(start))), digits])
    ends = np.arange(len(letters) + 1, dtype="i8") * letters.shape[1]
    texts = pa.LargeStringArray.from_buffers(len(letters), pa.py_buffer(ends), pa.py_buffer(letters))
    return pd.Series(texts.to_pandas().array, hashes.index)


_SITE = r"^https?://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)"


def _distinct_sources(prefix: str, named_sources: pd.DataFrame) -> tuple["pd.Series[str]", pd.DataFrame]:
    """Return the identifiers of the sources that each row names, without repeats, and every source once.

    `position` is the first row of `named_sources` with that source.
    """
    is_named = named_sources["publisher"].notna()
    sources = named_sources if is_named.all() else named_sources[is_named]
    hashes = _hashes(_source_texts(sources))
    ids = _as_identifiers(hashes, prefix)
    is_first = ~hashes.duplicated()
    position = np.flatnonzero(is_named)[is_first]
    listed = sources[is_first].assign(source_id=ids[is_first], checked="no", position=position)
    is_repeated = _repeats(hashes)
    return ids[~is_repeated] if is_repeated.any() else ids, listed


def _repeats(hashes: "pd.Series[int]") -> "NDArray[np.bool_]":
    """Mark hashes that occur earlier in the same record; quick if there are none."""
    records = hashes.index.to_numpy()
    if are_distinct(hashes.to_numpy() ^ (records.astype("u8") * ODD)):
        return np.zeros(len(hashes), bool)
    return pd.DataFrame({"record": records, "source": hashes.array}).duplicated().to_numpy()


def _source_texts(sources: pd.DataFrame) -> "pd.Series[str]":
    """Return a text for each source with everything that distinguishes it from others."""
    columns = [name for name in ("publisher", "published_on", "title", "url") if name in sources]
    texts = [chunked(sources[name].astype("str")).combine_chunks() for name in columns]
    start, line = pa.scalar("", pa.large_string()), pa.scalar("\n", pa.large_string())
    about = pc.binary_join_element_wise(start, *texts, line, null_handling="replace")
    return pd.Series(about.to_pandas().array, sources.index)


def _claims(
    incident_ids: "pd.Series[str]",
    cited: "pd.Series[str]",
    coder: Mapping[str, str] = {},
    accounts: Mapping[str, "pd.Series[str]"] = {},
) -> pd.DataFrame:
    """Build the claims of each incident in turn: the coder's, then one for each source cited.

    Each cell is an index into a column of texts, so that each text is copied only once.
    """
    own_source = [coder["source_id"]] if coder else []
    of_cited = incident_ids.index.searchsorted(cited.index)
    claims_per_incident = len(own_source) + np.bincount(of_cited, minlength=len(incident_ids))
    incident = np.repeat(np.arange(len(incident_ids)), claims_per_incident)
    number = np.arange(len(incident)) - np.repeat(
        np.cumsum(claims_per_incident) - claims_per_incident, claims_per_incident
    )
    is_named = number >= len(own_source)
    source = np.zeros(len(incident), np.int64)
    source[is_named] = len(own_source) + np.argsort(of_cited, kind="stable")

    ids = _select(incident, [incident_ids])
    numbers = [*own_source, *map(str, range(1, claims_per_incident.max(initial=0) + 1))]
    claims = {
        "claim_id": pc.binary_join_element_wise(
            ids, _select(number, [numbers]), pa.scalar("-", pa.large_string())
        ),
        "incident_id": ids,
        "source_id": _select(source, [own_source, cited]),
    }
    coded = _CODER | {"claimant": coder["publisher"]} if coder else {}
    for name in {**_NAMED_SOURCE, **coded}:
        claims[name] = _select(is_named.astype(np.int8), [[coded.get(name), _NAMED_SOURCE.get(name)]])
    account_row = np.where(is_named, len(incident_ids), incident)
    for name in accounts.keys() - coded.keys():
        claims[name] = _select(account_row, [accounts[name], [_NAMED_SOURCE.get(name)]])
    return _usable(pd.DataFrame({name: texts.to_pandas() for name, texts in claims.items()}))


def _select(
    positions: "NDArray[np.integer]", columns: Iterable["Sequence[str | None] | pd.Series[str]"]
) -> pa.Array:
    """Return the texts at some positions of columns, which are numbered consecutively."""
    pieces = [pa.array(column, pa.large_string()) for column in columns]
    chunks = [
        part for piece in pieces for part in (piece.chunks if isinstance(piece, pa.ChunkedArray) else [piece])
    ]
    return pa.chunked_array(chunks, pa.large_string()).combine_chunks().take(pa.array(positions))


def _usable(claims: pd.DataFrame) -> pd.DataFrame:
    is_listed = claims["incident_id"].notna() & ~repeated(claims["claim_id"])
    return _numbered(claims if is_listed.all() else claims[is_listed], CLAIMS.names)


def _numbered(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Number the rows as in a separate file, the header being row 1; columns in the schema's order."""
    present = [name for name in names if name in rows]
    return rows[present].astype("str").set_axis(pd.RangeIndex(2, len(rows) + 2))

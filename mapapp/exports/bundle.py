"""The citable bundle: rows, claims, sources, picture, citation, filter, and checksums of all files."""

import json
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.archive import Files, zipped
from mapapp.exports.citing import FORMS, citation_of
from mapapp.exports.csv import csv_files, readme
from mapapp.exports.descriptor import descriptor
from mapapp.exports.picture.request import USUAL_SIZE, PictureRequest
from mapapp.exports.provenance import provenance
from mapapp.messages import message
from mapapp.model.dataset_files import DESCRIPTOR
from mapapp.model.query import Query
from mapapp.shipped import program_version

ABOUT, SUMS = "bundle.json", "SHA256SUMS"
_DRAWING = threading.Lock()
"""Drawing keeps a processor busy: one picture at a time."""


def bundle(store: Store, query: Query, *, limit: int | None = None, offset: int = 0) -> Iterator[bytes]:
    """Write the matching incidents from `offset` on, at most `limit`, and everything needed to cite them."""
    selection = Selection.of(store, query, limit=limit, offset=offset)
    return zipped(_with_sums(_files(selection, {"limit": limit, "offset": offset})))


def _files(selection: Selection, cut: dict[str, int | None]) -> Files:
    store, query = selection.store, selection.query
    about = provenance(selection) | cut | {"link": _link(query), "program": f"mapapp {program_version()}"}
    cited = citation_of(store, query, at=datetime.fromisoformat(about["retrieved"]))
    yield "README.txt", [f"{readme(selection)}\n{message('bundle-about')}\n".encode()]
    yield ABOUT, [_json(about)]
    yield DESCRIPTOR, [descriptor(selection)]
    yield from csv_files(selection)
    for form in FORMS.values():
        yield f"citation.{form.suffix}", [form.write(cited).encode()]
    yield "picture.png", _picture(store, query)


def _link(query: Query) -> str:
    """Return the query string with which a page with these data shows the view."""
    return f"?{urlencode(query.to_params(), doseq=True)}"


def _json(about: dict[str, Any]) -> bytes:
    return json.dumps(about, ensure_ascii=False, indent=2).encode()


def _picture(store: Store, query: Query) -> Iterator[bytes]:
    from mapapp.exports.picture.drawing import picture  # noqa: PLC0415 - half a second to import

    with _DRAWING:
        yield picture(store, PictureRequest(query, USUAL_SIZE), "png")


def _with_sums(files: Files) -> Files:
    """Add a file with the checksums of the others, for `sha256sum --check`."""
    sums = []
    for name, chunks in files:
        digest = sha256()
        yield name, _summed(chunks, digest)
        sums.append(f"{digest.hexdigest()}  {name}\n")
    yield SUMS, ["".join(sums).encode()]


def _summed(chunks: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk

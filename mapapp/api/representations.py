"""The format of an answer: JSON for programs, HTML for people; valid until the data change."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.answer_parameters import OneOf
from mapapp.api.documents import Document
from mapapp.api.endpoint import cache_headers, not_modified, tag_for
from mapapp.api.lists import joined_header, weighted_members
from mapapp.api.parameters import read_answer_parameters, values_by_name
from mapapp.api.sheets import Sheet, sheet_answer
from mapapp.engine.store import Store

JSON, HTML, SCHEMA = "application/json", "text/html", "application/schema+json"
READABLE = {"json": JSON, "html": HTML}
"""The formats of a document, by the value of the parameter `f`."""

DEPENDS_ON = {"Vary": "Accept, X-Forwarded-Host, X-Forwarded-Prefix, X-Forwarded-Proto"}


def format_parameter(formats: Mapping[str, str]) -> OneOf:
    """Return the parameter `f` of a resource; `formats` are its media types by name."""
    meaning = "The format; without it, the Accept header decides."
    return OneOf("f", meaning, tuple(formats), {"shp": "expected-no-shapefile"})


def preferred(request: Request, formats: Mapping[str, str]) -> str:
    """Choose a format, each with its media type, by the Accept header; the first if none is acceptable.

    The narrowest range that matches a format decides its weight. Of equal weights, a media type stated in
    full precedes one that only matches a range, and the one stated first precedes the others.
    """
    by_type = {media_type: name for name, media_type in reversed(list(formats.items()))} | {JSON: "json"}
    ranges = weighted_members(joined_header(request.headers, "accept"))
    offered = [*formats.values(), *by_type]
    return by_type[max(offered, key=lambda media_type: _rank(media_type, ranges))]


def _rank(media_type: str, weighted_ranges: Sequence[tuple[str, float]]) -> tuple[float, int, int]:
    """Rank a media type: by its weight, how narrowly it is stated, and how early."""
    ranges = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
    matches = [
        (ranges.index(range_), -index, weight)
        for index, (range_, weight) in enumerate(weighted_ranges)
        if range_ in ranges
    ]
    narrowness, index, weight = max(matches, default=(0, 0, 0.0))
    return (weight, narrowness, index) if weight > 0 else (0.0, 0, 0)


def conditional_answer(request: Request, store: Store, make: Callable[[], Response]) -> Response:
    """Answer 304 if the client has this state of the answer; otherwise make it, and let it be cached."""
    tag = tag_for(store, request)
    response = not_modified(request, tag) or make()
    response.headers.update(cache_headers(tag) | DEPENDS_ON)
    return response


def document_answer(
    request: Request,
    store: Store,
    make: Callable[[], Document | dict[str, Any]],
    page: Callable[[], Sheet],
    media_type: str = JSON,
) -> Response:
    """Answer with a document or with the page for people, as `f` or the Accept header asks."""
    formats = {"json": media_type, "html": HTML}
    f = format_parameter(formats)
    chosen = read_answer_parameters(values_by_name(request, (f.name,)), (f,))[f.name] or preferred(
        request, formats
    )
    return conditional_answer(
        request,
        store,
        lambda: sheet_answer(page()) if chosen == "html" else _json(make(), media_type),
    )


def _json(document: Document | dict[str, Any], media_type: str) -> Response:
    if isinstance(document, Document):
        return Response(document.model_dump_json(exclude_none=True), media_type=media_type)
    return Response(json.dumps(document, ensure_ascii=False).encode(errors="replace"), media_type=media_type)

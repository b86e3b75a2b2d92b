"""What a resource is answered as: JSON for programs, HTML for people; kept until the data change."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mapapp.api.documents import Document
from mapapp.api.endpoint import cached, not_modified, tag_for
from mapapp.api.lists import listed, weighed
from mapapp.api.own_parameters import OneOf
from mapapp.api.parameters import given_by_name, read_own
from mapapp.api.sheets import Sheet, sheet_answer
from mapapp.engine.store import Store

JSON, HTML, SCHEMA = "application/json", "text/html", "application/schema+json"
READABLE = {"json": JSON, "html": HTML}
"""The formats of a resource that is a document, by the parameter `f`."""

DEPENDS_ON = {"Vary": "Accept, X-Forwarded-Host, X-Forwarded-Prefix, X-Forwarded-Proto"}


def format_parameter(formats: Mapping[str, str]) -> OneOf:
    """Return the parameter `f` of a resource that has some formats, by name with their media types."""
    told = "The format; without it, the header Accept decides."
    return OneOf("f", told, tuple(formats), {"shp": "expected-no-shapefile"})


def preferred(request: Request, formats: Mapping[str, str]) -> str:
    """Choose by the header Accept among formats, which have a media type each; the first if none fits.

    Of a format the narrowest range counts that it falls in; of equal ones what is named goes before what
    merely falls in a range, and what is named first before others.
    """
    by_type = {media_type: name for name, media_type in reversed(list(formats.items()))} | {JSON: "json"}
    accepted = weighed(listed(request.headers, "accept"))
    offered = [*formats.values(), *by_type]
    return by_type[max(offered, key=lambda media_type: _rank(media_type, accepted))]


def _rank(media_type: str, accepted: Sequence[tuple[str, float]]) -> tuple[float, int, int]:
    """Say how much a media type is wanted: its weight, how narrowly it is named, and how early."""
    ranges = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
    fitting = [
        (ranges.index(one), -place, weight) for place, (one, weight) in enumerate(accepted) if one in ranges
    ]
    narrow, place, weight = max(fitting, default=(0, 0, 0.0))
    return (weight, narrow, place) if weight > 0 else (0.0, 0, 0)


def kept(request: Request, store: Store, make: Callable[[], Response]) -> Response:
    """Answer 304 if the client has this state of the answer; else make it, and let it be kept."""
    tag = tag_for(store, request)
    response = not_modified(request, tag) or make()
    response.headers.update(cached(tag) | DEPENDS_ON)
    return response


def document_answer(
    request: Request,
    store: Store,
    make: Callable[[], Document | dict[str, Any]],
    page: Callable[[], Sheet],
    media_type: str = JSON,
) -> Response:
    """Answer with a document, or with the page for people, as `f` or else Accept asks."""
    formats = {"json": media_type, "html": HTML}
    f = format_parameter(formats)
    chosen = read_own(given_by_name(request, (f.name,)), (f,))[f.name] or preferred(request, formats)
    return kept(
        request,
        store,
        lambda: sheet_answer(page()) if chosen == "html" else _json(make(), media_type),
    )


def _json(document: Document | dict[str, Any], media_type: str) -> Response:
    if isinstance(document, Document):
        return Response(document.model_dump_json(exclude_none=True), media_type=media_type)
    return Response(json.dumps(document, ensure_ascii=False).encode(errors="replace"), media_type=media_type)

"""Errors as RFC 9457 problem documents."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from mapapp.errors import MEANINGS, BadQuery, Busy, EngineUnavailable, MapappError, shortened

PROBLEM = "application/problem+json"
RETRY_AFTER = 5
"""Seconds after which it is worth trying again."""
OPEN_DATA = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After",
}
"""Any page may read the answers, and the problem if a request is refused."""
UNCACHED = {"Cache-Control": "no-store"}
"""For failures on our side, which may pass at any moment."""


def problem(request: Request, status: int, detail: str, **members: str) -> Response:
    """Make the problem document for a status; it reveals nothing about the program's internals."""
    from mapapp.api.documents import ProblemDocument  # noqa: PLC0415 - pydantic takes half a second to import

    document = ProblemDocument(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.scope["path"],
        **members,
    )
    cache_header = UNCACHED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else {}
    return Response(document.model_dump_json(exclude_none=True), status, OPEN_DATA | cache_header, PROBLEM)


def problem_of(request: Request, error: MapappError) -> Response:
    """Make the problem document for one of our errors: which parameter is wrong, and what it may be."""
    members = {}
    if isinstance(error, BadQuery):
        members = {"parameter": error.parameter, "value": shortened(error.got), "allowed": error.expected}
    document = problem(request, MEANINGS[type(error)].http_status, str(error), **members)
    if isinstance(error, Busy | EngineUnavailable):
        document.headers["Retry-After"] = str(RETRY_AFTER)
    return document

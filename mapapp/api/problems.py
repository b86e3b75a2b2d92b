"""Errors as RFC 9457 problem documents."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from mapapp.errors import MEANINGS, BadQuery, Busy, EngineUnavailable, MapappError, shortened

PROBLEM = "application/problem+json"
RETRY_AFTER = 5
"""Seconds after which it is worth asking again."""
OPEN_DATA = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After",
}
"""Any page may read what is answered, and what went wrong if it is refused."""
UNKEPT = {"Cache-Control": "no-store"}
"""Of what failed on our side: it may be well the next moment."""


def problem(request: Request, status: int, detail: str, **more: str) -> Response:
    """Make the problem document for a status; it shows nothing of the program's inside."""
    from mapapp.api.documents import ProblemDocument  # noqa: PLC0415 - pydantic takes half a second to import

    document = ProblemDocument(
        title=HTTPStatus(status).phrase, status=status, detail=detail, instance=request.scope["path"], **more
    )
    unkept = UNKEPT if status >= HTTPStatus.INTERNAL_SERVER_ERROR else {}
    return Response(document.model_dump_json(exclude_none=True), status, OPEN_DATA | unkept, PROBLEM)


def problem_of(request: Request, error: MapappError) -> Response:
    """Make the problem document for one of our errors: which parameter is wrong, and what it may be."""
    more = {}
    if isinstance(error, BadQuery):
        more = {"parameter": error.parameter, "value": shortened(error.got), "allowed": error.expected}
    document = problem(request, MEANINGS[type(error)].http_status, str(error), **more)
    if isinstance(error, Busy | EngineUnavailable):
        document.headers["Retry-After"] = str(RETRY_AFTER)
    return document

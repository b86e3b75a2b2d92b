"""Errors as RFC 9457 problem documents."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse

from mapapp.errors import MEANINGS, BadQuery, Busy, MapappError

RETRY_AFTER = 5
"""Seconds after which it is worth asking again."""


class Problem(JSONResponse):
    """An answer that says what went wrong; it shows nothing of the program's inside."""

    media_type = "application/problem+json"


def problem(request: Request, status: int, detail: str, **more: str) -> Problem:
    """Make the problem document for a status; its type is the status itself ("about:blank")."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.scope["path"],
    }
    return Problem(document | more, status)


def problem_of(request: Request, error: MapappError) -> Problem:
    """Make the problem document for one of our errors; `parameter` names the one that is wrong."""
    more = {"parameter": error.parameter} if isinstance(error, BadQuery) else {}
    document = problem(request, MEANINGS[type(error)].http_status, str(error), **more)
    if isinstance(error, Busy):
        document.headers["Retry-After"] = str(RETRY_AFTER)
    return document

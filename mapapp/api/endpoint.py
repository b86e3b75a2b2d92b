"""The one way in and out of every route: methods, headers, errors and conditional requests."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from mapapp.api.addresses import seen_by
from mapapp.api.lists import listed
from mapapp.api.problems import OPEN_DATA, problem, problem_of
from mapapp.api.queues import NoQueue, Queue, Queues, busy
from mapapp.errors import MapappError
from mapapp.shipped import program_version
from mapapp.views.policy import NONE, policy

if TYPE_CHECKING:
    from mapapp.engine.store import Store

METHODS = "GET, HEAD, OPTIONS"
NOTHING = policy(frame_ancestors=[NONE])
"""What may be loaded by an answer that is no page."""
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} | OPEN_DATA
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}

_log = logging.getLogger(__name__)


def routed(
    answers: Mapping[str, Callable[[Request], Response]], base_path: str, queues: Queues | None = None
) -> list[Route]:
    """Give each answer an endpoint at its path under `base_path`, "" for the root, with a queue of its own.

    Routes that are given the same `queues` wait in the same ones, each in that of its path here.
    """
    root, shared = root_of(base_path), queues or Queues()
    return [Route(root + path, Endpoint(answer, shared.at(path))) for path, answer in answers.items()]


def root_of(base_path: str) -> str:
    """Return the path under which the whole application is served, without an end slash: "" for the root."""
    return f"/{base_path.strip('/')}".rstrip("/")


class Endpoint:
    """An ASGI endpoint around a plain function, which runs in a thread once it is its turn.

    What it answers is open data: any page may read it. Whatever goes wrong is answered as a problem document;
    only errors that are not ours are logged.
    """

    def __init__(self, answer: Callable[[Request], Response], queue: Queue | NoQueue) -> None:
        self._answer, self._queue = answer, queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        request = Request(scope, receive)
        await _sent(await self._respond(request), request, send)

    @property
    def is_full(self) -> bool:
        """Whether nobody more can wait for an answer."""
        return self._queue.is_full

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, in place of what is asked for, that too many wait for it."""
        request = Request(scope, receive)
        await _sent(problem_of(request, busy()), request, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        if request.method not in {"GET", "HEAD"}:
            refused = problem(request, 405, f"Only {METHODS} are understood here.")
            refused.headers["Allow"] = METHODS
            return refused
        try:
            return await self._queue.answer(self._answer, request)
        except MapappError as error:
            return problem_of(request, error)
        except Exception:
            _log.exception("%s could not be answered", request.scope["path"])
            return fault_of_ours(request)


async def _sent(response: Response, request: Request, send: Send) -> None:
    allowed = {} if response.status_code == 304 else {"Content-Security-Policy": NOTHING}
    for name, value in (HEADERS | allowed).items():  # what has not changed keeps its own
        response.headers.setdefault(name, value)
    if request.method == "HEAD":
        response = _without_body(response)
    await response(request.scope, request.receive, send)


def fault_of_ours(request: Request) -> Response:
    """Make the answer to what we failed to answer."""
    return problem(request, 500, "The answer could not be made. This is a fault of the program.")


def _without_body(response: Response) -> Response:
    head = Response(status_code=response.status_code)
    head.raw_headers = response.raw_headers
    return head


def tag_for(store: "Store", request: Request) -> str:
    """Make the ETag of an answer: it changes with the data, the program and the request.

    It is weak, for the time of retrieval differs and a proxy may compress the answer.
    """
    asked = (request.scope["path"], request.scope["query_string"], *seen_by(request))
    parts = (store.fingerprint, store.beside, program_version(), *asked)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """Answer 304 if the client has the answer of this ETag already; None if it has to be made."""
    known = listed(request.headers, "if-none-match").split(",")
    same = {"*", tag.removeprefix("W/")} & {given.strip().removeprefix("W/") for given in known}
    return Response(status_code=304, headers=cached(tag)) if same else None


FOR_EVER = "public, max-age=31536000, immutable"


def kept(request: Request, tag: str) -> dict[str, str]:
    """Return the headers of a file; one that is asked for by version (`?v=`) never changes."""
    return cached(tag) | ({"Cache-Control": FOR_EVER} if "v" in request.query_params else {})


def cached(tag: str) -> dict[str, str]:
    """Return the headers of an answer that may be kept but must be asked for again."""
    return {"ETag": tag, "Cache-Control": "no-cache"}

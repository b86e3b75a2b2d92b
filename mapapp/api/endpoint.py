"""What every route shares: methods, headers, errors and conditional requests."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from mapapp.api.addresses import varies_with
from mapapp.api.lists import joined_header
from mapapp.api.problems import OPEN_DATA, problem, problem_of
from mapapp.api.queues import NoQueue, Queue, Queues, busy
from mapapp.errors import MapappError
from mapapp.shipped import program_version
from mapapp.views.policy import NONE, policy

if TYPE_CHECKING:
    from mapapp.engine.store import Store

METHODS = "GET, HEAD, OPTIONS"
LOAD_NOTHING = policy(frame_ancestors=[NONE])
"""The policy of an answer that is not a page: it may load nothing."""
API_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} | OPEN_DATA
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
    """Give each answer an endpoint at its path under `base_path` ("" for the root), with its own queue.

    Routes made with the same `queues` share them: requests for one path wait in one queue.
    """
    root, shared = root_of(base_path), queues or Queues()
    return [Route(root + path, Endpoint(answer, shared.at(path))) for path, answer in answers.items()]


def root_of(base_path: str) -> str:
    """Return the path under which the whole application is served, without a final slash: "" for the root."""
    return f"/{base_path.strip('/')}".rstrip("/")


class Endpoint:
    """An ASGI endpoint around an ordinary function, which runs in a thread when its turn comes.

    Its answers are open data: any page may read them. Every error is answered with a problem document; only
    unexpected errors are logged.
    """

    def __init__(self, answer: Callable[[Request], Response], queue: Queue | NoQueue) -> None:
        self._answer, self._queue = answer, queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        request = Request(scope, receive)
        await _send(await self._respond(request), request, send)

    @property
    def is_full(self) -> bool:
        """Whether no further request can wait for an answer."""
        return self._queue.is_full

    async def refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer that too many requests are waiting."""
        request = Request(scope, receive)
        await _send(problem_of(request, busy()), request, send)

    async def _respond(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        if request.method not in {"GET", "HEAD"}:
            refusal = problem(request, 405, f"Only {METHODS} are understood here.")
            refusal.headers["Allow"] = METHODS
            return refusal
        try:
            return await self._queue.answer(self._answer, request)
        except MapappError as error:
            return problem_of(request, error)
        except Exception:
            _log.exception("%s could not be answered", request.scope["path"])
            return internal_error(request)


async def _send(response: Response, request: Request, send: Send) -> None:
    policy_header = {} if response.status_code == 304 else {"Content-Security-Policy": LOAD_NOTHING}
    for name, value in (API_HEADERS | policy_header).items():  # a 304 keeps the policy of the stored answer
        response.headers.setdefault(name, value)
    if request.method == "HEAD":
        response = _without_body(response)
    await response(request.scope, request.receive, send)


def internal_error(request: Request) -> Response:
    """Make the answer to a request that failed through our fault."""
    return problem(request, 500, "The answer could not be made. This is a fault of the program.")


def _without_body(response: Response) -> Response:
    head = Response(status_code=response.status_code)
    head.raw_headers = response.raw_headers
    return head


def tag_for(store: "Store", request: Request) -> str:
    """Make the ETag of an answer: it changes with the data, the program and the request.

    It is weak, because the time of retrieval differs and a proxy may compress the answer.
    """
    request_key = (request.scope["path"], request.scope["query_string"], *varies_with(request))
    parts = (store.fingerprint, store.context_fingerprint, program_version(), *request_key)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """Answer 304 if the client already has the answer with this ETag; None if it has to be made."""
    known_tags = joined_header(request.headers, "if-none-match").split(",")
    same = {"*", tag.removeprefix("W/")} & {known_tag.strip().removeprefix("W/") for known_tag in known_tags}
    return Response(status_code=304, headers=cache_headers(tag)) if same else None


IMMUTABLE = "public, max-age=31536000, immutable"


def file_headers(request: Request, tag: str) -> dict[str, str]:
    """Return the headers of a file; one requested by version (`?v=`) never changes."""
    return cache_headers(tag) | ({"Cache-Control": IMMUTABLE} if "v" in request.query_params else {})


def cache_headers(tag: str) -> dict[str, str]:
    """Return the headers of an answer that may be cached but must be revalidated."""
    return {"ETag": tag, "Cache-Control": "no-cache"}

"""Parts of files (RFC 9110, section 14): an invalid range is refused with a problem document."""

import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.problems import problem
from mapapp.messages import notice

MOST_RANGES = 10
REFUSAL_STATUSES = {400, 416}
"""The statuses with which the libraries that send files refuse a range."""

PLAIN_TEXT, KEPT_HEADERS = "text/plain", ("content-range",)

_BYTES = re.compile(r"bytes=", re.IGNORECASE)
_RANGE = re.compile(r"[ \t]*(?:(\d{1,18})-(\d{0,18})|-\d{1,18})[ \t]*", re.ASCII)
_LONG = re.compile(r"(?<!\d)0*[1-9]\d{18,999}(?!\d)", re.ASCII)
_BEYOND = "9" * 18
"""More bytes than any file has: a longer number means the same."""


class Ranges:
    """ASGI middleware: passes on valid Range headers only, and words the refusals.

    Units other than bytes, and ranges on methods other than GET, are ignored, as the RFC requires.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        range_headers = Headers(scope=scope).getlist("range") if scope["type"] == "http" else []
        if not range_headers:
            await self._app(scope, receive, send)
        elif scope["method"] != "GET" or not _BYTES.match(range_headers[0]):
            await self._app(_without_range(scope), receive, send)
        elif not is_sound(ranges := _LONG.sub(_BEYOND, ", ".join(range_headers))):
            await problem(Request(scope), 416, notice("range-malformed"))(scope, receive, send)
        else:
            await self._app(_with_range(scope, ranges), receive, _with_worded_refusal(scope, receive, send))


def is_sound(header: str) -> bool:
    """Return whether a Range header has at most 10 ranges of bytes, none of which ends before it begins."""
    parts = [part for part in header.partition("=")[2].split(",") if part.strip()]
    matches = [_RANGE.fullmatch(part) for part in parts]
    return 0 < len(parts) <= MOST_RANGES and all(match and _is_forward(*match.groups()) for match in matches)


def _is_forward(start: str | None, end: str | None) -> bool:
    return not (start and end) or int(start) <= int(end)


def _without_range(scope: Scope) -> Scope:
    """Return the request without its Range header."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"range"]}


def _with_range(scope: Scope, ranges: str) -> Scope:
    """Return the request with these ranges."""
    whole = _without_range(scope)
    return {**whole, "headers": [*whole["headers"], (b"range", ranges.encode("latin-1"))]}


def _with_worded_refusal(scope: Scope, receive: Receive, send: Send) -> Send:
    """Answer with a problem document when a library refuses a range: there is no such part."""
    is_refused = False

    async def worded(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            is_refused = message["status"] in REFUSAL_STATUSES and headers.get("content-type", "").startswith(
                PLAIN_TEXT
            )
            if is_refused:
                answer = problem(Request(scope), 416, notice("range-missing"))
                answer.headers.update({name: headers[name] for name in KEPT_HEADERS if name in headers})
                await answer(scope, receive, send)
        if not is_refused:
            await send(message)

    return worded

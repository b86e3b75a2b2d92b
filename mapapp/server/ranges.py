"""Parts of files (RFC 9110, section 14): a range that makes no sense is refused as everything else is."""

import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapapp.api.problems import problem
from mapapp.messages import notice

MOST_RANGES = 10
REFUSED = {400, 416}
"""What the libraries answer that send files."""

PLAIN, KEPT = "text/plain", ("content-range",)

_BYTES = re.compile(r"bytes=", re.IGNORECASE)
_RANGE = re.compile(r"[ \t]*(?:(\d{1,18})-(\d{0,18})|-\d{1,18})[ \t]*", re.ASCII)
_LONG = re.compile(r"(?<!\d)0*[1-9]\d{18,999}(?!\d)", re.ASCII)
_BEYOND = "9" * 18
"""Bytes: more than any file has, which is all that a longer number can mean."""


class Ranges:
    """ASGI middleware: asks for parts only where that can be meant, and words the refusals.

    Units other than bytes, and ranges of anything but GET, are left out, as the RFC wants it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        asked = Headers(scope=scope).getlist("range") if scope["type"] == "http" else []
        if not asked:
            await self._app(scope, receive, send)
        elif scope["method"] != "GET" or not _BYTES.match(asked[0]):
            await self._app(_whole(scope), receive, send)
        elif not is_sound(given := _LONG.sub(_BEYOND, ", ".join(asked))):
            await problem(Request(scope), 416, notice("range-malformed"))(scope, receive, send)
        else:
            await self._app(_asking(scope, given), receive, _worded(scope, receive, send))


def is_sound(given: str) -> bool:
    """Tell whether a Range header asks for bytes, for few ranges, and for none that ends before it begins."""
    parts = [part for part in given.partition("=")[2].split(",") if part.strip()]
    found = [_RANGE.fullmatch(part) for part in parts]
    return 0 < len(parts) <= MOST_RANGES and all(one and _is_forward(*one.groups()) for one in found)


def _is_forward(first: str | None, last: str | None) -> bool:
    return not (first and last) or int(first) <= int(last)


def _whole(scope: Scope) -> Scope:
    """Ask for the whole in place of a part."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"range"]}


def _asking(scope: Scope, given: str) -> Scope:
    """Ask for these ranges."""
    whole = _whole(scope)
    return {**whole, "headers": [*whole["headers"], (b"range", given.encode("latin-1"))]}


def _worded(scope: Scope, receive: Receive, send: Send) -> Send:
    """Say in our words what a library refuses, in the library's status: no such part is there."""
    refused = False

    async def worded(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            refused = message["status"] in REFUSED and headers.get("content-type", "").startswith(PLAIN)
            if refused:
                answer = problem(Request(scope), 416, notice("range-missing"))
                answer.headers.update({name: headers[name] for name in KEPT if name in headers})
                await answer(scope, receive, send)
        if not refused:
            await send(message)

    return worded

"""A client for ASGI applications; Starlette's own would need another package."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote, urlencode

import anyio


@dataclass(frozen=True)
class Answer:
    """A response; header names are in lower case."""

    status: int
    headers: dict
    body: bytes

    def json(self):
        """Read the body as strict JSON."""
        return json.loads(self.body, parse_constant=refuse)


def refuse(constant):
    """Fail on NaN and Infinity, which are not valid JSON."""
    raise AssertionError(f"{constant} is no JSON")


def run(function, *arguments):
    """Run an async function to completion, even if a browser test left a loop running in this thread."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(anyio.run, function, *arguments).result()


def get(app, path, params=(), *, method="GET", headers=None, root="", pieces=()):
    """Send an application one request; `params` may hold any text, `root` is the prefix it is served under.

    A header may be a list of values, each sent on a line of its own. `pieces` are the parts of the
    request's body; after the last one the client stays connected and silent.
    """
    answer = {"chunks": []}
    body = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]
    query = params if isinstance(params, bytes) else urlencode(params, doseq=True).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": root + unquote(path),
        "raw_path": (root + path).encode("ascii", "replace"),
        "root_path": root,
        "query_string": query,
        "headers": [
            (name.lower().encode(), line.encode())
            for name, value in (headers or {}).items()
            for line in ([value] if isinstance(value, str) else value)
        ],
        "server": ("test", 80),
        "client": ("test", 1),
    }

    async def receive():
        return body.pop(0) if body else await anyio.sleep_forever()

    async def send(message):
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
            answer["headers"] = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer["chunks"].append(message.get("body", b""))

    run(app, scope, receive, send)
    return Answer(answer["status"], answer["headers"], b"".join(answer["chunks"]))

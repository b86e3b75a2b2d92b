"""Absolute URLs of the API's resources, as the client sees them.

Clients need them: some of the desktop programs in use do not follow relative links.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from starlette.requests import HTTPConnection, Request

from mapapp.api.lists import joined_header

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_PREFIX = re.compile(r"(/[\w.~-]+)*", re.ASCII)


class Addresses:
    """URLs under `root`, the path of the whole application ("" or "/maps"), as seen outside a proxy.

    A proxy states the scheme, the host and a prefix that it strips in X-Forwarded-Proto, -Host and -Prefix;
    a value that is not a host or a path is ignored.
    """

    def __init__(self, root: str = "") -> None:
        self._root = root

    def page(self, request: Request) -> str:
        """Return the URL of the page with the map, without a trailing slash."""
        return _origin(request) + _prefix(request) + str(request.scope.get("root_path", "")) + self._root

    def of(self, request: Request, *path: str, **parameters: str) -> str:
        """Return the URL of a resource of the API, from the parts of its path and its parameters."""
        joined = "/".join(quote(part, safe="") for part in path)
        return f"{self.page(request)}/api/{joined}" + (f"?{urlencode(parameters)}" if parameters else "")

    def changed(self, request: Request, path: Iterable[str], **parameters: str) -> str:
        """Return the URL of a resource with the request's own parameters, some of them changed.

        A parameter changed to "" is left out.
        """
        current = request.query_params.multi_items()
        unchanged = [(name, value) for name, value in current if name not in parameters]
        added = [(name, value) for name, value in parameters.items() if value]
        text = urlencode([*unchanged, *added])
        return self.of(request, *path) + (f"?{text}" if text else "")


def varies_with(request: Request) -> tuple[str, ...]:
    """Return what the URLs in an answer, and its format, depend on apart from the request's own URL."""
    return (_origin(request), _prefix(request), joined_header(request.headers, "accept"))


def requested_host(connection: HTTPConnection) -> str:
    """Return the requested host with its port, as seen outside a proxy; "" if none is named."""
    return _first_value(connection, "x-forwarded-host") or connection.headers.get("host", "")


def _origin(request: Request) -> str:
    scheme = _first_value(request, "x-forwarded-proto")
    host = requested_host(request)
    name, port = request.scope.get("server") or ("localhost", None)
    trusted = host if _HOST.fullmatch(host) else name if port in {None, 80, 443} else f"{name}:{port}"
    return f"{scheme if scheme in {'http', 'https'} else request.scope['scheme']}://{trusted}"


def _prefix(request: Request) -> str:
    prefix = _first_value(request, "x-forwarded-prefix").rstrip("/")
    return prefix if _PREFIX.fullmatch(prefix) else ""


def _first_value(connection: HTTPConnection, header: str) -> str:
    return connection.headers.get(header, "").partition(",")[0].strip()

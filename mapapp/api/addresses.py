"""Absolute addresses of the API's resources, as the one who asks sees them.

Clients need them: of the desktop programs in use, some follow no relative link.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

from starlette.requests import HTTPConnection, Request

from mapapp.api.lists import listed

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_PREFIX = re.compile(r"(/[\w.~-]+)*", re.ASCII)


class Addresses:
    """Addresses under `root`, the path of the whole application ("" or "/maps"), as a proxy has it outside.

    A proxy names scheme, host and a prefix that it takes off in X-Forwarded-Proto, -Host and -Prefix; what is
    no host or path is not believed.
    """

    def __init__(self, root: str = "") -> None:
        self._root = root

    def page(self, request: Request) -> str:
        """Return the address of the page with the map, without an end slash."""
        return _origin(request) + _prefix(request) + str(request.scope.get("root_path", "")) + self._root

    def of(self, request: Request, *path: str, **parameters: str) -> str:
        """Return the address of a resource of the API: the parts of its path, and parameters."""
        where = "/".join(quote(part, safe="") for part in path)
        return f"{self.page(request)}/api/{where}" + (f"?{urlencode(parameters)}" if parameters else "")

    def changed(self, request: Request, path: Iterable[str], **parameters: str) -> str:
        """Return the address of a resource with the request's own parameters, some of them changed.

        A parameter that becomes "" is left out.
        """
        given = request.query_params.multi_items()
        kept = [(name, value) for name, value in given if name not in parameters]
        added = [(name, value) for name, value in parameters.items() if value]
        text = urlencode([*kept, *added])
        return self.of(request, *path) + (f"?{text}" if text else "")


def seen_by(request: Request) -> tuple[str, ...]:
    """Return what the addresses in an answer, and its kind, depend on beside the request's own address."""
    return (_origin(request), _prefix(request), listed(request.headers, "accept"))


def host_asked(asking: HTTPConnection) -> str:
    """Return the host that is asked for, with its port, as a proxy has it outside; "" if none is named."""
    return _first(asking, "x-forwarded-host") or asking.headers.get("host", "")


def _origin(request: Request) -> str:
    scheme = _first(request, "x-forwarded-proto")
    host = host_asked(request)
    name, port = request.scope.get("server") or ("localhost", None)
    believed = host if _HOST.fullmatch(host) else name if port in {None, 80, 443} else f"{name}:{port}"
    return f"{scheme if scheme in {'http', 'https'} else request.scope['scheme']}://{believed}"


def _prefix(request: Request) -> str:
    prefix = _first(request, "x-forwarded-prefix").rstrip("/")
    return prefix if _PREFIX.fullmatch(prefix) else ""


def _first(asking: HTTPConnection, header: str) -> str:
    return asking.headers.get(header, "").partition(",")[0].strip()

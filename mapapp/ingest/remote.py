"""A file on another server, fetched by https: only if it has changed, within limits, from a fixed IP address.

Only this module makes the program call another server, and only if an operator gives a URL or lets readers do
so.
"""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from mapapp.errors import BadSetting, UnreachableSource
from mapapp.messages import notice
from mapapp.settings import MEGABYTE

MAX_FETCHED = 1000 * MEGABYTE
MAX_SECONDS = 300.0
SECONDS_PER_STEP = 20.0
"""How long connecting may take, or waiting for the next bytes."""
MAX_REDIRECTS = 5
HTTPS_PORT = 443

_CHUNK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_NOT_MODIFIED = 304
_EMBEDDING = IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0:0/96"), IPv6Network("::/96")
"""IPv6 addresses of hosts that have IPv4 only; the last four bytes are their address."""
_NOT_PUBLIC = tuple(
    map(ip_network, ("64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16", "192.88.99.0/24"))
)
"""Networks for private use, for examples, or no longer in use."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How large a file may be, in bytes, and how many seconds fetching it may take in all.

    `for_a_reader`: nobody vouches for the URL, so each host must be on the public internet, and the port must
    be that of https.
    """

    size: int = MAX_FETCHED
    seconds: float = MAX_SECONDS
    for_a_reader: bool = False


OPERATORS = FetchLimits()


@dataclass(frozen=True, slots=True)
class Version:
    """What the server says of the version that was last fetched; both "" before the first time."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return headers that request the file only if it is another version."""
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in conditions.items() if value}


def checked_address(url: str) -> str:
    """Return a URL that may be fetched; BadSetting for one that may not."""
    try:
        parts = urlsplit(_ascii(url))
        usable = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None or not url.isprintable():
        raise BadSetting(notice("source-unusable", url=url), remedy=notice("source-unusable-remedy"))
    return url


def fetch(url: str, cached: Version, bounds: FetchLimits = OPERATORS) -> tuple[bytes, Version] | None:
    """Fetch a file; None if it is still the cached version.

    Raises UnreachableSource, with the reason.
    """
    start = current = urlsplit(_ascii(url))
    deadline = monotonic() + bounds.seconds
    for _ in range(MAX_REDIRECTS + 1):
        public = bounds.for_a_reader or _origin(current) != _origin(start)
        outcome = _request(current, cached, bounds, deadline, public=public)
        if not isinstance(outcome, str):
            return outcome
        current = _next(current, outcome)
    raise UnreachableSource(notice("source-redirects", most=MAX_REDIRECTS))


def _ascii(url: str) -> str:
    """Encode letters beyond ASCII and blanks in a URL as browsers do."""
    parts = urlsplit(url)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    safe = "!#$%&'()*+,/:;=?@[]~"
    return parts._replace(netloc=host, path=quote(parts.path, safe), query=quote(parts.query, safe)).geturl()


def _origin(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or HTTPS_PORT


def _next(current: SplitResult, location: str) -> SplitResult:
    try:
        return urlsplit(_ascii(checked_address(urljoin(current.geturl(), location))))
    except (BadSetting, ValueError):
        raise UnreachableSource(notice("source-redirected-away", url=location)) from None


def _request(
    parts: SplitResult, cached: Version, bounds: FetchLimits, deadline: float, *, public: bool
) -> tuple[bytes, Version] | str | None:
    """Request a file once; return its new location if the server redirects."""
    host, port = parts.hostname or "", parts.port or HTTPS_PORT
    if bounds.for_a_reader and port != HTTPS_PORT:
        raise UnreachableSource(notice("source-port", port=str(port)))
    try:
        connection = HTTPSConnection(
            _address(host, port, public=public),
            port,
            timeout=SECONDS_PER_STEP,
            ssl_context=ssl.create_default_context(),
            server_hostname=host,
            assert_hostname=host,
        )
        with _connected(connection, bounds.seconds, deadline):
            connection.request("GET", _target(parts), headers=_headers(parts, cached), preload_content=False)
            with closing(connection.getresponse()) as response:
                return _content_or_location(response, cached, bounds.size)
    except UnreachableSource:
        raise
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise UnreachableSource(notice("source-failed", host=host, problem=_reason(error))) from None


def _address(host: str, port: int, *, public: bool) -> str:
    """Resolve a host once; the connection goes to the result, so that nobody can change it in between.

    UnreachableSource if it must be public and is not.
    """
    addresses = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if public and not all(map(is_public, addresses)):
        raise UnreachableSource(notice("source-private", host=host))
    return addresses[0]


def is_public(address: str) -> bool:
    """Return whether an IP address is on the public internet and not in a private network."""
    ip = ip_address(address.partition("%")[0])
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    if isinstance(ip, IPv6Address):
        is_embedding = any(ip in network for network in _EMBEDDING)
        embedded = IPv4Address(int(ip) & 0xFFFFFFFF) if is_embedding else None
        inner = embedded or ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(parts: SplitResult, cached: Version) -> Mapping[str, str]:
    headers = {"Host": parts.netloc, "User-Agent": "mapapp", "Accept-Encoding": "identity", "Accept": "*/*"}
    return headers | cached.headers()


@contextmanager
def _connected(connection: HTTPSConnection, seconds: float, deadline: float) -> Iterator[None]:
    """Connect, and cut the connection at the deadline: a server may send a byte at a time."""
    late, sockets = threading.Event(), list[socket.socket]()

    def cut() -> None:
        late.set()
        for open_socket in sockets or filter(None, [connection.sock]):
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline - monotonic(), 0), cut)
    timer.start()
    try:
        connection.connect()
        sockets += filter(None, [connection.sock])
        yield
    except (HTTPError, HTTPException, OSError, ValueError):
        if not late.is_set():
            raise
    finally:
        timer.cancel()
        connection.close()
    if late.is_set():
        raise UnreachableSource(notice("source-slow", seconds=seconds))


def _content_or_location(
    response: BaseHTTPResponse, cached: Version, limit: int
) -> tuple[bytes, Version] | str | None:
    if response.status == _NOT_MODIFIED and cached != Version():
        return None
    if response.status in _REDIRECTS and response.headers.get("Location"):
        return response.headers["Location"]
    if response.status != 200:
        raise UnreachableSource(notice("source-refused", status=response.status))
    data = _body(response, limit)
    return data, Version(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _body(response: BaseHTTPResponse, limit: int) -> bytes:
    """Read a whole response, as stored on the server; refuse one that is too large or truncated."""
    data = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=False):
        data += chunk
        if len(data) > limit:
            raise UnreachableSource(notice("source-too-large", size=limit // MEGABYTE))
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) != len(data):
        raise UnreachableSource(notice("source-cut-off", found=len(data), promised=int(announced)))
    return bytes(data)


def _reason(error: Exception) -> str:
    """Say briefly what went wrong, without the memory addresses of a connection's objects."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return str(error.verify_message)
    if isinstance(error, TimeoutError):
        return notice("source-no-answer")
    return str(getattr(error, "strerror", None) or error).rpartition(">: ")[2]

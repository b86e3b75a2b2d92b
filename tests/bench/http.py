"""An HTTP/1.1 client that takes hardly any processor time, so that many can run at once."""

import asyncio
from typing import NamedTuple
from urllib.parse import urlsplit


class Answer(NamedTuple):
    """An answer: the status, headers by lower-case name, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes


async def opened(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection to the server at an address."""
    parts = urlsplit(address)
    return await asyncio.open_connection(parts.hostname, parts.port)


def request(address: str, path: str) -> bytes:
    """Write the request for a path under an address; the connection closes after the answer."""
    parts = urlsplit(address)
    return f"GET {parts.path}{path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()


async def get(address: str, path: str) -> Answer:
    """Send one request on a new connection."""
    reader, writer = await opened(address)
    try:
        writer.write(request(address, path))
        head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        chunked = headers.get("transfer-encoding") == "chunked"
        return Answer(int(first.split()[1]), headers, _joined(body) if chunked else body)
    finally:
        writer.close()


def _joined(body: bytes) -> bytes:
    parts = []
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        parts.append(body[:length])
        body = body[length + 2 :]
    return b"".join(parts)

"""A connection that sends its request in a trickle is closed; no other is, and no one else is held up."""

import asyncio
import json
import logging
import socket
import time
from contextlib import suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect

from mapapp.server import patience
from mapapp.server.patience import PatientProtocol
from tests.asgi import run

SECONDS = 0.4
LONGER = 3 * SECONDS
"""Where no connection should be closed: a busy machine may stall a whole test for a while."""
LARGE = 1 << 25
HEAD = b"GET / HTTP/1.1\r\nHost: a\r\nX: "
WHOLE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
BODY = b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n"


async def taken(request: Request) -> Response:
    try:
        size = len(await request.body())
    except ClientDisconnect:
        return PlainTextResponse("nobody is told")
    return PlainTextResponse(f"taken {size}")


async def late(_: Request) -> Response:
    await asyncio.sleep(3 * SECONDS)
    return PlainTextResponse("late")


async def hesitant(request: Request) -> Response:
    await asyncio.sleep(3 * SECONDS)
    return await taken(request)


async def unread(_: Request) -> Response:
    return PlainTextResponse("unread")


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(await socket.receive_text())


async def large(_: Request) -> Response:
    return Response(b"x" * LARGE)


APP = Starlette(
    routes=[
        Route("/large", large),
        Route("/", taken, methods=["GET", "PUT"]),
        Route("/late", late),
        Route("/hesitant", hesitant, methods=["PUT"]),
        Route("/unread", unread, methods=["PUT"]),
        WebSocketRoute("/socket", echo),
    ]
)


def with_server(scenario, monkeypatch, seconds=SECONDS):
    """Run a scenario with the port of a server that waits this many seconds."""
    monkeypatch.setattr(patience, "SECONDS_TO_SEND", seconds)
    monkeypatch.setattr(patience, "SECONDS_TO_TAKE", seconds)
    config = uvicorn.Config(APP, port=0, log_config=None, lifespan="off", http=PatientProtocol)

    async def served():
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            return await scenario(server.servers[0].sockets[0].getsockname()[1])
        finally:
            server.should_exit = True
            await running

    return run(served)


async def sent(port, first, drops=b"", every=SECONDS / 5, piece=1):
    """Send `first`, then `drops` in pieces, until the connection closes; return the answer and seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(first)

    async def drip():
        for start in range(0, len(drops), piece):
            await asyncio.sleep(every)
            writer.write(drops[start : start + piece])
            await writer.drain()

    dripping, begun, answer = asyncio.create_task(drip()), time.perf_counter(), bytearray()
    try:
        with suppress(ConnectionError):  # what arrived before it counts
            async with asyncio.timeout(30):
                while some := await reader.read(1 << 16):
                    answer += some
    finally:
        dripping.cancel()
        writer.close()
    return bytes(answer), time.perf_counter() - begun


@pytest.mark.parametrize(
    ("first", "drops"),
    [
        (b"", b""),
        (b"GET / HT", b""),
        (HEAD, b"x" * 100),
        (WHOLE + HEAD, b"x" * 100),
        (BODY + b"\r\n", b""),
        (BODY + b"\r\n", b"x" * 100),
        (BODY + b"\r\n" + b"x" * 100, b"x" * 100),
        (BODY.replace(b"/ ", b"/unread ", 1) + b"\r\n", b"x" * 100),
    ],
    ids=["nothing", "half", "head", "second", "no body", "body", "more body", "body that nobody reads"],
)
def test_what_comes_by_drops_is_hung_up_on(monkeypatch, first, drops):
    answer, seconds = with_server(lambda port: sent(port, first, drops), monkeypatch)
    assert b"taken 4" not in answer
    assert SECONDS / 2 < seconds < 10 * SECONDS


@pytest.mark.parametrize(
    ("asked", "status", "named"),
    [
        (b"GET /items?f=json&q=" + b"a" * (1 << 20), 414, {"parameter": "q", "value": "a" * 79 + "…"}),
        (b"GET /" + b"a" * (1 << 20), 414, {}),
        (HEAD + b"x" * (1 << 20), 431, {}),
        (b"GET /items?q=" + b"a" * (1 << 16) + b" HTTP/1.1\r\nHost: x", 414, {"parameter": "q"}),
        (
            b"GET /?q=" + b"&a=b" * (1 << 15) + b"c" * 99 + b" HTTP/1.1\r\nHost: x",
            414,
            {"parameter": "a", "value": "b"},
        ),
        (HEAD + b"x" * (1 << 16), 431, {}),
        (b"GET / HTTP/1.1\r\nA b: c\r\n", 400, None),
    ],
    ids=["parameter", "path", "header", "parameter at once", "parameter often", "header at once", "nonsense"],
)
def test_what_is_no_request_or_too_long_a_one_is_told_so_by_a_problem(monkeypatch, asked, status, named):
    whole = asked + b"\r\n\r\n"
    first, drops = whole[: 1 << 17], whole[1 << 17 :]  # more follows after the refusal
    answer, seconds = with_server(
        lambda port: sent(port, first, drops, every=SECONDS / 100, piece=1 << 18), monkeypatch
    )
    head, _, body = answer.partition(b"\r\n\r\n")
    document = json.loads(body)
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"content-type: application/problem+json" in head.lower()
    assert document["status"] == status
    if named is not None:
        assert "65,536 bytes" in document["allowed"]
        assert named.items() <= document.items()
    assert seconds < 10 * SECONDS


@pytest.mark.parametrize(
    ("path", "before", "status"),
    [
        ("/", 0.0, b"400"),
        ("/", SECONDS / 4, b"400"),
        ("/unread", 0.0, b"400"),
        ("/unread", SECONDS / 4, b"200"),
        ("/hesitant", SECONDS / 4, b"400"),
        ("/large", SECONDS / 4, b"200"),
    ],
)
def test_a_body_that_makes_no_sense_is_one_line_of_the_log(monkeypatch, caplog, path, before, status):
    """Before, during or after the answer; the application learns that the client has gone."""
    method = "GET" if path == "/large" else "PUT"
    head = f"{method} {path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    bad = b"no length\r\n"

    async def scenario(port):
        answer = await (sent(port, head, bad, before, len(bad)) if before else sent(port, head + bad))
        await asyncio.sleep(4 * SECONDS)
        return answer[0]

    assert with_server(scenario, monkeypatch, LONGER).startswith(b"HTTP/1.1 " + status)
    told = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert told == ["Invalid HTTP request received."]


def test_a_body_that_nobody_reads_ends_however_fast_it_comes(monkeypatch):
    monkeypatch.setattr(patience, "LEAST_RECEIVED", 1000)
    first = BODY.replace(b"/ ", b"/unread ", 1).replace(b"40000", b"1000000000000") + b"\r\n"
    asked = lambda port: sent(port, first, b"x" * 20_000_000, every=SECONDS / 100, piece=20_000)  # noqa: E731
    answer, seconds = with_server(asked, monkeypatch)
    assert answer.endswith(b"unread")
    assert SECONDS / 2 < seconds < 8 * SECONDS


def test_a_body_on_a_slow_line_arrives(monkeypatch):
    monkeypatch.setattr(patience, "LEAST_RECEIVED", 1000)
    once = BODY + b"Connection: close\r\n\r\n"
    asked = lambda port: sent(port, once, b"x" * 40_000, every=LONGER / 10, piece=2000)  # noqa: E731
    answer, seconds = with_server(asked, monkeypatch, LONGER)
    assert answer.endswith(b"taken 40000")
    assert seconds > LONGER


def test_who_waits_for_leave_to_send_a_body_is_not_at_fault(monkeypatch):
    async def scenario(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(BODY.replace(b"/ ", b"/hesitant ", 1) + b"Expect: 100-continue\r\n\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        writer.write(b"x" * 40_000)
        await reader.readuntil(b"taken 40000")
        writer.close()

    with_server(scenario, monkeypatch)


def test_who_waits_for_a_late_answer_is_not_hung_up_on(monkeypatch):
    once = WHOLE.replace(b"/ ", b"/late ", 1).replace(b"a\r\n", b"a\r\nConnection: close\r\n", 1)
    answer, _ = with_server(lambda port: sent(port, once), monkeypatch)
    assert answer.endswith(b"late")


def test_a_websocket_stays_open(monkeypatch):
    async def scenario(port):
        async with connect(f"ws://127.0.0.1:{port}/socket", proxy=None) as socket:
            await asyncio.sleep(3 * SECONDS)
            await socket.send("still there")
            return await socket.recv()

    assert with_server(scenario, monkeypatch) == "still there"


def test_a_connection_serves_one_request_after_the_other(monkeypatch):
    async def scenario(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(6):
            writer.write(WHOLE)
            assert (await reader.readuntil(b"taken 0")).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(SECONDS / 2)
        writer.close()

    with_server(scenario, monkeypatch)


def asked_for_much():
    """Make a socket with a small receive buffer, for a reader who asks for a large answer."""
    stranger = socket.socket()
    stranger.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    stranger.setblocking(False)
    return stranger


def telling(hung_up):
    """Make a `connection_lost` that also sets an event."""
    lost = PatientProtocol.connection_lost

    def connection_lost(self, exc):
        lost(self, exc)
        hung_up.set()

    return connection_lost


@pytest.mark.parametrize("ends", [b"", b"Connection: close\r\n"], ids=["goes on", "ends"])
def test_who_stops_taking_an_answer_is_hung_up_on(monkeypatch, ends):
    async def scenario(port):
        loop, hung_up = asyncio.get_running_loop(), asyncio.Event()
        monkeypatch.setattr(PatientProtocol, "connection_lost", telling(hung_up))
        with asked_for_much() as stranger:
            await loop.sock_connect(stranger, ("127.0.0.1", port))
            await loop.sock_sendall(stranger, b"GET /large HTTP/1.1\r\nHost: a\r\n" + ends + b"\r\n")
            async with asyncio.timeout(30):
                await hung_up.wait()
                got = 0
                with suppress(ConnectionError):
                    while more := await loop.sock_recv(stranger, 1 << 16):
                        got += len(more)
            return got

    assert with_server(scenario, monkeypatch) < LARGE


@pytest.mark.parametrize("others_wait", [False, True])
def test_who_lets_an_answer_trickle_is_hung_up_on_only_if_others_wait(monkeypatch, others_wait):
    monkeypatch.setattr(patience, "SECONDS_FOR_A_PORTION", SECONDS)
    monkeypatch.setattr(type(patience.IN_PROGRESS), "is_full", others_wait)
    got, seconds = with_server(taken_slowly, monkeypatch, SECONDS if others_wait else LONGER)
    assert (got < LARGE) == others_wait
    assert seconds > SECONDS


async def taken_slowly(port):
    """Read a large answer piece by piece; return the number of bytes read and the seconds taken."""
    loop = asyncio.get_running_loop()
    with asked_for_much() as stranger:
        await loop.sock_connect(stranger, ("127.0.0.1", port))
        await loop.sock_sendall(stranger, b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        begun, got = time.perf_counter(), 0
        with suppress(ConnectionError):
            while more := await loop.sock_recv(stranger, 1 << 19):
                got += len(more)
                await asyncio.sleep(SECONDS / 50)
        return got, time.perf_counter() - begun


def test_who_takes_an_answer_slowly_gets_the_whole(monkeypatch):
    got, seconds = with_server(taken_slowly, monkeypatch, LONGER)
    assert got > LARGE
    assert seconds > 2 * LONGER

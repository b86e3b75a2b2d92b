"""How long a connection may take to send its request and to read the answer.

Uvicorn waits for ever for the end of a request's head and body, and for a reader who stops reading, whose
answer it holds meanwhile. It accepts another protocol class for its connections, but Streamlit, which starts
it, passes none on: so this one replaces the usual one in uvicorn's own list. All use of uvicorn's internals
is here. As of uvicorn 0.54.
"""

import asyncio
import re
from collections import defaultdict
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import h11
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.config import HTTP_PROTOCOLS
from uvicorn.protocols.http.h11_impl import H11Protocol

from mapapp.api.problems import problem
from mapapp.api.streams import IN_PROGRESS
from mapapp.errors import shortened
from mapapp.messages import notice

SECONDS_TO_SEND = 15.0
"""The time allowed for the head of a request, and for each piece of its body."""
LEAST_RECEIVED = 15_000
"""Bytes: a connection that sends less of a body in that time would take hours for a file."""
SECONDS_TO_TAKE = 60.0
"""The time allowed for reading some of an answer. The system accepts more from us only once the reader has
received a third of what it holds, which takes half a minute on the slowest lines."""
SECONDS_FOR_A_PORTION = 240.0
"""The time allowed for each portion handed over, while no more large answers can start: for their megabyte,
that is 35 kbit/s. Over a shorter time, a slow line that pauses for a while would seem to trickle."""
MAX_HEAD = 1 << 16
"""Bytes of a request's head, most of which is the first line with the URL."""
HEAD_END = re.compile(rb"\n\r?\n")


def use_patient_protocol() -> None:
    """Make the server that this process is about to start use this protocol."""
    HTTP_PROTOCOLS["auto"] = f"{__name__}:{PatientProtocol.__name__}"


class PatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; hangs up on clients that trickle a request or do not read the answer.

    It also hangs up on clients that read very slowly, but only while others can't start theirs. A malformed
    request, or one whose head is too long, is refused with a problem document; the connection is closed only
    once the client has stopped sending, or the answer would be lost on the way.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._has_refused = False
        self._sending_timer: asyncio.TimerHandle | None = None
        self._awaited: object = None
        self._received, self._is_paused = 0, False
        self._reading_timer: asyncio.TimerHandle | None = None
        self._handed_over = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # noqa: D102
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:  # noqa: D102 - asyncio's
        if self._has_refused:
            return
        self._received += len(data)
        super().data_received(data)
        if not self._has_refused:
            self._watch()

    def handle_events(self) -> None:  # noqa: D102 - uvicorn's
        if self.conn.their_state is h11.IDLE and len(self._head_so_far()) > MAX_HEAD:
            self.send_400_response("")
        else:
            super().handle_events()

    def _head_so_far(self) -> bytes:
        """Return what has arrived of a request's head; h11 limits only incomplete heads."""
        return HEAD_END.split(self.conn.trailing_data[0], maxsplit=1)[0]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: D102 - asyncio's
        self._await(None)
        self._await_reading(None)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: D102 - uvicorn's
        if self.cycle and not self.cycle.response_complete:  # its answer is no longer wanted
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._refuse(msg)
        self._await(None)
        self._has_refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._sending_timer = self.loop.call_later(SECONDS_TO_SEND, self.transport.abort)

    def _refuse(self, detail: str) -> None:
        refusal = _refusal(self._head_so_far(), detail)
        headers = [*refusal.raw_headers, (b"connection", b"close")]
        reason = HTTPStatus(refusal.status_code).phrase.encode()
        start = h11.Response(status_code=refusal.status_code, headers=headers, reason=reason)
        for event in (start, h11.Data(data=bytes(refusal.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")

    def pause_writing(self) -> None:  # noqa: D102 - asyncio's
        super().pause_writing()
        self._handed_over = self.loop.time()
        self._await_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:  # noqa: D102 - asyncio's
        self._await_reading(None)
        super().resume_writing()

    def _watch(self) -> None:
        """Check what is awaited now: h11 is idle until a head is complete, and then receives a body."""
        is_ours = self.transport.get_protocol() is self  # not a websocket's by now
        awaited = self.conn.their_state if is_ours and not self.transport.is_closing() else None
        if awaited is not self._awaited:
            self._await(awaited)

    def _await(self, awaited: object) -> None:
        if self._sending_timer:
            self._sending_timer.cancel()
        self._awaited, self._received, self._sending_timer = awaited, 0, None
        if awaited in {h11.IDLE, h11.SEND_BODY}:
            self._is_paused = self._is_paused_by_us()
            self._sending_timer = self.loop.call_later(SECONDS_TO_SEND, self._lose_patience)

    def _is_paused_by_us(self) -> bool:
        """Return whether nothing arrives because the application has not asked for it yet."""
        return self.flow.read_paused or bool(self.conn.they_are_waiting_for_100_continue)

    def _lose_patience(self) -> None:
        is_answered = bool(self.cycle and self.cycle.response_complete)  # nobody reads what still arrives
        is_awaited = self._received >= LEAST_RECEIVED or self._is_paused or self._is_paused_by_us()
        is_excused = is_awaited and not is_answered
        if self._awaited is h11.SEND_BODY and is_excused:
            self._await(h11.SEND_BODY)
        else:
            self.transport.abort()

    def _await_reading(self, unread: int | None) -> None:
        """Wait for the client to read some of the `unread` bytes; for nothing if None."""
        if self._reading_timer:
            self._reading_timer.cancel()
        self._reading_timer = None
        if unread is not None:
            self._reading_timer = self.loop.call_later(SECONDS_TO_TAKE, self._check_reading, unread)

    def _check_reading(self, unread: int) -> None:
        left = self.transport.get_write_buffer_size()
        is_slow = self.loop.time() - self._handed_over > SECONDS_FOR_A_PORTION
        if left < unread and not (is_slow and IN_PROGRESS.is_full):
            self._await_reading(left)
        else:
            self.transport.abort()


def _refusal(head: bytes, detail: str) -> Response:
    """Say why a request is invalid: its head is too long or malformed.

    For a URL that is too long, name the parameter that takes up most of it.
    """
    line, _, _ = head.partition(b"\n")
    path, _, query = b"".join(line.split(b" ")[1:2]).decode("latin-1").partition("?")
    request = Request({"type": "http", "path": shortened(path), "headers": []})
    if len(head) <= MAX_HEAD:
        return problem(request, HTTPStatus.BAD_REQUEST, detail)
    allowed = notice("expected-short-head", most=MAX_HEAD)
    if len(line) <= MAX_HEAD:
        headers = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        return problem(request, headers, notice("head-too-long", allowed=allowed), allowed=allowed)
    values = defaultdict[str, list[str]](list)
    for name, value in parse_qsl(query, keep_blank_values=True):
        values[name].append(value)
    name = max(values, key=lambda name: sum(len(name) + len(value) for value in values[name]), default="")
    return problem(
        request,
        HTTPStatus.REQUEST_URI_TOO_LONG,
        notice("address-too-long", allowed=allowed),
        allowed=allowed,
        **({"parameter": shortened(name), "value": shortened(values[name][0])} if name else {}),
    )

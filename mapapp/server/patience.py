"""How long a connection may take to say what it asks for, and to take the answer.

Uvicorn waits for ever for the end of a request's head, and of its body, and for a reader who stops reading,
whose answer it holds meanwhile. It can be given another protocol for
its connections, but Streamlit, which starts it, passes none on: so this one takes the place of the usual one
in uvicorn's own list. What is used of uvicorn's inside is here and nowhere else. Seen in uvicorn 0.54.
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
from mapapp.api.streams import UNDER_WAY
from mapapp.errors import shortened
from mapapp.messages import notice

SECONDS = 15.0
"""For the head of a request, and for each piece of its body."""
LEAST_PIECE = 15_000
"""Bytes: a line that brings less of a body in that time would take hours for a file."""
SECONDS_TO_TAKE = 60.0
"""For some of an answer. The system takes more from us only once a third of what it holds is with the reader,
which on the slowest lines is half a minute's."""
SECONDS_FOR_A_PORTION = 240.0
"""For all that is handed over at a time, while no more large answers can be begun: a megabyte of these, which
is 35 kbit/s. Over a shorter time, a slow line that stands still for a while would seem to trickle."""
MOST_OF_A_HEAD = 1 << 16
"""Bytes of a request's head; the first line, with the address, is most of it."""
END_OF_A_HEAD = re.compile(rb"\n\r?\n")


def be_patient_only_for_a_while() -> None:
    """Let the server that this process is going to start speak this protocol."""
    HTTP_PROTOCOLS["auto"] = f"{__name__}:{PatientProtocol.__name__}"


class PatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; hangs up on who sends a request by drops, or takes no answer.

    Also on who takes one by drops, but only where others can't begin with theirs meanwhile. What is no
    request, or has too long a head, is refused as everything else is, and its end waited for: the answer of
    who hangs up on a sender is lost on the way.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._has_refused = False
        self._patience: asyncio.TimerHandle | None = None
        self._awaited: object = None
        self._brought, self._waits_for_us = 0, False
        self._taking: asyncio.TimerHandle | None = None
        self._handed_over = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # noqa: D102
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:  # noqa: D102 - asyncio's
        if self._has_refused:
            return
        self._brought += len(data)
        super().data_received(data)
        if not self._has_refused:
            self._watch()

    def handle_events(self) -> None:  # noqa: D102 - uvicorn's
        if self.conn.their_state is h11.IDLE and len(self._head_so_far()) > MOST_OF_A_HEAD:
            self.send_400_response("")
        else:
            super().handle_events()

    def _head_so_far(self) -> bytes:
        """Return what has come of a request's head; h11 bounds only one that is not whole yet."""
        return END_OF_A_HEAD.split(self.conn.trailing_data[0], maxsplit=1)[0]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: D102 - asyncio's
        self._await(None)
        self._await_taking(None)
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: D102 - uvicorn's
        if self.cycle and not self.cycle.response_complete:  # nobody is told what it would answer
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._refuse(msg)
        self._await(None)
        self._has_refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._patience = self.loop.call_later(SECONDS, self.transport.abort)

    def _refuse(self, said: str) -> None:
        refused = _refused(self._head_so_far(), said)
        headers = [*refused.raw_headers, (b"connection", b"close")]
        reason = HTTPStatus(refused.status_code).phrase.encode()
        begun = h11.Response(status_code=refused.status_code, headers=headers, reason=reason)
        for event in (begun, h11.Data(data=bytes(refused.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")

    def pause_writing(self) -> None:  # noqa: D102 - asyncio's
        super().pause_writing()
        self._handed_over = self.loop.time()
        self._await_taking(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:  # noqa: D102 - asyncio's
        self._await_taking(None)
        super().resume_writing()

    def _watch(self) -> None:
        """Look at what is awaited now: h11 is idle until a head is whole, and then receives a body."""
        is_ours = self.transport.get_protocol() is self  # not a websocket's by now
        awaited = self.conn.their_state if is_ours and not self.transport.is_closing() else None
        if awaited is not self._awaited:
            self._await(awaited)

    def _await(self, what: object) -> None:
        if self._patience:
            self._patience.cancel()
        self._awaited, self._brought, self._patience = what, 0, None
        if what in {h11.IDLE, h11.SEND_BODY}:
            self._waits_for_us = self._is_up_to_us()
            self._patience = self.loop.call_later(SECONDS, self._lose_patience)

    def _is_up_to_us(self) -> bool:
        """Tell whether nothing comes because the application has not asked for it yet."""
        return self.flow.read_paused or bool(self.conn.they_are_waiting_for_100_continue)

    def _lose_patience(self) -> None:
        is_answered = bool(self.cycle and self.cycle.response_complete)  # what still comes, nobody reads
        is_awaited = self._brought >= LEAST_PIECE or self._waits_for_us or self._is_up_to_us()
        is_excused = is_awaited and not is_answered
        if self._awaited is h11.SEND_BODY and is_excused:
            self._await(h11.SEND_BODY)
        else:
            self.transport.abort()

    def _await_taking(self, untaken: int | None) -> None:
        """Wait for the reader to take some of what is `untaken`; for nothing where that is None."""
        if self._taking:
            self._taking.cancel()
        self._taking = None
        if untaken is not None:
            self._taking = self.loop.call_later(SECONDS_TO_TAKE, self._look_what_is_taken, untaken)

    def _look_what_is_taken(self, untaken: int) -> None:
        left = self.transport.get_write_buffer_size()
        is_slow = self.loop.time() - self._handed_over > SECONDS_FOR_A_PORTION
        if left < untaken and not (is_slow and UNDER_WAY.is_full):
            self._await_taking(left)
        else:
            self.transport.abort()


def _refused(head: bytes, said: str) -> Response:
    """Say why a request is none: its head is too long, or makes no sense.

    Of an address that is too long, the parameter that takes most of it is named.
    """
    line, _, _ = head.partition(b"\n")
    path, _, query = b"".join(line.split(b" ")[1:2]).decode("latin-1").partition("?")
    asked = Request({"type": "http", "path": shortened(path), "headers": []})
    if len(head) <= MOST_OF_A_HEAD:
        return problem(asked, HTTPStatus.BAD_REQUEST, said)
    allowed = notice("expected-short-head", most=MOST_OF_A_HEAD)
    if len(line) <= MOST_OF_A_HEAD:
        headers = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        return problem(asked, headers, notice("head-too-long", allowed=allowed), allowed=allowed)
    values = defaultdict[str, list[str]](list)
    for name, value in parse_qsl(query, keep_blank_values=True):
        values[name].append(value)
    name = max(values, key=lambda name: sum(len(name) + len(value) for value in values[name]), default="")
    return problem(
        asked,
        HTTPStatus.REQUEST_URI_TOO_LONG,
        notice("address-too-long", allowed=allowed),
        allowed=allowed,
        **({"parameter": shortened(name), "value": shortened(values[name][0])} if name else {}),
    )

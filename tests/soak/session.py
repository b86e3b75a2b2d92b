"""An open page without a browser: Streamlit's WebSocket, used as Streamlit's own client uses it."""

import re
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120
"""Seconds a run of the page may take."""
LONGEST_MESSAGE = 2**26
ROWS = re.compile(r"^(\d[\d,]*) rows?\.")
WHOLE, PART = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY


class PageFault(Exception):
    """The page shows an error, or its script did not finish."""


class Session:
    """A page of one reader.

    `rows` is the number of rows its table claims; `looks` are the parts that refresh on a timer, with the
    seconds between refreshes.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._address = f"ws://{parts.netloc}{parts.path}_stcore/stream"
        self._script, self._query, self.rows, self.looks = "", "", 0, dict[str, float]()

    async def __aenter__(self) -> Self:
        self._connecting = connect(self._address, max_size=LONGEST_MESSAGE, proxy=None, open_timeout=PATIENCE)
        self._socket: ClientConnection = await self._connecting.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connecting.__aexit__(kind, problem, trace)

    async def open(self, query: str) -> None:
        """Run the page for a query string to completion."""
        self._query = query
        await self._run(ClientState(query_string=query, page_script_hash=self._script))

    async def look(self, part: str) -> None:
        """Run one part of the page, as the browser's timer does; it may cause a run of the whole page."""
        state = ClientState(query_string=self._query, page_script_hash=self._script, fragment_id=part)
        state.is_auto_rerun = True
        await self._run(state)

    async def _run(self, state: ClientState) -> None:
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        async for data in self._socket:
            message = ForwardMsg.FromString(data)
            self._note(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in (WHOLE, PART):
                return
        raise PageFault("the connection ended")

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._script = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:  # the whole page: its parts will set their timers again
                self.looks.clear()
        elif kind == "auto_rerun":
            self.looks[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta":
            self._note_element(message.delta.new_element)
        elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise PageFault("the page's script could not be read")

    def _note_element(self, element: Element) -> None:
        if element.HasField("exception"):
            raise PageFault(element.exception.message)
        if told := ROWS.match(element.markdown.body):
            self.rows = int(told[1].replace(",", ""))

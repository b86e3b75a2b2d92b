"""A log that strangers can't fill: what is told again and again is one line a minute, with how often."""

import logging
import threading
import traceback
from dataclasses import dataclass
from typing import Any

from mapapp.errors import shortened
from mapapp.messages import notice

SECONDS = 60.0
LONGEST = 200
AT_WILL = (
    "uvicorn.error",
    "websockets",
    "streamlit.web.server.starlette.starlette_routes",
    "streamlit.web.server.starlette.starlette_websocket",
    "streamlit.runtime.app_session",
    "mapapp.api.endpoint",
)
"""Who logs what anybody can cause: requests and handshakes that are none, odd messages, faults of ours."""


def tell_seldom() -> None:
    """Let what strangers cause at will be told once a minute."""
    seldom = Seldom()
    for name in AT_WILL:
        logging.getLogger(name).addFilter(seldom)


@dataclass(slots=True)
class _Told:
    """What was told, by which logger, and how often it was left out since."""

    name: str
    level: int
    text: str
    left_out: int = 0


class Seldom(logging.Filter):
    """Lets the first record of a kind through, and tells after a minute how many more there were."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[object, _Told] = {}
        self._changing = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: D102 - logging's
        if hasattr(record, "left_out"):
            return True
        kind = _kind(record)
        with self._changing:
            if before := self._told.get(kind):
                before.left_out += 1
                return False
            said = shortened(record.getMessage().strip().partition("\n")[0], LONGEST)
            self._told[kind] = _Told(record.name, record.levelno, said)
        self._look_again(kind)
        return True

    def _look_again(self, kind: object) -> None:
        timer = threading.Timer(SECONDS, self._tell, (kind,))
        timer.daemon = True
        timer.start()

    def _tell(self, kind: object) -> None:
        with self._changing:
            told = self._told[kind]
            count, told.left_out = told.left_out, 0
            if not count:
                del self._told[kind]
                return
        self._look_again(kind)
        said = notice("log-more", count=count, said=told.text)
        logging.getLogger(told.name).log(told.level, said, extra={"left_out": count})


def _kind(record: logging.LogRecord) -> tuple[Any, ...]:
    """Tell records apart by the place in the code that tells them, and by the place of the fault."""
    cause: Any = record.exc_info[1] if record.exc_info else None
    places = traceback.extract_tb(cause.__traceback__) if cause else []
    fault = (places[-1].filename, places[-1].lineno) if places else None
    return record.pathname, record.lineno, type(cause), fault

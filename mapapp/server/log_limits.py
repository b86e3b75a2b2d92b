"""A log that strangers can't fill: a repeated message is one line a minute, with a count."""

import logging
import threading
import traceback
from dataclasses import dataclass
from typing import Any

from mapapp.errors import shortened
from mapapp.messages import notice

SECONDS_BETWEEN_REPEATS = 60.0
LONGEST_LINE = 200
LOGGERS = (
    "uvicorn.error",
    "websockets",
    "streamlit.web.server.starlette.starlette_routes",
    "streamlit.web.server.starlette.starlette_websocket",
    "streamlit.runtime.app_session",
    "mapapp.api.endpoint",
)
"""The loggers of what anybody can cause: malformed requests and handshakes, odd messages, our own faults."""


def limit_repeats() -> None:
    """Limit messages that strangers can cause to one a minute."""
    repeats = RepeatFilter()
    for name in LOGGERS:
        logging.getLogger(name).addFilter(repeats)


@dataclass(slots=True)
class _Logged:
    """What was logged, by which logger, and how often it has been left out since."""

    name: str
    level: int
    text: str
    left_out: int = 0


class RepeatFilter(logging.Filter):
    """Lets the first record of a kind through, and logs after a minute how many more there were."""

    def __init__(self) -> None:
        super().__init__()
        self._logged: dict[object, _Logged] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: D102 - logging's
        if hasattr(record, "left_out"):
            return True
        kind = _kind(record)
        with self._lock:
            if logged := self._logged.get(kind):
                logged.left_out += 1
                return False
            text = shortened(record.getMessage().strip().partition("\n")[0], LONGEST_LINE)
            self._logged[kind] = _Logged(record.name, record.levelno, text)
        self._check_later(kind)
        return True

    def _check_later(self, kind: object) -> None:
        timer = threading.Timer(SECONDS_BETWEEN_REPEATS, self._report, (kind,))
        timer.daemon = True
        timer.start()

    def _report(self, kind: object) -> None:
        with self._lock:
            logged = self._logged[kind]
            count, logged.left_out = logged.left_out, 0
            if not count:
                del self._logged[kind]
                return
        self._check_later(kind)
        text = notice("log-more", count=count, said=logged.text)
        logging.getLogger(logged.name).log(logged.level, text, extra={"left_out": count})


def _kind(record: logging.LogRecord) -> tuple[Any, ...]:
    """Return what distinguishes records: the line of code that logs them, and the line of the fault."""
    cause: Any = record.exc_info[1] if record.exc_info else None
    frames = traceback.extract_tb(cause.__traceback__) if cause else []
    fault = (frames[-1].filename, frames[-1].lineno) if frames else None
    return record.pathname, record.lineno, type(cause), fault

"""Where pictures are drawn: in a separate process, because drawing would block the server.

It is not a process of `multiprocessing`: those first run the page's script, which Streamlit puts in the place
of `__main__`.
"""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mapapp.exports.picture.sheet import Sheet

COMMAND = [sys.executable, "-P", "-m", "mapapp.exports.picture"]
TRIES = 2
SECONDS_PER_TRY = 20.0
"""Most tries take two seconds. Meanwhile nobody else gets a picture, and the server can't exit."""
SECONDS_TO_EXIT = 2.0
"""How long an idle process may take to clean up after itself."""


class Press:
    """Prints one sheet at a time; safe to use from several threads.

    The process starts with the first sheet, and again after it was killed or hung; it ends with the server,
    however that ends.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._printing = threading.Lock()

    def print_sheet(self, sheet: "Sheet", kind: str) -> bytes:
        """Return a sheet as a "png" or "svg" file; RuntimeError if the process dies at every try."""
        with self._printing:
            for _ in range(TRIES):
                try:
                    outcome = _result_of(self._running(), (sheet, kind))
                except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                    self._kill()
                    continue
                except BaseException:
                    self._kill()  # or the next sheet would get this one's file
                    raise
                if isinstance(outcome, Exception):
                    raise outcome
                return outcome
        raise RuntimeError(f"The process that draws pictures ended {TRIES} times")

    @property
    def process(self) -> int | None:
        """The number of the printing process, if there is one."""
        return self._process.pid if self._process else None

    def end(self) -> None:
        """End the process, at once if it is printing; a further sheet starts another."""
        if self._process and self._printing.acquire(blocking=False):
            with suppress(subprocess.TimeoutExpired):
                self._process.communicate(timeout=SECONDS_TO_EXIT)
            self._printing.release()
        self._kill()

    def _kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            paths = os.pathsep.join(filter(None, sys.path))
            self._process = subprocess.Popen(  # noqa: S603 - our own
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": paths},
                start_new_session=True,  # Ctrl+C is for the server, with which it ends
            )
        return self._process


PRESS = Press()
"""The press of this server, shared with the readers' own data."""
atexit.register(PRESS.end)


def _result_of(process: subprocess.Popen[bytes], job: "tuple[Sheet, str]") -> bytes | Exception:
    sheets, files = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    kill_if_hung = threading.Timer(SECONDS_PER_TRY, process.kill)
    kill_if_hung.daemon = True
    kill_if_hung.start()
    try:
        pickle.dump(job, sheets)
        sheets.flush()
        return cast("bytes | Exception", pickle.load(files))  # noqa: S301 - ours
    finally:
        kill_if_hung.cancel()

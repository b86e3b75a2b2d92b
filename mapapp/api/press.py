"""Where pictures are drawn: in a process of its own, for drawing would keep the server from all else.

It is no process of `multiprocessing`: those run the page's script, which Streamlit puts in the place of
`__main__`, before they begin.
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
LONGEST = 20.0
"""Seconds that a try may take; most take two. Meanwhile nobody else has a picture, nor can the server end."""
LONGEST_FAREWELL = 2.0
"""Seconds in which a process that has nothing to do may tidy up after itself."""


class Press:
    """Prints one sheet at a time; safe to use from several threads.

    The process begins with the first sheet, and anew after somebody has ended it or it has hung; it ends with
    the server, however that ends.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._printing = threading.Lock()

    def printed(self, sheet: "Sheet", kind: str) -> bytes:
        """Return a sheet as a "png" or "svg" file; RuntimeError if the process ends over it each time."""
        with self._printing:
            for _ in range(TRIES):
                try:
                    made = _handed_over(self._running(), (sheet, kind))
                except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                    self._kill()
                    continue
                except BaseException:
                    self._kill()  # or the next sheet would have this one's file
                    raise
                if isinstance(made, Exception):
                    raise made
                return made
        raise RuntimeError(f"The process that draws pictures ended {TRIES} times")

    @property
    def process(self) -> int | None:
        """The process that prints, by its number, if one does."""
        return self._process.pid if self._process else None

    def end(self) -> None:
        """End the process, at once if it prints; a further sheet begins another."""
        if self._process and self._printing.acquire(blocking=False):
            with suppress(subprocess.TimeoutExpired):
                self._process.communicate(timeout=LONGEST_FAREWELL)
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
"""The one of this server, whose readers may have data of their own."""
atexit.register(PRESS.end)


def _handed_over(process: subprocess.Popen[bytes], work: "tuple[Sheet, str]") -> bytes | Exception:
    sheets, files = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    hung = threading.Timer(LONGEST, process.kill)
    hung.daemon = True
    hung.start()
    try:
        pickle.dump(work, sheets)
        sheets.flush()
        return cast("bytes | Exception", pickle.load(files))  # noqa: S301 - ours
    finally:
        hung.cancel()

"""A process that tries files, so that one that never ends, or kills the process, is merely counted."""

import os
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.trial import Ending, Outcome, tried

LONGEST = 10
"""Seconds of CPU time after which a trial counts as a hang, whatever else the machine is doing."""
PATIENCE = 120
"""Seconds after which it is a hang in any case; a process may take that long to start."""


def _work(asked: Connection) -> None:
    asked.send("ready")
    while True:
        folder, whole = asked.recv()
        asked.send(tried(folder, whole=whole))


class Worker:
    """Tries one file after another; its process is replaced when it hangs or dies."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        spawned = get_context("spawn")
        self._asked, theirs = spawned.Pipe()
        self._process = spawned.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        assert self._asked.poll(PATIENCE)
        assert self._asked.recv() == "ready"

    def try_out(self, folder: Path, *, whole: bool) -> Outcome:
        """Try the data set in a folder."""
        self._asked.send((folder, whole))
        try:
            if self._answers():
                return self._asked.recv()
            ending = Outcome(Ending.HANG, f"not done after {LONGEST} s of processor time")
        except EOFError:
            self._process.join()
            ending = Outcome(Ending.CRASH, f"the process ended with status {self._process.exitcode}")
        self.stop()
        self._start()
        return ending

    def _answers(self) -> bool:
        """Wait for the answer; return False once the trial counts as a hang."""
        deadline, used = time.monotonic() + PATIENCE, self._processor_time()
        while not self._asked.poll(0.5):
            if time.monotonic() > deadline or self._processor_time() > used + LONGEST:
                return False
        return True

    def _processor_time(self) -> float:
        """Return the seconds of CPU time that the process has used; 0 once it has ended."""
        try:
            stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return 0
        return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._asked.close()

"""The store of a running program: watches the files of its data set and swaps it when they change."""

import atexit
import gc
import logging
import os
import threading
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from mapapp.engine.opening import named_faults, open_store
from mapapp.engine.store import Store
from mapapp.errors import FaultyData, MapappError
from mapapp.messages import notice
from mapapp.model.dataset_files import dataset_files, incidents_file
from mapapp.model.report import Effect, Report
from mapapp.model.unfinished import JOURNAL, broken_off

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_UNTIL_LEFT = 15.0
"""By then, open pages show the newest data, and nobody needs those before."""

_log = logging.getLogger(__name__)

_State = tuple[int, int, int] | None


class LiveStore:
    """The store of a running program: replaced as a whole when its files change, kept when they break.

    `unfetched` says why the newest file of a source by address is not here, if it can't be fetched.
    `problem` says in words why the newest files are not served, a fault in each line; it is empty while they
    are. It names files without their folder, for readers of the page see it. `mapping` says which columns of
    the incidents file hold what, `copies` where prepared copies are kept, `drafts` whether what is not
    published is shown.
    """

    summary = "refused-summary"
    """Which message stands before a problem."""
    unfetched = ""

    def __init__(
        self, path: Path, mapping: Path | None = None, copies: Path | None = None, *, drafts: bool = False
    ) -> None:
        path = incidents_file(path)
        self._path, self._mapping = path, mapping
        self._open = partial(open_store, path, mapping, copies, drafts=drafts)
        self._files = dataset_files(path)
        self._seen = self._noticed = self._signature()
        self._store = self._read()
        self.problem = ""

    @property
    def current(self) -> Store:
        """The data set to answer from, as the public may ask it; keep it for the length of one answer."""
        return self._store

    def look(self) -> None:
        """Look at the files once; files that changed and have come to rest since the last look are loaded.

        A replacement that can't be read, that has no usable row, that rejects more rows than what is served
        now, that lacks one of its files, or of which a file ends before its last line does, is not served: it
        is most likely half-written or broken.
        """
        signature = self._signature()
        if signature != self._noticed:
            self._noticed = signature
        elif signature != self._seen:
            self._seen = signature
            self._replace()

    def watch(self) -> None:
        """Look at the files about every second until the program ends, in a thread of its own."""
        ending = threading.Event()
        thread = threading.Thread(target=self._look_until, args=(ending,), name="watch-data", daemon=True)
        thread.start()
        atexit.register(end, thread, ending)

    def _look_until(self, ending: threading.Event) -> None:
        while not ending.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self.look()
            except Exception:
                _log.exception("The data files could not be looked at")

    def _replace(self) -> None:
        try:
            arrived = self._arrived()
        except MapappError as problem:
            self._keep(str(problem))
        except Exception:
            _log.exception("The newest data files could not be loaded")
            self._keep(notice("live-not-loaded"))
        else:
            if self._signature() == self._seen:  # else they were written to while they were read
                self._store, self.problem = arrived, ""
                give_back_later()

    def _arrived(self) -> Store:
        files = dataset_files(self._path)
        if gone := _file_names(self._files, self._files.keys() - files):
            raise FaultyData(notice("live-missing", files=gone), remedy=notice("live-missing-remedy"))
        arrived = self._read()
        if _lost(arrived.report) > _lost(self._store.report):
            raise FaultyData(named_faults(self._path, arrived.report))
        if cut := _file_names(files, set(arrived.report.unended) - set(self._store.report.unended)):
            raise FaultyData(
                notice("live-cut-off", files=cut),
                remedy=notice("live-cut-off-remedy"),
            )
        self._files = files
        return arrived

    def _read(self) -> Store:
        if names := broken_off(self._path.parent):
            told = {"file": str(self._path), "names": ", ".join(names)}
            _log.warning(notice("release-broken-off", **told))
        return self._open().for_the_public()

    def _keep(self, problem: str) -> None:
        said = problem.replace(f"{self._path.parent}{os.sep}", "")
        _log.warning("The newest data files are not served. %s", said)
        self.problem = said if self._store.gives_rows else notice("live-not-loaded")

    def _signature(self) -> tuple[tuple[str, _State], ...]:
        journal = self._path.parent / JOURNAL
        files = [*dataset_files(self._path).values(), *filter(None, [self._mapping]), journal]
        return tuple((file.name, _state(file)) for file in files)


def give_back_later() -> None:
    """Let Python find what replaced data are held by: pages that are closed refer to them in circles."""
    finding = threading.Timer(SECONDS_UNTIL_LEFT, gc.collect)
    finding.daemon = True
    finding.start()


def end(thread: threading.Thread, ending: threading.Event) -> None:
    """End a thread before Python ends: while one runs, the engine can't be given back and complains."""
    ending.set()
    thread.join(SECONDS_BETWEEN_LOOKS)


def _state(file: Path) -> _State:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _lost(report: Report) -> int:
    """Count the rows and files that are not shown because of their faults."""
    return report.effects[Effect.FILE_LEFT_OUT] + sum(count.rows_rejected for count in report.counts)


def _file_names(files: Mapping[str, Path], tables: Iterable[str]) -> str:
    return ", ".join(sorted(files[table].name for table in tables))

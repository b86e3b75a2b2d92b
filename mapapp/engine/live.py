"""The store of a running program, which watches the files of its data set and reloads them."""

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

SECONDS_BETWEEN_FILE_CHECKS = 1.0
SECONDS_UNTIL_UNUSED = 15.0
"""By then, open pages show the newest data and nothing needs the old."""

_log = logging.getLogger(__name__)

_State = tuple[int, int, int] | None


class LiveStore:
    """The store of a running program: replaced as a whole when its files change, kept when they break.

    `unfetched` says why the newest file of a source with a URL could not be fetched. `problem` says why the
    newest files are not served, one fault per line; it is empty while they are. It names files without their
    folder, because readers of the page see it. `mapping` says which columns of the incidents file hold what,
    `copies` where prepared copies are kept, `drafts` whether unpublished rows are shown.
    """

    summary = "refused-summary"
    """The message that introduces a problem."""
    unfetched = ""

    def __init__(
        self, path: Path, mapping: Path | None = None, copies: Path | None = None, *, drafts: bool = False
    ) -> None:
        path = incidents_file(path)
        self._path, self._mapping = path, mapping
        self._open = partial(open_store, path, mapping, copies, drafts=drafts)
        self._files = dataset_files(path)
        self._loaded_signature = self._last_signature = self._signature()
        self._store = self._read()
        self.problem = ""

    @property
    def current(self) -> Store:
        """The data set to answer from, as the public may query it; keep it for the duration of one answer."""
        return self._store

    def look(self) -> None:
        """Check the files once; load them if they have changed and been at rest since the last check.

        A replacement is not served if it can't be read, has no usable row, rejects more rows than what is
        served now, lacks one of its files, or has a file that ends before its last line does: it is most
        likely half-written or broken.
        """
        signature = self._signature()
        if signature != self._last_signature:
            self._last_signature = signature
        elif signature != self._loaded_signature:
            self._loaded_signature = signature
            self._replace()

    def watch(self) -> None:
        """Check the files about every second until the program ends, in a separate thread."""
        ending = threading.Event()
        thread = threading.Thread(target=self._look_until, args=(ending,), name="watch-data", daemon=True)
        thread.start()
        atexit.register(end, thread, ending)

    def _look_until(self, ending: threading.Event) -> None:
        while not ending.wait(SECONDS_BETWEEN_FILE_CHECKS):
            try:
                self.look()
            except Exception:
                _log.exception("The data files could not be looked at")

    def _replace(self) -> None:
        try:
            replacement = self._read_replacement()
        except MapappError as problem:
            self._report(str(problem))
        except Exception:
            _log.exception("The newest data files could not be loaded")
            self._report(notice("live-not-loaded"))
        else:
            if self._signature() == self._loaded_signature:  # else they changed while they were read
                self._store, self.problem = replacement, ""
                collect_garbage_later()

    def _read_replacement(self) -> Store:
        files = dataset_files(self._path)
        if missing := _file_names(self._files, self._files.keys() - files):
            raise FaultyData(notice("live-missing", files=missing), remedy=notice("live-missing-remedy"))
        replacement = self._read()
        if _count_losses(replacement.report) > _count_losses(self._store.report):
            raise FaultyData(named_faults(self._path, replacement.report))
        if truncated := _file_names(files, set(replacement.report.unended) - set(self._store.report.unended)):
            raise FaultyData(
                notice("live-cut-off", files=truncated),
                remedy=notice("live-cut-off-remedy"),
            )
        self._files = files
        return replacement

    def _read(self) -> Store:
        if names := broken_off(self._path.parent):
            arguments = {"file": str(self._path), "names": ", ".join(names)}
            _log.warning(notice("release-broken-off", **arguments))
        return self._open().for_the_public()

    def _report(self, problem: str) -> None:
        text = problem.replace(f"{self._path.parent}{os.sep}", "")
        _log.warning("The newest data files are not served. %s", text)
        self.problem = text if self._store.gives_rows else notice("live-not-loaded")

    def _signature(self) -> tuple[tuple[str, _State], ...]:
        journal = self._path.parent / JOURNAL
        files = [*dataset_files(self._path).values(), *filter(None, [self._mapping]), journal]
        return tuple((file.name, _state(file)) for file in files)


def collect_garbage_later() -> None:
    """Let Python free replaced data, to which closed pages refer in cycles."""
    timer = threading.Timer(SECONDS_UNTIL_UNUSED, gc.collect)
    timer.daemon = True
    timer.start()


def end(thread: threading.Thread, ending: threading.Event) -> None:
    """End a thread before Python exits: while one runs, the engine can't be freed and complains."""
    ending.set()
    thread.join(SECONDS_BETWEEN_FILE_CHECKS)


def _state(file: Path) -> _State:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _count_losses(report: Report) -> int:
    """Count the rows and files that are not shown because of their faults."""
    return report.effects[Effect.FILE_LEFT_OUT] + sum(count.rows_rejected for count in report.counts)


def _file_names(files: Mapping[str, Path], tables: Iterable[str]) -> str:
    return ", ".join(sorted(files[table].name for table in tables))

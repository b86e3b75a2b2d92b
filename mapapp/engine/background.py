"""Reading the data set of a running program, in a thread: once in a process, for whoever asks for it."""

import threading
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapapp.engine.live import LiveStore

_beginning = threading.Lock()


def reading(data: Path, mapping: Path | None = None) -> "Future[LiveStore]":
    """Return this process's one live store of the data set at `data`, as a promise; `mapping` as there.

    The first call begins to read; one after a reading that failed begins again.
    """
    with _beginning:
        return _begun(data, mapping)


@cache
def _begun(data: Path, mapping: Path | None) -> "Future[LiveStore]":
    promised: Future[LiveStore] = Future()
    threading.Thread(target=_read, args=(data, mapping, promised), name="reading", daemon=True).start()
    return promised


def _read(data: Path, mapping: Path | None, promised: "Future[LiveStore]") -> None:
    try:
        from mapapp.engine.live import LiveStore  # noqa: PLC0415 - takes seconds to import

        live = LiveStore(data, mapping)
        live.current.warm_up()
    except BaseException as problem:
        _begun.cache_clear()
        promised.set_exception(problem)
    else:
        live.watch()
        promised.set_result(live)

"""Reading the data set of a running program, in a thread: once in a process, for whoever asks for it."""

import threading
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from mapapp.engine.import_lock import importing
from mapapp.errors import MapappError
from mapapp.settings import Settings

if TYPE_CHECKING:
    from mapapp.engine.following import Source
    from mapapp.engine.live import LiveStore

_beginning = threading.Lock()


def reading(settings: Settings) -> "Future[LiveStore]":
    """Return this process's one live store of the data set that is set, as a promise.

    The first call begins to read; one after a reading that failed begins again.
    """
    with _beginning:
        return _begun(settings)


@cache
def _begun(settings: Settings) -> "Future[LiveStore]":
    promised: Future[LiveStore] = Future()
    threading.Thread(target=_read, args=(settings, promised), name="reading", daemon=True).start()
    return promised


def _opened(settings: Settings) -> "LiveStore":
    with importing:
        from mapapp.engine.live import LiveStore  # noqa: PLC0415 - the same
        from mapapp.engine.live_database import LiveDatabase  # noqa: PLC0415 - takes seconds to import
    if settings.store:
        return LiveDatabase(settings.store)
    return LiveStore(settings.data, settings.mapping, settings.copies, drafts=settings.drafts)


def _read(settings: Settings, promised: "Future[LiveStore]") -> None:
    try:
        source = _fetched(settings)
        live = _opened(settings)
    except BaseException as problem:
        _begun.cache_clear()
        promised.set_exception(problem)
    else:
        live.watch()
        if source:
            source.follow(live, settings.every)
        promised.set_result(live)
        with suppress(MapappError):  # whoever asks next is told
            live.current.warm_up()  # while the first map is asked for, which goes first


def _fetched(settings: Settings) -> "Source | None":
    """Fetch the source that is set for the first time; None if the data are files."""
    if not settings.source:
        return None
    from mapapp.engine.following import Source  # noqa: PLC0415 - only where it is needed

    source = Source(settings.source, settings.data)
    source.fetch()
    return source

"""Reading the data set of a running program, in a thread, once per process."""

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

_starting = threading.Lock()


def reading(settings: Settings) -> "Future[LiveStore]":
    """Return this process's one live store of the configured data set, as a future.

    The first call starts reading; a call after a failed attempt starts again.
    """
    with _starting:
        return _start_reading(settings)


@cache
def _start_reading(settings: Settings) -> "Future[LiveStore]":
    future: Future[LiveStore] = Future()
    threading.Thread(target=_read, args=(settings, future), name="reading", daemon=True).start()
    return future


def _open(settings: Settings) -> "LiveStore":
    with importing:
        from mapapp.engine.live import LiveStore  # noqa: PLC0415 - the same
        from mapapp.engine.live_database import LiveDatabase  # noqa: PLC0415 - takes seconds to import
    if settings.store:
        return LiveDatabase(settings.store)
    return LiveStore(settings.data, settings.mapping, settings.copies, drafts=settings.drafts)


def _read(settings: Settings, future: "Future[LiveStore]") -> None:
    try:
        source = _fetch_source(settings)
        live = _open(settings)
    except BaseException as problem:
        _start_reading.cache_clear()
        future.set_exception(problem)
    else:
        live.watch()
        if source:
            source.follow(live, settings.every)
        future.set_result(live)
        with suppress(MapappError):  # the next request reports it
            live.current.warm_up()  # meanwhile the first map is requested, which has priority


def _fetch_source(settings: Settings) -> "Source | None":
    """Fetch the configured source for the first time; None if the data are files."""
    if not settings.source:
        return None
    from mapapp.engine.following import Source  # noqa: PLC0415 - only where it is needed

    source = Source(settings.source, settings.data)
    source.fetch()
    return source

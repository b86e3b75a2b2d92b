"""Data sets in databases elsewhere: published there, opened from there, followed while they are served.

The drivers are extras, so they are imported only where an address of their kind is given.
"""

import logging
from types import ModuleType

from mapapp.engine.about import About
from mapapp.engine.live import LiveStore
from mapapp.engine.store import Store
from mapapp.errors import BadSetting, MapappError
from mapapp.messages import notice
from mapapp.settings import StoreAddress

_log = logging.getLogger(__name__)


def _postgres() -> ModuleType:
    try:
        from mapapp.engine.engines.postgres import published  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as missing:
        raise BadSetting(notice("postgres-missing"), remedy=notice("postgres-missing-remedy")) from missing
    return published


def publish(store: Store, address: StoreAddress) -> None:
    """Publish a data set in a database, in place of an earlier one: whole, or not at all.

    Raises EngineUnavailable, UnwritableFile if the database refuses, and BadSetting without its driver.
    """
    _postgres().publish(store, address)


def about(address: StoreAddress) -> About:
    """Return what is told of the data set that was published last; raises as `open_published` does."""
    told: About = _postgres().told(address)
    return told


def open_published(address: StoreAddress) -> Store:
    """Open the data set that was published last.

    Raises EngineUnavailable, UnreadableFile if there is none that this version can read, BadSetting.
    """
    postgres = _postgres()
    opened: tuple[int, Store] = postgres.opened(postgres.pool(address), address)
    return opened[1]


class LiveDatabase(LiveStore):
    """The data set that was published last in a database; it stays open while that can't be asked."""

    summary = "store-problem-summary"

    def __init__(self, address: StoreAddress) -> None:
        self._postgres, self._address = _postgres(), address
        self._connections = self._postgres.pool(address)
        self._number, self._store = self._opened()
        self.problem = ""

    def look(self) -> None:
        """Ask once whether something newer was published, and open it."""
        try:
            number = self._postgres.newest(self._connections)
            if number != self._number:
                self._number, self._store = self._opened()
        except MapappError as problem:
            self._keep(str(problem))
        else:
            self.problem = ""

    def _opened(self) -> tuple[int, Store]:
        number, store = self._postgres.opened(self._connections, self._address)
        return number, store.for_the_public()

    def _keep(self, problem: str) -> None:
        if problem != self.problem:
            _log.warning("The database is not asked: %s", problem)
        self.problem = problem

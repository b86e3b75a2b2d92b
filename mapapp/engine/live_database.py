"""The data set that was published last in a database, followed while it is served."""

import logging

from mapapp.engine.databases import kind_of
from mapapp.engine.live import LiveStore, give_back_later
from mapapp.engine.store import Store
from mapapp.errors import MapappError
from mapapp.settings import StoreAddress

_log = logging.getLogger(__name__)


class LiveDatabase(LiveStore):
    """The data set that was published last in a database; it stays open while that can't be asked."""

    summary = "store-problem-summary"

    def __init__(self, address: StoreAddress) -> None:
        self._kind, self._address = kind_of(address), address
        self._connections = self._kind.pool(address)
        self._which, self._store = self._opened()
        self._store.warm_up()  # now: beside readers it would keep a slow database busy
        self.problem = ""

    def look(self) -> None:
        """Ask once whether something newer was published, and open it."""
        try:
            which = self._kind.newest(self._connections)
            if which != self._which:
                self._which, self._store = self._opened()
                give_back_later()
        except MapappError as problem:
            self._keep(str(problem))
        else:
            self.problem = ""

    def _opened(self) -> tuple[object, Store]:
        which, store = self._kind.opened(self._connections, self._address)
        return which, store.for_the_public()

    def _keep(self, problem: str) -> None:
        if problem != self.problem:
            _log.warning("The database is not asked: %s", problem)
        self.problem = problem

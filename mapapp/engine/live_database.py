"""The latest published data set in a database, followed while it is served."""

import logging

from mapapp.engine.databases import kind_of
from mapapp.engine.live import LiveStore, collect_garbage_later
from mapapp.engine.store import Store
from mapapp.errors import MapappError
from mapapp.settings import StoreAddress

_log = logging.getLogger(__name__)


class LiveDatabase(LiveStore):
    """The latest published data set in a database; it stays open while the database can't be reached."""

    summary = "store-problem-summary"

    def __init__(self, address: StoreAddress) -> None:
        self._module, self._address = kind_of(address), address
        self._connections = self._module.pool(address)
        self._identifier, self._store = self._open_latest()
        self._store.warm_up()  # now: later it would compete with readers for a slow database
        self.problem = ""

    def look(self) -> None:
        """Check once whether something newer was published, and open it."""
        try:
            identifier = self._module.newest(self._connections)
            if identifier != self._identifier:
                self._identifier, self._store = self._open_latest()
                collect_garbage_later()
        except MapappError as problem:
            self._report(str(problem))
        else:
            self.problem = ""

    def _open_latest(self) -> tuple[object, Store]:
        identifier, store = self._module.open_latest(self._connections, self._address)
        return identifier, store.for_the_public()

    def _report(self, problem: str) -> None:
        if problem != self.problem:
            _log.warning("The database is not asked: %s", problem)
        self.problem = problem

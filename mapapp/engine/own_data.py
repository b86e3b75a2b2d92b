"""Files that readers bring: each in memory, for one reader alone, as long as that reader's page is open.

A reader's page holds the one reference that keeps them; here they are only found by a token that nobody can
guess. A page that has not been seen for a while has been closed without saying so.
"""

import secrets
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from mapapp.engine.live import LiveStore
from mapapp.engine.opening import require_incidents
from mapapp.engine.store import Store
from mapapp.errors import FileRefused
from mapapp.messages import message
from mapapp.settings import UploadLimits

if TYPE_CHECKING:
    from mapapp.ingest import Ingested
    from mapapp.ingest.stored import StoredFile

SECONDS_UNSEEN = 600
"""A page that is in the background is still seen about once a minute."""


class OwnStore(LiveStore):
    """The store of a file that a reader has brought; it never changes."""

    def __init__(self, arrived: "Ingested") -> None:
        require_incidents(arrived.path, arrived)
        self._store = replace(Store.load(arrived), is_passing=True)
        self._store.warm_up()
        self.problem = ""

    def look(self) -> None:
        """See nothing: there is no file to look at."""


class OwnData:
    """What one reader has brought: a file that has arrived, and the data set that is shown of one.

    `answers` is what the API has made of the data set; it is kept here so that it goes with it.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.arrived: StoredFile | None = None
        self.shown: OwnStore | None = None
        self.answers: Any = None
        self._bytes = {"arrived": 0, "shown": 0}
        self._arriving = False
        self.seen()
        _open[self.token] = self

    @property
    def held(self) -> int:
        """How many bytes of files are held."""
        return sum(self._bytes.values())

    def seen(self) -> None:
        """Note that the reader's page is open."""
        self.last_seen = monotonic()

    def reserve(self, size: int, limits: UploadLimits) -> None:
        """Reserve room for `size` bytes, in place of an earlier file; FileRefused if there is none."""
        with _reserving:
            _require(not self._arriving, "own-arriving", 0)
            self.take_back()
            _require(size <= limits.file, "own-too-large", limits.file)
            _require(self.held + size <= limits.reader, "own-reader-full", limits.reader)
            others = sum(one.held for one in open_now())
            _require(others + size <= limits.server, "own-server-full", limits.server)
            self._bytes["arrived"], self._arriving = size, True

    def receive(self, name: str, data: bytes) -> None:
        """Take the file for which room was reserved; its name is only a name."""
        from mapapp.ingest.stored import StoredFile  # noqa: PLC0415 - takes a second to import

        bare = "".join(filter(str.isprintable, name.replace("\\", "/").rpartition("/")[2])).strip(".")
        path = Path(self.token) / (bare[-LONGEST_NAME:] or "file")
        self.arrived = StoredFile(path, data, datetime.now(UTC), path.suffix.lower())
        self._bytes["arrived"] = len(data)

    def end_arrival(self) -> None:
        """Note that nothing is under way any more; give the room back if no file has arrived."""
        self._arriving = False
        if self.arrived is None:
            self.take_back()

    def take_back(self) -> None:
        """Forget the file that has arrived."""
        self.arrived = None
        self._bytes["arrived"] = 0

    def show(self, store: OwnStore) -> None:
        """Show a data set that was made of the file that has arrived."""
        self.shown, self.answers, self.arrived = store, None, None
        self._bytes = {"arrived": 0, "shown": self._bytes["arrived"]}

    def forget(self) -> None:
        """Forget everything."""
        self.shown = self.answers = self.arrived = None
        self._bytes = {"arrived": 0, "shown": 0}


LONGEST_NAME = 100

_open: WeakValueDictionary[str, OwnData] = WeakValueDictionary()
_reserving = threading.Lock()


def open_now() -> list[OwnData]:
    """Return what readers have brought whose pages are open; forget that of all others."""
    everything = list(_open.values())
    gone = [one for one in everything if monotonic() - one.last_seen > SECONDS_UNSEEN]
    for one in gone:
        one.forget()
        _open.pop(one.token, None)
    return [one for one in everything if one not in gone]


def called(token: str) -> OwnData | None:
    """Find what a reader has brought by its token."""
    asked = token.encode(errors="replace")
    return next((one for one in open_now() if secrets.compare_digest(one.token.encode(), asked)), None)


def without_token(text: str, token: str) -> str:
    """Take a token, which stands where a file's folder would, out of a message."""
    return text.replace(f"{Path(token)}{Path('/')}", "")


def _require(condition: bool, identifier: str, limit: int) -> None:
    if not condition:
        raise FileRefused(message(identifier, megabytes=limit // 1_000_000))

"""Files that readers bring: each in memory, for one reader only, as long as that reader's page is open.

The reader's page holds the only strong reference; here files are found by a token that nobody can guess. A
page that has not been seen for a while is taken to be closed.
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
"""A page in the background is still seen about once a minute."""


class OwnStore(LiveStore):
    """The store of a reader's own file, which never changes."""

    def __init__(self, data: "Ingested") -> None:
        require_incidents(data.path, data)
        self._store = replace(Store.load(data), is_passing=True)
        self._store.warm_up()
        self.problem = ""

    def look(self) -> None:
        """Do nothing: there is no file to check."""


class OwnData:
    """What one reader has brought: a file that has arrived, and the data set shown from one.

    `answers` is the API for the data set; it is kept here so that it is freed with it.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.file: StoredFile | None = None
        self.shown: OwnStore | None = None
        self.answers: Any = None
        self._bytes = {"arrived": 0, "shown": 0}
        self._is_arriving = False
        self.note_open()
        _open[self.token] = self

    @property
    def bytes_held(self) -> int:
        """The number of bytes of files held."""
        return sum(self._bytes.values())

    def note_open(self) -> None:
        """Note that the reader's page is open."""
        self.last_seen = monotonic()

    def reserve(self, size: int, limits: UploadLimits) -> None:
        """Reserve room for `size` bytes, replacing an earlier file; FileRefused if there is none."""
        with _reserving:
            _require(not self._is_arriving, "own-arriving", 0)
            self.discard_file()
            _require(size <= limits.file, "own-too-large", limits.file)
            _require(self.bytes_held + size <= limits.reader, "own-reader-full", limits.reader)
            others_bytes = sum(own.bytes_held for own in open_now())
            _require(others_bytes + size <= limits.server, "own-server-full", limits.server)
            self._bytes["arrived"], self._is_arriving = size, True

    def receive(self, name: str, data: bytes) -> None:
        """Accept the file for which room was reserved; folders in its name are ignored."""
        from mapapp.ingest.stored import StoredFile  # noqa: PLC0415 - takes a second to import

        name_only = "".join(filter(str.isprintable, name.replace("\\", "/").rpartition("/")[2])).strip(".")
        path = Path(self.token) / (name_only[-LONGEST_NAME:] or "file")
        self.file = StoredFile(path, data, datetime.now(UTC), path.suffix.lower())
        self._bytes["arrived"] = len(data)

    def end_arrival(self) -> None:
        """Note that no upload is under way any more; release the room if no file has arrived."""
        self._is_arriving = False
        if self.file is None:
            self.discard_file()

    def discard_file(self) -> None:
        """Forget the file that has arrived."""
        self.file = None
        self._bytes["arrived"] = 0

    def show(self, store: OwnStore) -> None:
        """Show a data set made from the file that has arrived."""
        self.shown, self.answers, self.file = store, None, None
        self._bytes = {"arrived": 0, "shown": self._bytes["arrived"]}

    def forget(self) -> None:
        """Forget everything."""
        self.shown = self.answers = self.file = None
        self._bytes = {"arrived": 0, "shown": 0}


LONGEST_NAME = 100

_open: WeakValueDictionary[str, OwnData] = WeakValueDictionary()
_reserving = threading.Lock()


def open_now() -> list[OwnData]:
    """Return the data of all readers whose pages are open; forget that of the others."""
    all_own = list(_open.values())
    closed = [own for own in all_own if monotonic() - own.last_seen > SECONDS_UNSEEN]
    for own in closed:
        own.forget()
        _open.pop(own.token, None)
    return [own for own in all_own if own not in closed]


def find_own_data(token: str) -> OwnData | None:
    """Find a reader's data by its token."""
    wanted = token.encode(errors="replace")
    return next((own for own in open_now() if secrets.compare_digest(own.token.encode(), wanted)), None)


def without_token(text: str, token: str) -> str:
    """Remove the token, which takes the place of a file's folder, from a message."""
    return text.replace(f"{Path(token)}{Path('/')}", "")


def _require(condition: bool, identifier: str, limit: int) -> None:
    if not condition:
        raise FileRefused(message(identifier, megabytes=limit // 1_000_000))

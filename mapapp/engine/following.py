"""A source by address: its file is fetched again and again, and its copy is watched like any file."""

import atexit
import logging
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from mapapp.engine.description import is_prepared
from mapapp.engine.live import LiveStore, end
from mapapp.errors import UnreachableSource
from mapapp.ingest.remote import Version, fetch
from mapapp.messages import notice

_log = logging.getLogger(__name__)


@dataclass
class Source:
    """A file at an address, and its copy here; only the last version that was whole lies there."""

    url: str
    copy: Path
    _known: Version = field(default_factory=Version)

    def fetch(self) -> None:
        """Fetch the file, if it has changed; UnreachableSource if that can't be done."""
        arrived = fetch(self.url, self._known)
        if arrived is None:
            return
        data, self._known = arrived
        part = self.copy.with_name(f"{self.copy.name}.part")
        part.write_bytes(data)
        if is_prepared(part):
            part.unlink()
            raise UnreachableSource(notice("source-prepared"))
        os.replace(part, self.copy)

    def follow(self, live: LiveStore, seconds: float) -> None:
        """Fetch it every so many seconds until the program ends, in a thread of its own."""
        ending = threading.Event()
        arguments = (live, seconds, ending)
        thread = threading.Thread(target=self._fetch_again, args=arguments, name="follow", daemon=True)
        thread.start()
        atexit.register(end, thread, ending)

    def _fetch_again(self, live: LiveStore, seconds: float, ending: threading.Event) -> None:
        while not ending.wait(seconds):
            self.look(live)

    def look(self, live: LiveStore) -> None:
        """Fetch it once; the store that shows it is told if that fails, and shows the last one on."""
        try:
            self.fetch()
        except (UnreachableSource, OSError) as problem:
            live.unfetched = str(problem)
            _log.warning("%s", notice("source-not-fetched", problem=live.unfetched))
        except Exception:
            _log.exception("The source could not be fetched")
            live.unfetched = notice("live-not-loaded")
        else:
            live.unfetched = ""

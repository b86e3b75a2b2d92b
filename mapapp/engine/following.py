"""A source with a URL: its file is fetched repeatedly, and the copy is watched like any file."""

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
    """A file at a URL, and its copy here: always the last complete version."""

    url: str
    copy: Path
    _version: Version = field(default_factory=Version)

    def fetch(self) -> None:
        """Fetch the file if it has changed; UnreachableSource if that fails."""
        fetched = fetch(self.url, self._version)
        if fetched is None:
            return
        data, self._version = fetched
        part = self.copy.with_name(f"{self.copy.name}.part")
        part.write_bytes(data)
        if is_prepared(part):
            part.unlink()
            raise UnreachableSource(notice("source-prepared"))
        os.replace(part, self.copy)

    def follow(self, live: LiveStore, seconds: float) -> None:
        """Fetch it at this interval until the program ends, in a separate thread."""
        ending = threading.Event()
        arguments = (live, seconds, ending)
        thread = threading.Thread(target=self._fetch_again, args=arguments, name="follow", daemon=True)
        thread.start()
        atexit.register(end, thread, ending)

    def _fetch_again(self, live: LiveStore, seconds: float, ending: threading.Event) -> None:
        while not ending.wait(seconds):
            self.look(live)

    def look(self, live: LiveStore) -> None:
        """Fetch it once; if that fails, tell the store, which goes on showing the last version."""
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

"""Where a file is written that is sent while it grows, or once it is whole."""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mapapp.model.holding import temporary_folder

_BLOCK = 1 << 18
_ROOM = 1 << 20
"""Where a disk has this much room, it isn't for want of room that a file was not written."""


class Outlet(io.RawIOBase):
    """A file that only passes on what is written to it; not seekable, so it can be streamed."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._written = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._written

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Take what is to be passed on."""
        self._waiting += data
        self._written += len(data)
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


@dataclass(frozen=True, slots=True)
class OnceWhole(Iterable[bytes]):
    """The bytes of a file that a library can only `write` as a whole, under a `name` that ends as it expects.

    Both ways raise OSError if the disk is full, whatever the library says of that: GDAL closes a file that is
    cut off without a word.
    """

    name: str
    write: Callable[[Path], None]

    def __iter__(self) -> Iterator[bytes]:
        """Write the file among the system's temporary ones, and read it."""
        with self.written() as path, path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block

    @contextmanager
    def written(self, beside: Path | None = None) -> Iterator[Path]:
        """Write the file in a folder of its own, in another one if given, that lasts as long as the block."""
        with temporary_folder(beside) as folder:
            path = folder / self.name
            try:
                self.write(path)
            finally:
                _require_room(path)
            yield path


def _require_room(beside: Path) -> None:
    try:
        beside.with_name("room").write_bytes(bytes(_ROOM))
    except OSError:
        with suppress(OSError):
            os.truncate(beside, 0)  # a library that still holds the file may write its end once more
        raise

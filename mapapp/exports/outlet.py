"""Files that are sent while they are written, or once they are complete."""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mapapp.model.holding import temporary_folder

_BLOCK = 1 << 18
_ROOM = 1 << 20
"""If a disk has this much space left, it was not full when a file could not be written."""


class Outlet(io.RawIOBase):
    """A file that only passes on what is written to it; it is not seekable, so it can be streamed."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._length = 0

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def tell(self) -> int:
        """Return the number of bytes written so far."""
        return self._length

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Take data to pass on."""
        self._waiting += data
        self._length += len(data)
        return len(data)

    def drain(self) -> bytes:
        """Return what was written since the last call."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


@dataclass(frozen=True, slots=True)
class WholeFile(Iterable[bytes]):
    """A file that a library can only `write` as a whole, under a `name` with the suffix that it expects.

    Iterating and `as_file` raise OSError if the disk is full, even if the library does not: GDAL closes an
    incomplete file without an error.
    """

    name: str
    write: Callable[[Path], None]

    def __iter__(self) -> Iterator[bytes]:
        """Write the file to the system's temporary folder, and read it from there."""
        with self.as_file() as path, path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block

    @contextmanager
    def as_file(self, parent: Path | None = None) -> Iterator[Path]:
        """Write the file to a new folder, in `parent` if given, that lasts as long as the block."""
        with temporary_folder(parent) as folder:
            path = folder / self.name
            try:
                self.write(path)
            finally:
                _require_room(path)
            yield path


def _require_room(path: Path) -> None:
    try:
        path.with_name("room").write_bytes(bytes(_ROOM))
    except OSError:
        with suppress(OSError):
            os.truncate(path, 0)  # a library that still has the file open may write its end once more
        raise

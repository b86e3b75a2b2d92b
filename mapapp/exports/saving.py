"""Writing to a file so that nobody ever meets half of it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from mapapp.errors import UnwritableFile
from mapapp.messages import notice

try:
    import fcntl
except ImportError:  # on Windows, where a file that somebody writes to can't be removed anyway
    fcntl = None  # type: ignore[assignment]


def save(chunks: Iterable[bytes], path: Path) -> None:
    """Write a file as a whole or not at all; what stood at `path` is kept until then.

    A pipe or a device is written to directly. Raises UnwritableFile.
    """
    try:
        with _opened(path) as file:
            file.writelines(chunks)
    except OSError as error:
        raise UnwritableFile(
            notice("file-unwritable", file=str(path), problem=str(error.strerror or error)),
            remedy=notice("file-unwritable-remedy"),
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
    else:
        with _replacing(Path(os.path.realpath(path))) as file:
            yield file


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Write beside the file, then put it in its place; remove what runs that were killed left there."""
    _remove_remains(path.parent)
    temporary = path.with_name(f".mapapp-{token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            _lock(file)
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _remove_remains(folder: Path) -> None:
    """Remove part files that nobody writes to any more: who writes to one has locked it."""
    for part in folder.glob(".mapapp-*.part"):
        with suppress(OSError), part.open("rb") as file:
            _lock(file)
            part.unlink()


def _lock(file: BinaryIO) -> None:
    """Hold a file for as long as it is open; OSError if another run does."""
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

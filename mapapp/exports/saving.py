"""Writing to a file so that nobody ever meets half of it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from mapapp.errors import UnwritableFile
from mapapp.exports.outlet import OnceWhole
from mapapp.messages import notice
from mapapp.model.holding import hold, is_ours, remove_folders


def save(chunks: Iterable[bytes], path: Path) -> None:
    """Write a file as a whole or not at all; what stood at `path` is kept until then.

    A pipe or a device is written to directly. Raises UnwritableFile.
    """
    save_all({path: chunks})


def save_all(contents: Mapping[Path, Iterable[bytes]]) -> None:
    """Write files as `save` does; they take their places, in this order, once there was room for all."""
    with ExitStack() as writing:
        parts = {}
        for path, chunks in contents.items():
            with telling_of(path):
                parts[path] = writing.enter_context(_written(chunks, path))
        for path, part in parts.items():
            with telling_of(path):
                _put_in_place(part, path)


def remove_remains(folder: Path) -> None:
    """Remove what runs that were killed had written: who still writes has locked it."""
    remove_folders(folder)
    for part in folder.glob(".mapapp-*.part"):
        with suppress(OSError), part.open("rb") as file:
            hold(file)
            part.unlink()


@contextmanager
def telling_of(path: Path) -> Iterator[None]:
    """Raise UnwritableFile in the place of an OSError, of which a file is said that can't be written."""
    try:
        yield
    except OSError as error:
        raise UnwritableFile(
            notice("file-unwritable", file=str(path), problem=str(error.strerror or error)),
            remedy=notice("file-unwritable-remedy"),
        ) from error


@contextmanager
def _written(chunks: Iterable[bytes], path: Path) -> Iterator[BinaryIO | None]:
    """Write beside the file, which is held as long as this lasts; None for a device, which is written to."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.writelines(chunks)
        yield None
        return
    folder = Path(os.path.realpath(path)).parent
    remove_remains(folder)
    with _made(chunks, folder) as file:
        os.fsync(file.fileno())
        yield file


@contextmanager
def _made(chunks: Iterable[bytes], folder: Path) -> Iterator[BinaryIO]:
    """Write a part file, or let the library that writes the file as a whole make one."""
    if isinstance(chunks, OnceWhole):
        with chunks.written(folder) as part, part.open("r+b") as file:
            yield file
    else:
        with _part_file(folder) as file:
            file.writelines(chunks)
            file.flush()
            yield file


@contextmanager
def _part_file(folder: Path) -> Iterator[BinaryIO]:
    """Begin a part file that no other run takes for remains, as it might between its opening and its lock."""
    while True:
        part = folder / f".mapapp-{token_hex(8)}.part"
        try:
            with part.open("xb") as file:
                if is_ours(file) and part.exists():
                    yield file
                    return
        finally:
            part.unlink(missing_ok=True)


def _put_in_place(part: BinaryIO | None, path: Path) -> None:
    if part is None:
        return
    if os.name == "nt":  # where an open file can't be moved; elsewhere it is held until it is in its place
        part.close()
    if path.exists():
        Path(part.name).chmod(path.stat().st_mode & 0o777)
    Path(part.name).replace(os.path.realpath(path))

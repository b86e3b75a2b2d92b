"""Writing files atomically, so that nobody ever sees half of one."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from mapapp.errors import UnwritableFile
from mapapp.exports.outlet import WholeFile
from mapapp.messages import notice
from mapapp.model.holding import hold, is_ours, remove_folders


def save(chunks: Iterable[bytes], path: Path) -> None:
    """Write a file completely or not at all; an existing file at `path` is kept until then.

    Pipes and devices are written to directly. Raises UnwritableFile.
    """
    save_all({path: chunks})


def save_all(contents: Mapping[Path, Iterable[bytes]]) -> None:
    """Write files as `save` does; they are moved into place, in this order, once all have been written."""
    with ExitStack() as writing:
        parts = {}
        for path, chunks in contents.items():
            with reporting_unwritable(path):
                parts[path] = writing.enter_context(_written_chunks(chunks, path))
        for path, part in parts.items():
            with reporting_unwritable(path):
                _put_in_place(part, path)


def remove_remains(folder: Path) -> None:
    """Remove files left by runs that were killed; files still being written are locked."""
    remove_folders(folder)
    for part in folder.glob(".mapapp-*.part"):
        with suppress(OSError), part.open("rb") as file:
            hold(file)
            part.unlink()


@contextmanager
def reporting_unwritable(path: Path) -> Iterator[None]:
    """Raise UnwritableFile for a path instead of an OSError."""
    try:
        yield
    except OSError as error:
        raise UnwritableFile(
            notice("file-unwritable", file=str(path), problem=str(error.strerror or error)),
            remedy=notice("file-unwritable-remedy"),
        ) from error


@contextmanager
def _written_chunks(chunks: Iterable[bytes], path: Path) -> Iterator[BinaryIO | None]:
    """Write to a new file next to `path`, locked until the block ends; yield None for a device."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.writelines(chunks)
        yield None
        return
    folder = Path(os.path.realpath(path)).parent
    remove_remains(folder)
    with _part_file_of(chunks, folder) as file:
        os.fsync(file.fileno())
        yield file


@contextmanager
def _part_file_of(chunks: Iterable[bytes], folder: Path) -> Iterator[BinaryIO]:
    """Write chunks to a part file; a WholeFile writes its own."""
    if isinstance(chunks, WholeFile):
        with chunks.as_file(folder) as part, part.open("r+b") as file:
            yield file
    else:
        with _new_part_file(folder) as file:
            file.writelines(chunks)
            file.flush()
            yield file


@contextmanager
def _new_part_file(folder: Path) -> Iterator[BinaryIO]:
    """Open and lock a part file; retry if another run took it for a leftover before it was locked."""
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
    if os.name == "nt":  # where an open file can't be moved; elsewhere it stays locked until it is in place
        part.close()
    if path.exists():
        Path(part.name).chmod(path.stat().st_mode & 0o777)
    Path(part.name).replace(os.path.realpath(path))

"""Files packed into a zip that is sent while it is written."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mapapp.exports.outlet import Outlet

ZIP = "application/zip"
_IN_MEMORY = 8 << 20
_BLOCK = 1 << 18

Files = Iterable[tuple[str, Iterable[bytes]]]
"""Names, each with a file's contents in pieces; a file is read before the next one is requested."""


def zipped(files: Files) -> Iterator[bytes]:
    """Pack files, one after another."""
    outlet = Outlet()
    with ZipFile(outlet, "w") as archive:
        for name, chunks in files:
            with SpooledTemporaryFile(_IN_MEMORY) as spool:
                for chunk in chunks:
                    spool.write(chunk)
                yield from _compressed(archive, name, spool, outlet)
    yield outlet.drain()


def _compressed(archive: ZipFile, name: str, spool: IO[bytes], outlet: Outlet) -> Iterator[bytes]:
    """Add a finished file to an archive, block by block; its size is known, so zip64 only if needed."""
    entry = ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.compress_type, entry.file_size = ZIP_DEFLATED, spool.tell()
    spool.seek(0)
    with archive.open(entry, "w") as member:
        while block := spool.read(_BLOCK):
            member.write(block)
            yield outlet.drain()

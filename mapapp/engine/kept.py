"""Prepared copies of served data sets, in a folder of the user's, so that a second start is quick.

A copy's name has a digest of all that it is made from (the data set's files, their paths, the program) and
one of its own bytes. So no other copy is ever mistaken for it, and a damaged one is never opened.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.engine import prepared
from mapapp.engine.import_lock import importing
from mapapp.engine.store import Store
from mapapp.errors import MapappError
from mapapp.geo.gazetteer import path as geodata
from mapapp.model.dataset_files import dataset_files, package_of
from mapapp.model.unfinished import JOURNAL
from mapapp.shipped import PACKAGE, version_of

if TYPE_CHECKING:
    from mapapp.ingest.reading import AnyReading, ReadInParts

MAX_BYTES = 4 << 30
"""If copies take more than this, the least recently used are removed."""
_PROGRAM_FILES = ("*.py", "*.ftl")
_COMPILERS = ("ibis-framework", "sqlglot")
_GEODATA_FILES = ("gazetteer.csv", "countries.geojson", "districts.geojson")

_log = logging.getLogger(__name__)


class Copies:
    """The copies of one data set in a folder; a folder that can't be used is only logged."""

    def __init__(self, folder: Path, data: Path, mapping: Path | None) -> None:
        self._folder, self._data = folder, data
        others = (package_of(data)[0], data.parent / JOURNAL)
        self._files = [*dataset_files(data).values(), *filter(None, [mapping]), *others]
        self._key = ""

    def open(self) -> Store | None:
        """Open the copy of the files as they are now; None if there is none."""
        try:
            self._key = self._digest()
            for copy in self._folder.glob(f"{self._key}-*{prepared.SUFFIX}"):
                if _digest_of(copy) == copy.stem.rpartition("-")[2]:
                    os.utime(copy)
                    return self._store(copy)
                copy.unlink()
        except (OSError, MapappError) as problem:
            _log.warning("A prepared copy can't be used: %s", problem)
        return None

    def read_in_parts(self) -> "ReadInParts | None":
        """Read a data set for a copy, using little memory; None if it must be read as a whole."""
        with importing:
            from mapapp.ingest.in_parts.dataset import read_dataset_in_parts  # noqa: PLC0415 - few need it
            from mapapp.ingest.in_parts.pieces import is_large  # noqa: PLC0415 - the same

        if not is_large(self._data):
            return None
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return read_dataset_in_parts(self._data, self._folder)
        except OSError as problem:
            _log.warning("A prepared copy can't be made: %s", problem)
            return None

    def keep(self, data: "AnyReading") -> Store | None:
        """Keep a copy of what was just read and open it; None if that fails, or if the files have changed."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            whole = self._folder / f"{self._key}{prepared.SUFFIX}"
            prepared.write(data, whole)
            if self._digest() != self._key:
                whole.unlink()
                return None
            copy = whole.replace(whole.with_stem(f"{self._key}-{_digest_of(whole)}"))
            store = self._store(copy)
            _forget(self._folder)
        except (OSError, MapappError) as problem:
            _log.warning("A prepared copy can't be kept: %s", problem)
            return None
        return store

    def _store(self, copy: Path) -> Store:
        about, engine = prepared.read(copy)
        return Store.of(replace(about, path=self._data), engine)

    def _digest(self) -> str:
        digest = hashlib.sha256(program_digest().encode())
        for file in self._files:
            digest.update(f"\0{file}\0{_digest_of(file) if file.is_file() else ''}".encode(errors="replace"))
        return digest.hexdigest()[:32]


@cache
def program_digest() -> str:
    """Return a digest of the program, its geodata and the packages that compile statements."""
    files = sorted(file for kind in _PROGRAM_FILES for file in PACKAGE.rglob(kind))
    digest = hashlib.sha256(repr([*map(version_of, _COMPILERS)]).encode())
    for file in (*files, *map(geodata, _GEODATA_FILES)):
        digest.update(b"\0" + file.read_bytes())
    return digest.hexdigest()[:32]


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:32]


def _forget(folder: Path) -> None:
    """Remove the least recently used copies if all of them take too much room."""
    total = 0
    for size, copy in _newest_first(folder):
        total += size
        if total > MAX_BYTES:
            with suppress(OSError):  # some systems refuse to remove an open file
                copy.unlink()


def _newest_first(folder: Path) -> Iterator[tuple[int, Path]]:
    copies = [(copy.stat(), copy) for copy in folder.glob(f"*{prepared.SUFFIX}")]
    for stat, copy in sorted(copies, key=lambda entry: entry[0].st_mtime_ns, reverse=True):
        yield stat.st_size, copy

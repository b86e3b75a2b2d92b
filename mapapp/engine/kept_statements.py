"""Statements that are kept across starts: a folder of them for each state of the program."""

import hashlib
import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

import pyarrow as pa

from mapapp.engine.engines.engine import Written

FOLDER = "statements"
MOST = 500
"""So many are kept of one state of the program: readers may ask without end in new ways."""
STATES = 3
"""So many states of the program have statements kept: those that were used last."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Folder:
    """The statements of one state of the program; a folder that can't be used is only told of in the log."""

    path: Path

    @classmethod
    def of(cls, copies: Path, state: str) -> "Folder":
        """Find the folder of a state of the program beside prepared copies; those used long ago go."""
        folder = cls(copies / FOLDER / state)
        try:
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.path.touch()
            states = sorted(folder.path.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns)
            for older in states[:-STATES]:
                rmtree(older, ignore_errors=True)
        except OSError as problem:
            _log.warning("Statements can't be kept: %s", problem)
        return folder

    def kept(self, asked: str, make: Callable[[], Written]) -> Written:
        """Return the statement of what is asked, which is made and kept if it is not there, or is damaged."""
        file = self.path / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.json"
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            return _from_text(file.read_text(encoding="utf-8"), asked)
        written = make()
        try:
            self._keep(file, _as_text(written, asked))
        except OSError as problem:
            _log.warning("A statement can't be kept: %s", problem)
        return written

    def _keep(self, file: Path, text: str) -> None:
        if sum(1 for _ in self.path.iterdir()) >= MOST:
            return
        part = file.with_suffix(f".{token_hex(4)}.part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def _as_text(written: Written, asked: str) -> str:
    schema = b64encode(written.schema.serialize()).decode()
    told = {"asked": asked, "sql": written.sql, "names": sorted(written.names), "schema": schema}
    return json.dumps(told | {"digest": _digest(told)})


def _from_text(text: str, asked: str) -> Written:
    """Read a statement; ValueError if it is damaged, or that of another question."""
    told = json.loads(text)
    if told.pop("digest") != _digest(told) or told["asked"] != asked:
        raise ValueError
    schema = pa.ipc.read_schema(pa.BufferReader(b64decode(told["schema"])))
    return Written(told["sql"], frozenset(told["names"]), schema)


def _digest(told: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

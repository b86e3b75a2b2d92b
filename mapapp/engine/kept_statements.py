"""Statements kept across starts: one folder of them for each state of the program."""

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

from mapapp.engine.engines.engine import CompiledStatement

FOLDER = "statements"
MAX_STATEMENTS = 500
"""At most this many are kept for one state of the program; the ways in which readers can ask are endless."""
MAX_STATES = 3
"""Statements are kept for this many states of the program, the most recently used ones."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Folder:
    """The statements of one state of the program; a folder that can't be used is only logged."""

    path: Path

    @classmethod
    def of(cls, copies: Path, state: str) -> "Folder":
        """Return the folder of a state of the program, next to prepared copies; remove old ones."""
        folder = cls(copies / FOLDER / state)
        try:
            folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.path.touch()
            states = sorted(folder.path.parent.iterdir(), key=lambda state: state.stat().st_mtime_ns)
            for older in states[:-MAX_STATES]:
                rmtree(older, ignore_errors=True)
        except OSError as problem:
            _log.warning("Statements can't be kept: %s", problem)
        return folder

    def statement(self, question: str, compile_it: Callable[[], CompiledStatement]) -> CompiledStatement:
        """Return a question's statement; compile and keep it if it is missing or damaged."""
        file = self.path / f"{hashlib.sha256(question.encode()).hexdigest()[:32]}.json"
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            return _from_text(file.read_text(encoding="utf-8"), question)
        compiled = compile_it()
        try:
            self._keep(file, _as_text(compiled, question))
        except OSError as problem:
            _log.warning("A statement can't be kept: %s", problem)
        return compiled

    def _keep(self, file: Path, text: str) -> None:
        if sum(1 for _ in self.path.iterdir()) >= MAX_STATEMENTS:
            return
        part = file.with_suffix(f".{token_hex(4)}.part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def _as_text(compiled: CompiledStatement, question: str) -> str:
    schema = b64encode(compiled.schema.serialize()).decode()
    content = {"asked": question, "sql": compiled.sql, "names": sorted(compiled.names), "schema": schema}
    return json.dumps(content | {"digest": _digest(content)})


def _from_text(text: str, question: str) -> CompiledStatement:
    """Read a statement; ValueError if it is damaged, or belongs to another question."""
    content = json.loads(text)
    if content.pop("digest") != _digest(content) or content["asked"] != question:
        raise ValueError
    schema = pa.ipc.read_schema(pa.BufferReader(b64decode(content["schema"])))
    return CompiledStatement(content["sql"], frozenset(content["names"]), schema)


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

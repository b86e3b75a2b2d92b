"""Releases that are unfinished or were interrupted between files; the earlier contents are complete."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PureWindowsPath

from mapapp.errors import UnreadableFile, quoted
from mapapp.messages import fault
from mapapp.model.holding import is_ours
from mapapp.model.regular_file import file_bytes

try:
    import fcntl
except ImportError:  # on Windows, where a run that continues can't be told from one that was killed
    fcntl = None  # type: ignore[assignment]

JOURNAL = ".mapapp-release.json"
"""The file with the old and new states of a folder's files, from a release that is writing or was killed."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's contents `before` a release, None if it did not exist; and the digest of what is `written`."""

    before: bytes | None
    written: str

    @classmethod
    def of(cls, before: bytes | None, written: bytes) -> "FileState":
        """Keep a file's contents before it is written, and the digest of what is written."""
        return cls(before, sha256(written).hexdigest())

    def knows(self, content: bytes) -> bool:
        """Return whether a file is as before or as the release wrote it, so that nobody else changed it."""
        return content == self.before or sha256(content).hexdigest() == self.written


def journal_of(files: Mapping[str, FileState]) -> bytes:
    """Return the contents of the journal for a release's files, by name."""
    texts = {
        name: {"before": None if state.before is None else b64encode(state.before).decode()}
        | {"written": state.written}
        for name, state in files.items()
    }
    return json.dumps(texts).encode()


def unfinished(folder: Path) -> Mapping[str, bytes | None]:
    """Return the contents of files before an unfinished release, by name; None for one that did not exist.

    Raises UnreadableFile as `journal_entries` does.
    """
    return {name: state.before for name, state in journal_entries(folder).items()}


def journal_entries(folder: Path) -> Mapping[str, FileState]:
    """Return the entries in the journal of an unfinished release, by name of file.

    Raises UnreadableFile if it can't be understood, or names a file outside its folder.
    """
    journal = folder / JOURNAL
    if not journal.exists():
        return {}
    try:
        files = {
            name: FileState(
                None if state["before"] is None else b64decode(state["before"], validate=True),
                state["written"],
            )
            for name, state in json.loads(file_bytes(journal).decode("ascii")).items()
        }
        unusable = next((name for name in files if not _is_file_name(name)), None)
    except FileNotFoundError:  # the release has just finished
        return {}
    except (OSError, ValueError, AttributeError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableFile(*fault("journal-unreadable", file=str(journal), problem=str(error))) from None
    if unusable is not None:
        raise UnreadableFile(*fault("journal-outside", file=str(journal), name=quoted(unusable)))
    return files


def _is_file_name(name: str) -> bool:
    """Return whether an untrusted name is that of a file in the same folder, on any system."""
    os.fsencode(name)  # ValueError if no file can have this name
    return name == PureWindowsPath(name).name and name not in {"", ".."} and "\0" not in name


def whole_bytes(path: Path) -> bytes:
    """Read a file as it was before an unfinished release, or else as it is; raises OSError."""
    before = unfinished(path.parent)
    if path.name not in before:
        return file_bytes(path)
    if (content := before[path.name]) is None:
        raise FileNotFoundError(path)
    return content


def broken_off(folder: Path) -> tuple[str, ...]:
    """Return the names of the files that a release was writing when it was killed."""
    return () if is_being_written(folder) else tuple(unfinished(folder))


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Let other runs know that a release is being written, for as long as the block lasts."""
    with (folder / JOURNAL).open("rb") as file:
        if fcntl:
            with suppress(OSError):  # some file systems can't lock files
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Keep other runs from writing a release or an import in a folder, or reverting a release.

    It lasts as long as the block. Yields False if another run is doing so now; where folders can't be locked,
    always True.
    """
    with ExitStack() as stack:
        yield _holds(folder, stack)


def _holds(folder: Path, stack: ExitStack) -> bool:
    with suppress(OSError):  # no such folder, or one that can't be opened
        descriptor = os.open(folder, os.O_RDONLY)
        stack.callback(os.close, descriptor)
        return is_ours(descriptor)
    return True


def is_being_written(folder: Path) -> bool:
    """Return whether another run is writing a release in a folder; False where files can't be locked."""
    if not fcntl:
        return False
    try:
        with (folder / JOURNAL).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False

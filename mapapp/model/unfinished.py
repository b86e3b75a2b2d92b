"""A release that is not finished, or was broken off, between its files: what these were before is whole."""

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
from mapapp.model.plain_file import plain_bytes

try:
    import fcntl
except ImportError:  # on Windows, where nobody can tell a run that goes on from one that was killed
    fcntl = None  # type: ignore[assignment]

JOURNAL = ".mapapp-release.json"
"""What the files of a folder were before and become, while a release writes them, and after it was killed."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a file was `before` a release, None if it was not there; and the digest of what is `written`."""

    before: bytes | None
    written: str

    @classmethod
    def of(cls, before: bytes | None, written: bytes) -> "Held":
        """Hold what a file is before it is written, and know again what is written."""
        return cls(before, sha256(written).hexdigest())

    def knows(self, content: bytes) -> bool:
        """Tell whether a file is what it was before or what the release wrote, and nobody else's."""
        return content == self.before or sha256(content).hexdigest() == self.written


def journal_of(files: Mapping[str, Held]) -> bytes:
    """Write down what a release holds of its files, by name."""
    texts = {
        name: {"before": None if held.before is None else b64encode(held.before).decode()}
        | {"written": held.written}
        for name, held in files.items()
    }
    return json.dumps(texts).encode()


def unfinished(folder: Path) -> Mapping[str, bytes | None]:
    """Return what files were before a release that is not finished, by name; None for one that was not there.

    Raises UnreadableFile as `held_files` does.
    """
    return {name: held.before for name, held in held_files(folder).items()}


def held_files(folder: Path) -> Mapping[str, Held]:
    """Return what the journal of a release that is not finished holds of its files, by name.

    Raises UnreadableFile if it can't be understood, or names what is no file beside it.
    """
    journal = folder / JOURNAL
    if not journal.exists():
        return {}
    try:
        files = {
            name: Held(
                None if said["before"] is None else b64decode(said["before"], validate=True), said["written"]
            )
            for name, said in json.loads(plain_bytes(journal).decode("ascii")).items()
        }
        outside = next((name for name in files if not _is_plain(name)), None)
    except FileNotFoundError:  # it was finished in this moment
        return {}
    except (OSError, ValueError, AttributeError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableFile(*fault("journal-unreadable", file=str(journal), problem=str(error))) from None
    if outside is not None:
        raise UnreadableFile(*fault("journal-outside", file=str(journal), name=quoted(outside)))
    return files


def _is_plain(name: str) -> bool:
    """Tell whether a name, which anybody may have written, is that of a file in the same folder anywhere."""
    os.fsencode(name)  # ValueError if no file can be called so
    return name == PureWindowsPath(name).name and name not in {"", ".."} and "\0" not in name


def whole_bytes(path: Path) -> bytes:
    """Read a file as it was before a release that is not finished, or else as it is; raises OSError."""
    before = unfinished(path.parent)
    if path.name not in before:
        return plain_bytes(path)
    if (content := before[path.name]) is None:
        raise FileNotFoundError(path)
    return content


def broken_off(folder: Path) -> tuple[str, ...]:
    """Name the files that a release was writing when it was killed."""
    return () if is_being_written(folder) else tuple(unfinished(folder))


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Let other runs know, as long as this lasts, that a release goes on."""
    with (folder / JOURNAL).open("rb") as file:
        if fcntl:
            with suppress(OSError):  # some file systems can't hold a file
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Keep other runs from writing a release or an import in a folder, or taking a release back.

    It lasts as long as the block. False if another one does that now; where no folder can be held, nobody
    can tell.
    """
    with ExitStack() as held:
        yield _is_held(folder, held)


def _is_held(folder: Path, until: ExitStack) -> bool:
    with suppress(OSError):  # no such folder, or one that can't be opened
        opened = os.open(folder, os.O_RDONLY)
        until.callback(os.close, opened)
        return is_ours(opened)
    return True


def is_being_written(folder: Path) -> bool:
    """Tell whether another run writes a release in a folder; never true where no file can be held."""
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

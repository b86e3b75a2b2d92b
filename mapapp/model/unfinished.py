"""A release that is not finished, or was broken off, between its files: what these were before is whole."""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mapapp.errors import UnreadableFile
from mapapp.messages import fault

try:
    import fcntl
except ImportError:  # on Windows, where nobody can tell a run that goes on from one that was killed
    fcntl = None  # type: ignore[assignment]

JOURNAL = ".mapapp-release.json"
"""What the files of a folder were before, by name, while a release writes them, and after it was killed."""


def unfinished(folder: Path) -> Mapping[str, bytes | None]:
    """Return what files were before a release that is not finished, by name; None for one that was not there.

    Raises UnreadableFile if that is written down so that it can't be understood.
    """
    journal = folder / JOURNAL
    if not journal.exists():
        return {}
    try:
        written: dict[str, str | None] = json.loads(journal.read_text(encoding="ascii"))
        return {
            Path(name).name: None if text is None else b64decode(text, validate=True)
            for name, text in written.items()
        }
    except FileNotFoundError:  # it was finished in this moment
        return {}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise UnreadableFile(*fault("journal-unreadable", file=str(journal), problem=str(error))) from None


def whole_bytes(path: Path) -> bytes:
    """Read a file as it was before a release that is not finished, or else as it is; raises OSError."""
    content = unfinished(path.parent).get(path.name, b"")
    if content is None:
        raise FileNotFoundError(path)
    return content or path.read_bytes()


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

"""Files and folders that a run holds while it writes; what nobody holds was left by one that was killed."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # on Windows, where a file that somebody writes to can't be removed anyway
    fcntl = None  # type: ignore[assignment]

_PREFIX = ".mapapp-work-"


def hold(file: BinaryIO | int) -> None:
    """Lock a file or folder for as long as it is open; BlockingIOError if another run has it.

    Another OSError where nothing can be locked, and nothing at all on Windows.
    """
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_ours(file: BinaryIO | int) -> bool:
    """Hold a file or folder; False if another run does. Where nothing can be locked, nobody can tell."""
    try:
        hold(file)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def temporary_folder(beside: Path | None = None) -> Iterator[Path]:
    """Make a folder in another one, the system's unless given, that lasts as long as the block.

    What is left there of runs of this user that were killed is removed first.
    """
    root = beside or Path(gettempdir())
    remove_folders(root)
    with ExitStack() as held:
        yield _held_folder(root, held)


def _held_folder(root: Path, until: ExitStack) -> Path:
    """Make a folder that no other run takes for remains, as it might between its making and its lock."""
    while True:
        made = TemporaryDirectory(prefix=_PREFIX, dir=root, ignore_cleanup_errors=True)
        folder = Path(until.enter_context(made))
        with suppress(PermissionError):  # no folder can be opened on Windows
            opened = os.open(folder, os.O_RDONLY)
            until.callback(os.close, opened)
            if not is_ours(opened) or not folder.exists():
                continue
        return folder


def remove_folders(root: Path) -> None:
    """Remove the temporary folders that runs of this user left in a folder when they were killed."""
    if not fcntl:
        return
    for left in root.glob(f"{_PREFIX}*"):
        with suppress(OSError), ExitStack() as until:
            opened = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            until.callback(os.close, opened)
            if os.fstat(opened).st_uid == os.geteuid():
                hold(opened)
                rmtree(left)

"""Files and folders that a run locks while it writes; any without a lock were left by a killed run."""

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
    """Lock a file or folder for as long as it is open; BlockingIOError if another run has locked it.

    Raises another OSError where locking is impossible, and does nothing on Windows.
    """
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_ours(file: BinaryIO | int) -> bool:
    """Lock a file or folder; False if another run has locked it. True where locking is impossible."""
    try:
        hold(file)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """Make a folder, by default in the system's temporary one, that lasts as long as the block.

    Folders left there by runs of this user that were killed are removed first.
    """
    root = parent or Path(gettempdir())
    remove_folders(root)
    with ExitStack() as stack:
        yield _locked_folder(root, stack)


def _locked_folder(root: Path, stack: ExitStack) -> Path:
    """Make and lock a folder; retry if another run took it for a leftover before it was locked."""
    while True:
        temporary = TemporaryDirectory(prefix=_PREFIX, dir=root, ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        with suppress(PermissionError):  # no folder can be opened on Windows
            descriptor = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            if not is_ours(descriptor) or not folder.exists():
                continue
        return folder


def remove_folders(root: Path) -> None:
    """Remove the temporary folders that runs of this user left in a folder when they were killed."""
    if not fcntl:
        return
    for folder in root.glob(f"{_PREFIX}*"):
        with suppress(OSError), ExitStack() as stack:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            stack.callback(os.close, descriptor)
            if os.fstat(descriptor).st_uid == os.geteuid():
                hold(descriptor)
                rmtree(folder)

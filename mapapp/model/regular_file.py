"""Reading regular files only: a pipe or a device in a file's place might never end."""

import errno
import stat
from pathlib import Path

from mapapp.messages import notice


def file_bytes(path: Path) -> bytes:
    """Read a file; OSError if it is missing or not a regular file."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, str(notice("no-plain-file")), str(path))
    return path.read_bytes()


def file_text(path: Path) -> str:
    """Read a file of UTF-8, with or without a byte order mark; OSError, UnicodeDecodeError."""
    return file_bytes(path).decode("utf-8-sig")

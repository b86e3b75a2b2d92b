"""Reading what is to be a file: a pipe or a device in its place might never end."""

import errno
import stat
from pathlib import Path

from mapapp.messages import notice


def plain_bytes(path: Path) -> bytes:
    """Read a file; OSError if there is none, or something that is no file stands there."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, str(notice("no-plain-file")), str(path))
    return path.read_bytes()


def plain_text(path: Path) -> str:
    """Read a file of UTF-8, with or without a byte order mark; OSError, UnicodeDecodeError."""
    return plain_bytes(path).decode("utf-8-sig")

"""Print sheets for another process: pickled sheets come from standard input, their files go to the output."""

import os
import pickle
import sys

from mapapp.exports.picture.printing import printed

POLITENESS = 5
"""The niceness of printing: readers who wait for a page come before those who wait for a picture."""


def _print_all() -> None:
    sheets, files = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # so that a library's messages do not get into the files
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    while True:
        try:
            result: bytes | Exception = printed(*pickle.load(sheets))  # noqa: S301 - ours
        except EOFError:
            return
        except Exception as problem:
            result = problem
        pickle.dump(result, files)
        files.flush()


if __name__ == "__main__":
    _print_all()

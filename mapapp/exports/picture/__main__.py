"""Print sheets for another process: each comes pickled by standard input, its file goes to the output."""

import os
import pickle
import sys

from mapapp.exports.picture.printing import printed

POLITENESS = 5
"""By how much whoever waits for a page goes before whoever waits for a picture."""


def _print_all() -> None:
    sheets, files = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr  # what a library has to say is no file
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    while True:
        try:
            made: bytes | Exception = printed(*pickle.load(sheets))  # noqa: S301 - ours
        except EOFError:
            return
        except Exception as problem:
            made = problem
        pickle.dump(made, files)
        files.flush()


if __name__ == "__main__":
    _print_all()

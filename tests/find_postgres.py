"""Find PostgreSQL's programs for the tests of engines, or install them with Debian's package manager.

The tests start their own server in a temporary folder and never query one that is already running.
"""

import os
import shutil
from pathlib import Path

from tests.debian import install

DEBIANS = Path("/usr/lib/postgresql")


def find_postgres() -> Path | None:
    """Return the folder of initdb and postgres, from POSTGRES_BIN, the PATH or Debian's newest, or None."""
    onpath = shutil.which("initdb")
    newest = sorted(DEBIANS.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    folders = [Path(os.environ.get("POSTGRES_BIN") or "none"), *([Path(onpath).parent] if onpath else [])]
    found = (folder for folder in (*folders, *reversed(newest)) if (folder / "initdb").exists())
    return next(found, None)


def main() -> None:
    """Make sure PostgreSQL is there, or say which tests will be skipped without it."""
    if not find_postgres():
        install("postgresql", "No PostgreSQL was found: Debian's will be installed, for tests of engines.")
    found = find_postgres()
    print(f"PostgreSQL for the tests: {found or 'none; tests/engines will be skipped'}")  # noqa: T201


if __name__ == "__main__":
    main()

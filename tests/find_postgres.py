"""Find PostgreSQL's programs for the tests of engines, or install them with Debian's package manager.

The tests start a server of their own in a temporary folder and never ask one that runs already.
"""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

DEBIANS = Path("/usr/lib/postgresql")


def find_postgres() -> Path | None:
    """Return the folder of initdb and postgres: POSTGRES_BIN, that of the PATH, Debian's newest, or None."""
    onpath = shutil.which("initdb")
    newest = sorted(DEBIANS.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    folders = [Path(os.environ.get("POSTGRES_BIN") or "none"), *([Path(onpath).parent] if onpath else [])]
    found = (folder for folder in (*folders, *reversed(newest)) if (folder / "initdb").exists())
    return next(found, None)


def install_postgres() -> None:
    """Install PostgreSQL if that is possible without asking anyone."""
    if not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    print("No PostgreSQL was found: Debian's will be installed, for the tests of engines.", flush=True)  # noqa: T201
    for command in ([*apt, "update", "-qq"], [*apt, "install", "-y", "-qq", "postgresql"]):
        print(f"Running: {shlex.join(command)}", flush=True)  # noqa: T201
        try:
            subprocess.run(command, check=True)
        except (OSError, subprocess.CalledProcessError):
            return


def main() -> None:
    """Make sure that there is a PostgreSQL, or say which tests will be left out for want of it."""
    if not find_postgres():
        install_postgres()
    found = find_postgres()
    print(f"PostgreSQL for the tests: {found or 'none; tests/engines will be skipped'}")  # noqa: T201


if __name__ == "__main__":
    main()

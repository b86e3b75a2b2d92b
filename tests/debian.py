"""Use Debian's package manager, where there is one, to install a program that the tests need."""

import os
import shlex
import shutil
import subprocess


def commands(package: str) -> list[list[str]]:
    """Return the commands that install a package without prompting; none where there is no apt-get."""
    if not shutil.which("apt-get"):
        return []
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return [[*apt, "update", "-qq"], [*apt, "install", "-y", "-qq", package]]


def succeeds(command: list[str]) -> bool:
    """Print a command, run it, and return whether it succeeded."""
    print(f"Running: {shlex.join(command)}", flush=True)  # noqa: T201
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError:
        return False


def install(package: str, announcement: str) -> None:
    """Announce what will be installed, then install it if possible."""
    if to_run := commands(package):
        print(announcement, flush=True)  # noqa: T201
        all(map(succeeds, to_run))

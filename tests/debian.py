"""Install a program that the tests need with Debian's package manager, where there is one."""

import os
import shlex
import shutil
import subprocess


def commands(package: str) -> list[list[str]]:
    """Return what installs a package without asking anyone; nothing where there is no apt-get."""
    if not shutil.which("apt-get"):
        return []
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return [[*apt, "update", "-qq"], [*apt, "install", "-y", "-qq", package]]


def succeeds(command: list[str]) -> bool:
    """Print a command, run it, and tell whether it succeeded."""
    print(f"Running: {shlex.join(command)}", flush=True)  # noqa: T201
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError:
        return False


def install(package: str, announcement: str) -> None:
    """Say what will be installed, then install it if that is possible."""
    if to_run := commands(package):
        print(announcement, flush=True)  # noqa: T201
        all(map(succeeds, to_run))

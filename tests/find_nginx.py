"""Find nginx for the reverse proxy test, or install it with Debian's package manager."""

import os
import shlex
import shutil
import subprocess

PLACES = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"


def find_nginx() -> str | None:
    """Return the path of nginx: the NGINX environment variable, or where systems put it; or None."""
    return shutil.which(os.environ.get("NGINX") or "nginx", path=PLACES)


def install_nginx() -> None:
    """Install nginx if that is possible without asking anyone."""
    if not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    print("No nginx was found: Debian's nginx-light will be installed, for one test.", flush=True)  # noqa: T201
    for command in ([*apt, "update", "-qq"], [*apt, "install", "-y", "-qq", "nginx-light"]):
        print(f"Running: {shlex.join(command)}", flush=True)  # noqa: T201
        try:
            subprocess.run(command, check=True)
        except (OSError, subprocess.CalledProcessError):
            return


def main() -> None:
    """Make sure that there is an nginx, or say which test will be left out for want of it."""
    if not find_nginx():
        install_nginx()
    nginx = find_nginx()
    print(f"nginx for the tests: {nginx or 'none; tests/browser/test_proxy.py will be skipped'}")  # noqa: T201


if __name__ == "__main__":
    main()

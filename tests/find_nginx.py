"""Find nginx for the reverse proxy test, or install it with Debian's package manager."""

import os
import shutil

from tests.debian import install

PLACES = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"


def find_nginx() -> str | None:
    """Return the path of nginx, from the NGINX environment variable or the usual places, or None."""
    return shutil.which(os.environ.get("NGINX") or "nginx", path=PLACES)


def main() -> None:
    """Make sure nginx is there, or say which test will be skipped without it."""
    if not find_nginx():
        install("nginx-light", "No nginx was found: Debian's nginx-light will be installed, for one test.")
    nginx = find_nginx()
    print(f"nginx for the tests: {nginx or 'none; tests/browser/test_proxy.py will be skipped'}")  # noqa: T201


if __name__ == "__main__":
    main()

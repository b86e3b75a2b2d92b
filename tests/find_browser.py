"""Find a Chromium for the browser tests, or install one.

The search order is the CHROMIUM environment variable, Chromium or Chrome on the PATH, Playwright's own.
Only if there is none is one installed, by Debian's package manager or else by Playwright, and each command
is printed before it runs.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next((path for path in _candidates() if path and Path(path).exists()), None)


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from map(shutil.which, NAMES)
    with sync_playwright() as playwright:  # last, because it starts a program
        yield playwright.chromium.executable_path


def install_browser() -> None:
    """Install a Chromium in the first way that works on this machine."""
    ways = [[[sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]]]
    if debians := debian.commands("chromium"):
        ways.insert(0, debians)
    print("No Chromium was found: one will be installed. CHROMIUM=/path/to/one would spare that.")  # noqa: T201
    for way in ways:
        if all(map(debian.succeeds, way)) and find_browser():
            return


def main() -> None:
    """Make sure there is a browser, or explain how to get one."""
    if not find_browser():
        install_browser()
    browser = find_browser()
    if not browser:
        sys.exit("No Chromium was found or could be installed. Install one, or set CHROMIUM to its path.")
    print(f"Browser for the tests: {browser}")  # noqa: T201


if __name__ == "__main__":
    main()

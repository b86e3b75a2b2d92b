"""What ships with the program: its version, and its files."""

import sys
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def program_version() -> str:
    """Return the installed version of the program."""
    return version_of("mapapp")


def version_of(package: str) -> str:
    """Return the installed version of a package.

    A copy of sys.path is searched: Streamlit changes it while pages run, and a search in progress then
    misses an entry now and then.
    """
    return next(iter(distributions(name=package, path=[*sys.path]))).version


def bundled(name: str) -> Path:
    """Return the path of a file that ships with the program: inside the wheel, or next to the package."""
    installed = PACKAGE / "_bundled"
    return (installed if installed.is_dir() else PACKAGE.parent) / name

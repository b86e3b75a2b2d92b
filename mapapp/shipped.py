"""What ships with the program: its version, and its files."""

import sys
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def program_version() -> str:
    """Return the version of the program as it is installed."""
    return version_of("mapapp")


def version_of(package: str) -> str:
    """Return the version of a package as it is installed.

    A copy of the places to look in is searched: Streamlit changes sys.path while pages run, and who walks
    along it meanwhile misses one now and then.
    """
    return next(iter(distributions(name=package, path=[*sys.path]))).version


def bundled(name: str) -> Path:
    """Return the path of a file that ships with the program: inside the wheel, or beside the package."""
    installed = PACKAGE / "_bundled"
    return (installed if installed.is_dir() else PACKAGE.parent) / name

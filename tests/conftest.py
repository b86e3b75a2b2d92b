"""Settings for every test: how Hypothesis searches for examples, and the marker each folder gives its tests.

Hypothesis tries 50 examples, with no deadline and no check for slow data: both would fail only on a busy
machine. Where CI is set in the environment it tries the same examples each time. No test keeps prepared
copies, or opens one from another run, unless it says so; servers of the bundled data share one in this run.

Whatever is in memory before the first test stays there to the end: Python's garbage collector no longer
scans it.

Python caches its bytecode, even where the environment says otherwise: without it, each program that a test
starts would spend seconds compiling all libraries again.
"""

import gc
import os
import sys
from collections.abc import Generator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

MARKERS_BY_FOLDER = {"browser": "browser", "ui": "page"}

os.environ["MAPAPP_CACHE"] = "none"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples each time, so that a failure belongs to the change; --hypothesis-profile=searching
# (make test-under-load) searches for new ones.
settings.register_profile(
    "searching", deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "repeated", settings.get_profile("searching"), max_examples=50, derandomize=True, database=None
)
settings.load_profile("repeated")


COPIES_OF_THIS_RUN = "MAPAPP_TEST_COPIES"


def pytest_configure(config: pytest.Config) -> None:
    if COPIES_OF_THIS_RUN not in os.environ:  # worker processes inherit it
        folder = TemporaryDirectory(prefix="mapapp-copies-")
        os.environ[COPIES_OF_THIS_RUN] = folder.name
        config.add_cleanup(folder.cleanup)
        config.add_cleanup(partial(os.environ.pop, COPIES_OF_THIS_RUN))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        item.add_marker(MARKERS_BY_FOLDER.get(folder, "unit"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture
def bundled_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give `mapapp export` the bundled data already read, in tests that are not about reading them."""
    from tests.factories import bundled_store  # noqa: PLC0415 - imports the program, which few runs need whole

    monkeypatch.setattr("mapapp.cli.export.open_store", lambda *_: bundled_store())


def pytest_unconfigure() -> None:
    gc.unfreeze()

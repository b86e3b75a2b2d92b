"""What holds for every test: how Hypothesis looks for examples, and the marker that a test's folder gives it.

Hypothesis tries 50 examples, sets no deadline and doesn't mind slow data: both would fail on a busy machine
only. Where CI is set in the environment it tries the same examples each time. No test keeps prepared copies,
or opens one that another run has kept, unless it says so; servers of the bundled data share one for this run.

What stands in memory before the first test stays there to the end: Python no longer looks through it for what
could be thrown away.

Python keeps what it compiles, even where the environment says otherwise: else each program that a test starts
would compile all libraries again, for seconds.
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
# (make test-under-load) looks for new ones.
settings.register_profile(
    "searching", deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "repeated", settings.get_profile("searching"), max_examples=50, derandomize=True, database=None
)
settings.load_profile("repeated")


COPIES_OF_THIS_RUN = "MAPAPP_TEST_COPIES"


def pytest_configure(config: pytest.Config) -> None:
    if COPIES_OF_THIS_RUN not in os.environ:  # those who run tests for this one find it there
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
    """Let `mapapp export` find the bundled data read already: for tests that are not about reading them."""
    from tests.factories import bundled_store  # noqa: PLC0415 - imports the program, which few runs need whole

    monkeypatch.setattr("mapapp.cli.export.open_store", lambda *_: bundled_store())


def pytest_unconfigure() -> None:
    gc.unfreeze()

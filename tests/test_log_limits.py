"""A repeated log message is written once and then counted."""

import logging
import time
from collections.abc import Iterator
from itertools import count

import pytest

from mapapp.server import log_limits
from mapapp.server.log_limits import RepeatFilter

names = count()


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    made = logging.getLogger(f"log_limits.{next(names)}")
    made.addFilter(RepeatFilter())
    yield made
    made.disabled = True  # what it would report a minute later must not appear in another test's log


def fail(logger: logging.Logger, problem: Exception) -> None:
    try:
        raise problem
    except (ValueError, KeyError):
        logger.exception("failed")


def until(caplog: pytest.LogCaptureFixture, lines: int) -> list[str]:
    begun = time.monotonic()
    while len(caplog.messages) < lines:
        assert time.monotonic() - begun < 30
        time.sleep(0.01)
    return caplog.messages


def test_one_of_a_kind_is_told_and_then_how_many_more_there_were(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_limits, "SECONDS_BETWEEN_REPEATS", 1)
    for number in range(1000):
        logger.warning("odd request %s\nwith a line of its own", number)
    logger.warning("something else")
    assert until(caplog, 3)[2:] == ["999 more within a minute: odd request 0"]
    assert caplog.messages[:2] == ["odd request 0\nwith a line of its own", "something else"]


def test_each_fault_is_told(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        fail(logger, ValueError("one"))
        fail(logger, KeyError("other"))
    assert caplog.messages == ["failed", "failed"]
    assert "ValueError: one" in caplog.text
    assert "KeyError: 'other'" in caplog.text


def test_a_kind_that_is_over_is_forgotten(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_limits, "SECONDS_BETWEEN_REPEATS", 0.05)
    for number in range(3):
        logger.warning("again")
        until(caplog, number + 1)
        time.sleep(0.3)
    assert caplog.messages == ["again"] * 3

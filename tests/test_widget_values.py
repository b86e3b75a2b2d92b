"""A reader's choice is told from a value that a browser sends because it has nothing newer yet."""

from types import SimpleNamespace
from typing import Any

import pytest

from mapapp.page import widget_values
from mapapp.page.widget_values import is_chosen, put


class Browser:
    """What a browser sends: the values of widgets, and whether it had what was written last."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.is_behind = self.went_back = False


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    sent = Browser()
    monkeypatch.setattr(widget_values, "st", SimpleNamespace(session_state=sent.values))
    monkeypatch.setattr(widget_values, "is_behind", lambda: sent.is_behind)
    monkeypatch.setattr(widget_values, "went_back", lambda: sent.went_back)
    return sent


def test_another_order_of_the_same_values_is_no_choice(browser: Browser) -> None:
    put("actor", ["a", "b"])
    browser.values["actor"] = ["b", "a"]
    assert not is_chosen("actor")


def test_an_older_value_is_a_choice_only_of_who_has_seen_the_newer_one(browser: Browser) -> None:
    put("actor", ["a"])
    put("actor", [])
    browser.values["actor"] = ["a"]
    browser.is_behind = True
    assert not is_chosen("actor")
    browser.is_behind = False
    assert is_chosen("actor")


def test_a_second_choice_counts_before_the_first_is_answered(browser: Browser) -> None:
    put("min_harmed", None)
    for chosen in (5, None, 5):
        browser.values["min_harmed"] = chosen
        assert is_chosen("min_harmed")
        put("min_harmed", chosen)
        browser.is_behind = True


def test_going_back_chooses_nothing(browser: Browser) -> None:
    put("actor", ["a", "b"])
    browser.values["actor"] = ["a"]
    browser.went_back = True
    assert not is_chosen("actor")

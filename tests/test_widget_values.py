"""A reader's choice is distinguished from an old value that a browser sends before it has a newer one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.page import widget_values
from mapapp.page.widget_values import PAGE, is_chosen, number_run, put, tracked, value_of

BEFORE, AFTER = "run-before-page", "run-after-page"
State = dict[str, Any]


class Session:
    """What Python remembers, and what it draws: a run's parts in order, each a field and its value."""

    def __init__(self) -> None:
        self.state: State = {}
        self.drawn: list[tuple[str, Any]] = []
        self.went_back = False

    def number_input(self, _label: str, *, key: str, **_settings: object) -> None:
        self.drawn.append((key, self.state[key]))

    def run(self, labels: dict[str, Any] | None = None, **values: Any) -> State:
        """Draw the page with the values of its widgets; return what the browser then has."""
        self.drawn = []
        number_run()
        with tracked(PAGE):
            for name, value in values.items():
                put(name, value, labels=labels or {})
                self.drawn.append((name, value))
        return shown(self.drawn)

    def sent(self, browser: State) -> None:
        """Receive the values of all widgets from a browser."""
        self.state.update(browser)


def shown(drawn: list[tuple[str, Any]]) -> State:
    """Return what a browser has of what was drawn; it knows only bare numbers."""
    return {key: int(value) if key in (BEFORE, AFTER) else value for key, value in drawn}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    return new_session(monkeypatch.setattr)


def new_session(change: Callable[[Any, str, Any], None]) -> Session:
    session = Session()
    streamlit = SimpleNamespace(session_state=session.state, number_input=session.number_input)
    change(widget_values, "st", streamlit)
    change(widget_values, "went_back", lambda: session.went_back)
    return session


def test_another_order_of_the_same_values_is_no_choice(session: Session) -> None:
    browser = session.run(actor=["a", "b"])
    session.sent(browser | {"actor": ["b", "a"]})
    assert not is_chosen("actor")
    session.sent(browser | {"actor": ["b"]})
    assert is_chosen("actor")
    assert value_of("actor") == ["b"]


def test_an_older_value_is_a_choice_only_of_who_has_seen_the_newer_one(session: Session) -> None:
    older = session.run(actor=["a"])
    newer = session.run(actor=[])
    session.sent(older)
    assert not is_chosen("actor")
    assert value_of("actor") == []
    session.sent(newer | {"actor": ["a"]})
    assert is_chosen("actor")


def test_a_second_choice_counts_before_the_first_is_answered(session: Session) -> None:
    browser = session.run(min_harmed=None)
    for chosen in (5, None, 5):
        session.sent(browser | {"min_harmed": chosen})
        assert is_chosen("min_harmed")
        session.run(min_harmed=chosen)


def test_a_choice_that_was_taken_is_not_taken_again(session: Session) -> None:
    browser = session.run(actor=[]) | {"actor": ["a"]}
    session.sent(browser)
    assert is_chosen("actor")
    session.run(actor=["a"])
    session.run(actor=[])
    session.sent(browser)
    assert not is_chosen("actor")


def test_what_is_left_of_a_run_that_was_broken_off_is_no_choice(session: Session) -> None:
    browser = session.run(actor=[])
    session.run(actor=["a"])
    browser |= shown(session.drawn[:2])
    session.run(actor=[])
    session.sent(browser)
    assert browser["actor"] == ["a"]
    assert not is_chosen("actor")


def test_going_back_chooses_nothing(session: Session) -> None:
    session.sent(session.run(actor=["a", "b"]) | {"actor": ["a"]})
    session.went_back = True
    assert not is_chosen("actor")


def test_what_a_browser_had_in_another_session_is_no_choice(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = session.run(actor=["a"])
    session = new_session(monkeypatch.setattr)
    here = session.run(actor=[])
    session.sent(elsewhere)
    assert not is_chosen("actor")
    session.sent(here | {"actor": ["a"]})
    assert is_chosen("actor")


def test_as_long_as_no_number_has_come_back_only_what_was_never_put_is_a_choice(session: Session) -> None:
    session.run(actor=["a"])
    session.run(actor=[])
    for values, is_choice in ((["a"], False), (["b"], True)):
        session.sent({"actor": values})
        assert is_chosen("actor") == is_choice


def test_a_widget_that_is_gone_is_not_chosen_in(session: Session) -> None:
    session.run(actor=["a"], weapon=[])
    session.sent(session.run(weapon=[]) | {"actor": ["a"]})
    assert not is_chosen("actor")


def test_what_an_option_was_called_before_still_means_it(session: Session) -> None:
    browser = session.run({"a (9)": "a", "b (3)": "b"}, actor=["a"])
    session.run({"a (2)": "a", "b (1)": "b"}, actor=["a"])
    session.sent(browser | {"actor": ["a (9)"]})
    assert not is_chosen("actor")
    session.sent(browser | {"actor": ["a (9)", "b (3)"]})
    assert is_chosen("actor")
    assert value_of("actor") == ["a", "b"]


def test_little_is_remembered_however_long_somebody_reads(session: Session) -> None:
    browser = session.run(actor=[], weapon=[])
    for number in range(100):
        session.sent(browser)
        browser = session.run(actor=[str(number)], weapon=[])
    assert {name: len(widget.spans) for name, widget in session.state["widget_values"].items()} == {
        "actor": 2,
        "weapon": 1,
    }


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["choose", "take away", "ask"]), st.integers(0, 2)),
        st.tuples(st.sampled_from(["hear", "draw"]), st.integers(0, 4)),
    ),
    max_size=40,
)


@given(STEPS)
def test_no_value_is_taken_for_a_choice_however_late_things_arrive(steps: list[tuple[str, int]]) -> None:
    """A browser draws what arrives piece by piece, and Python may interrupt a run after any piece."""
    with pytest.MonkeyPatch.context() as patch:
        session = new_session(patch.setattr)
        holds = 0
        browser: State = session.run(number=holds)
        on_screen: list[tuple[str, Any]] = []
        questions: list[tuple[str, int, State, int]] = []
        choices, counted, in_browser = 0, {0}, 0  # 0 means no choice
        for act, which in steps:
            if act == "draw":
                browser = browser | shown(on_screen[:which])
                in_browser = 0 if "number" in shown(on_screen[:which]) else in_browser
                del on_screen[:which]
            elif act == "hear" and questions:
                asked, number, sent, choice = questions.pop(0)
                is_changed = sent["number"] != session.state["number"]
                session.sent(sent)
                if is_changed and is_chosen("number"):
                    assert choice not in counted
                    counted.add(choice)
                    holds = value_of("number")
                session.run(number=number if asked == "take away" else holds)
                holds = value_of("number")
                on_screen += session.drawn[:which]
            elif act != "hear":
                if act == "choose" and browser["number"] != which:
                    choices += 1
                    browser, in_browser = browser | {"number": which}, choices
                questions.append((act, which, browser, in_browser))

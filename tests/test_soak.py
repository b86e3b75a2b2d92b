"""`make soak` tells right from wrong: an answer from one state is right, one that mixes two is wrong."""

import pytest

from tests.soak.__main__ import told
from tests.soak.states import States
from tests.soak.tally import Refused, Tally

FLAT, GROWING = ([(float(minute), 100 + more * minute) for minute in range(21)] for more in (0, 5))


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    made = States(tmp_path_factory.mktemp("soak"))
    made.put_good()
    return made


def listed(states, number):
    return states.right(number, "").all


def test_answers_are_of_one_state_as_a_whole(states):
    tally = Tally(states)
    one, other = listed(states, 1), listed(states, 2)
    mixed = type(one)(dict([*list(one.items())[:9], *list(other.items())[9:]]))
    for answer in (one, other, mixed, listed(states, 1) - type(one)([next(iter(one))])):
        with tally.asking("lists", "") as asking:
            asking.require(lambda right, answer=answer: right.all == answer, "incidents")
    assert (tally.answered["lists"], len(tally.wrong), tally.errors) == (2, 2, [])
    states.confirmed = 2
    with tally.asking("lists", "") as asking:
        asking.require(lambda right: right.all == one, "what nobody may be shown any more")
    assert len(tally.wrong) == 3


def test_a_polite_refusal_is_no_error_and_anything_else_is(states):
    tally = Tally(states)
    for problem in (Refused(), ConnectionResetError(), TimeoutError()):
        with tally.asking("maps", ""):
            raise problem
    assert (tally.refused, len(tally.errors)) == (1, 2)


@pytest.mark.parametrize(
    ("samples", "log", "status"),
    [
        (FLAT, "", 0),
        (GROWING, "", 1),
        (FLAT, "Traceback (most recent call last):\n  a line\nKeyError: 1\n", 1),
    ],
)
def test_memory_that_grows_and_tracebacks_fail(states, samples, log, status):
    assert told(states, Tally(states), samples, log) == status

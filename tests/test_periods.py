"""The periods that a reader can choose at once."""

from datetime import date

import pytest

from mapapp.model.conflict import MarkedDay
from mapapp.views.periods import presets


def test_the_last_week_has_seven_days_and_ends_with_the_data() -> None:
    whole, week = presets((date(2031, 5, 1), date(2031, 6, 10)))
    assert whole == {"label": "Whole period", "start": "2031-05-01", "end": "2031-06-10"}
    assert week == {"label": "Last week", "start": "2031-06-04", "end": "2031-06-10"}


@pytest.mark.parametrize("last", [date(2031, 5, 1), date(2031, 5, 7)])
def test_data_of_a_week_at_most_are_one_period(last: date) -> None:
    assert [period["label"] for period in presets((date(2031, 5, 1), last))] == ["Whole period"]


def test_marked_days_within_the_data_are_periods() -> None:
    truce = MarkedDay(date(2031, 5, 3), date(2031, 5, 5), "Truce")
    later = MarkedDay(date(2031, 7, 1), date(2031, 7, 1), "Another")
    *_, last = presets((date(2031, 5, 1), date(2031, 5, 7)), [truce, later])
    assert last == {"label": "Truce", "start": "2031-05-03", "end": "2031-05-05"}

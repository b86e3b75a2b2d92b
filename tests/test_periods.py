"""The periods that a reader can choose with one click, and the bars of the timeline."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mapapp.model.conflict import MarkedDay
from mapapp.model.query import Query
from mapapp.page.days import bars_of
from mapapp.views.periods import presets
from tests.factories import incident, store_of


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


DECADES = (date(2000, 1, 1), date(2024, 12, 31))


def test_bars_are_finer_for_few_days_of_many():
    whole = bars_of(DECADES, Query())
    assert whole == (*DECADES, 77)
    half_a_year = bars_of(DECADES, Query(start=date(2010, 1, 1), end=date(2010, 6, 30)))
    assert half_a_year.size == 8
    assert timedelta(0) <= date(2009, 7, 4) - half_a_year.first < timedelta(days=8), "as many days before"
    assert half_a_year.last == date(2010, 12, 28), "and after"
    assert (half_a_year.first - DECADES[0]).days % 8 == 0
    week = bars_of(DECADES, Query(start=date(2024, 12, 25)))
    assert week == (date(2024, 12, 18), date(2024, 12, 31), 1)


@pytest.mark.parametrize(
    "query", [Query(start=date(2030, 1, 1)), Query(end=date(1999, 1, 1)), Query(start=date(2001, 1, 1))]
)
def test_bars_are_those_of_all_days_where_others_would_be_no_finer(query):
    assert bars_of(DECADES, query) == bars_of(DECADES, Query())


def test_finer_bars_count_the_same_incidents():
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(0, 9000, 30)]
    store = store_of([incident(str(n), day) for n, day in enumerate(days)])
    query = Query(start=date(2010, 1, 1), end=date(2010, 3, 31))
    bars = bars_of(store.days, query)
    rows = store.timeline(replace(query, start=bars.first, end=bars.last), bars.size)
    assert sum(row["n"] for row in rows) == sum(bars.first <= day <= bars.last for day in days)
    assert max((row["date_end"] - row["date_start"]).days for row in rows) < bars.size
    assert len(rows) == sum(row["n"] for row in rows), "each has a bar of its own"

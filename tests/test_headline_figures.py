"""The three figures at the top of the page."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote

from mapapp.engine.questions import sums
from mapapp.model.query import Query
from mapapp.views.figures import figures_html
from mapapp.views.style import legend_for
from tests.factories import incident, store_of


def shown(rows, query=None):
    """The text of the figures and their links."""
    store, query = store_of(rows), query or Query()
    found = store.rows(sums.by_actor, store.incidents, query)
    html = figures_html(
        store.totals(query), found, legend_for(store.actors), lambda actors: f"?a={quote(';'.join(actors))}"
    )
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))
    return text.replace(" :", ":"), re.findall('href="([^"]+)"', html)


def test_each_figure_is_split_by_actor_as_ranges():
    text, links = shown(
        [
            incident("a", actor="One", killed_low=3, killed_high=5),
            incident("b", actor="One", killed_low=2, injured_low=4, injured_high=4),
            incident("c", actor="Two", killed_low=1, killed_high=1),
            incident("d", actor="Two"),
            incident("e", killed_low=0, killed_high=0),
        ]
    )
    assert "5 incidents Attributed to One: 2 Attributed to Two: 2 Attributed to Not stated: 1" in text
    assert "at least 6 killed Attributed to One: at least 5 Attributed to Two: 1" in text
    assert "Attributed to Not stated: none" in text
    assert "4 of 5 incidents have a figure" in text
    assert "4 injured Attributed to One: 4 " in text
    assert "Two no figure" in text
    assert links == ["?a=One", "?a=Two", "?a="] * 3


def test_unknown_is_not_zero_and_combined_entries_are_not_counted():
    text, _ = shown([incident("a", actor="One"), incident("b", actor="One", aggregate="yes", killed_low=9)])
    assert "1 incident Attributed to One: 1" in text
    assert "killed" not in text
    assert "injured" not in text


def test_none_is_said_only_of_the_incidents_that_say_so():
    rows = [incident("a", actor="One", killed_low=0, killed_high=0), incident("b", actor="One")]
    text, _ = shown([*rows, incident("c", actor="One")])
    assert "none killed in 1, not stated in 2 Attributed to One: none in 1, not stated in 2" in text
    assert "none killed Attributed to One: none " in shown(rows[:1])[0]


def test_text_from_the_data_is_escaped():
    _, links = shown([incident("a", actor="<b onclick=x>")])
    assert links == ["?a=%3Cb%20onclick%3Dx%3E"]
    store = store_of([incident("a", actor="<b onclick=x>")])
    rows = store.rows(sums.by_actor, store.incidents, Query())
    html = figures_html(store.totals(Query()), rows, legend_for(store.actors), lambda _: "?")
    assert "<b onclick" not in html


def test_totals_count_the_incidents_whose_days_go_beyond_the_period() -> None:
    days = [(4, 5), (3, 4), (9, 10), (1, 30), (7, 7)]
    store = store_of(
        [incident(f"i{n}", date(2020, 10, a), date_end=date(2020, 10, b)) for n, (a, b) in enumerate(days)]
    )
    period = Query(start=date(2020, 10, 4), end=date(2020, 10, 9))
    assert store.totals(period)["beyond_period"] == 3
    assert store.totals(replace(period, end=None))["beyond_period"] == 2
    assert store.totals(Query())["beyond_period"] == 0

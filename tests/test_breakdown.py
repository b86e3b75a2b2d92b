"""The charts by actor, weapon, district and target: they add up, and each bar links to its incidents."""

import re
from typing import Any
from urllib.parse import urlencode

from mapapp.engine.store import Store
from mapapp.model.query import Query
from mapapp.page.tabs import breakdown_counts
from mapapp.views.breakdown import MOST_BARS, Breakdown
from mapapp.views.style import legend_for
from tests.factories import bundled_store, incident, store_of

Row = tuple[str, int, str]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def address(query: Query) -> str:
    return "?" + urlencode(query.to_params(), doseq=True)


def charts(store: Store, query: Query | None = None) -> dict[str, list[Row]]:
    """Return each chart's bars: label, number and link."""
    asked = query or Query()
    html = Breakdown(asked, legend_for(store.actors), address).html(breakdown_counts(store, asked))
    assert "<script" not in html
    assert "<img" not in html
    return {
        caption: [bar(row) for row in re.findall("<tr.*?</tr>", body, re.DOTALL)]
        for caption, body in re.findall(r"<caption>(.*?)</caption>.*?<tbody>(.*?)</tbody>", html, re.DOTALL)
    }


def bar(row: str) -> Row:
    name, number = re.findall(r"<th.*?>(.*?)</th><td>(.*?)</td>", row, re.DOTALL)[0]
    link = re.search('href="([^"]*)"', name)
    return re.sub("<[^>]+>", "", name), int(re.sub("<[^>]+>|[ ,]", "", number)), link[1] if link else ""


def test_every_chart_has_every_incident_once() -> None:
    store = bundled_store()
    found = charts(store)
    assert [*found] == ["Attributed to", "Weapon", "District", "Target"]
    for bars in found.values():
        assert sum(number for _, number, _ in bars) == store.totals(Query())["incidents"]


def test_what_is_not_stated_is_a_bar_of_its_own_and_leads_there() -> None:
    rows: list[dict[str, Any]] = [
        incident("a", weapon="artillery"),
        incident("b"),
        incident("c", weapon="artillery", aggregate="yes"),
    ]
    assert charts(store_of(rows))["Weapon"] == [
        ("artillery", 1, "?weapon=artillery"),
        ("not stated", 1, "?weapon="),
    ]


def test_a_chosen_bar_leads_back_and_its_chart_still_shows_the_others() -> None:
    rows = [incident("a", weapon="artillery", target_type="healthcare"), incident("b", weapon="mortar")]
    found = charts(store_of(rows), Query(weapon=("artillery",)))
    assert found["Weapon"] == [("artillery", 1, "?"), ("mortar", 1, "?weapon=mortar")]
    assert found["Target"] == [("healthcare", 1, "?weapon=artillery&amp;target_type=healthcare")]


def test_the_rest_of_many_values_is_told_together() -> None:
    rows = [incident(f"i{n}", weapon=f"weapon {n}") for n in range(MOST_BARS + 3)]
    bars = charts(store_of(rows))["Weapon"]
    assert len(bars) == MOST_BARS + 1
    assert bars[-1][:2] == ("3 others", 3)
    assert bars[-1][2].count("weapon=") == 3


def test_text_from_the_data_is_escaped() -> None:
    rows = [incident("a", **dict.fromkeys(("actor", "weapon", "admin1"), HOSTILE))]
    assert set(charts(store_of(rows))) <= {"Attributed to", "Weapon", "District"}


def test_a_column_without_values_has_no_chart() -> None:
    store = store_of([incident("a", actor="One")])
    assert [*charts(store)] == ["Attributed to"]

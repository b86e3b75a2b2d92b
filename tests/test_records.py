"""The page's tables over HTTP: sorting, pages and rejected requests."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from mapapp.api.routes import api_routes
from mapapp.engine.sorting import INCIDENT_SORTS
from tests.asgi import get
from tests.factories import HOSTILE, incident, store_of
from tests.test_api import Live

TABLE = "/api/collections/incidents/table"
CLAIMS = "/api/collections/incidents/claims"
DEAD = {"a": (3, 4), "b": (None, None), "c": (1, None), "d": (3, 3), "e": (None, 9), "f": (0, 0)}


@pytest.fixture(scope="module")
def app() -> Starlette:
    incidents = [
        incident(name, date(2020, 10, day), killed_low=low, killed_high=high, title=f"T{name}", actor="")
        for day, (name, (low, high)) in enumerate(DEAD.items(), 1)
    ]
    claims = [
        {"claim_id": f"c{n}", "incident_id": about, "source_id": "s", "stance": "alleges", "killed_low": dead}
        for n, (about, dead) in enumerate([("a", 3), ("c", 1), ("a", None), ("d", 8)])
    ]
    return Starlette(routes=api_routes(Live(store_of(incidents, claims, [{"source_id": "s"}]))))


def ids(app: Starlette, **asked: object) -> list[str]:
    answer = get(app, TABLE, {name: str(value) for name, value in asked.items()})
    assert answer.status == 200
    return [row["id"] for row in answer.json()["rows"]]


def test_what_is_not_stated_comes_last_both_ways(app):
    assert ids(app, sortby="killed") == ["f", "c", "a", "d", "e", "b"]
    assert ids(app, sortby="-killed") == ["e", "a", "d", "c", "f", "b"]


def test_titles_are_sorted_by_what_they_say_both_ways():
    titles = {"x": "Barda", "y": "Aghdam", "z": "Ganja", "Fuzuli": None}
    rows = [incident(name, title=title) for name, title in titles.items()]
    app = Starlette(routes=api_routes(Live(store_of(rows))))
    assert ids(app, sortby="title") == ["y", "x", "Fuzuli", "z"]
    assert ids(app, sortby="-title") == ["z", "Fuzuli", "x", "y"]


def test_without_a_sort_the_one_order_holds(app):
    assert ids(app) == list(DEAD)
    assert ids(app, sortby="-date") == list(reversed(DEAD))


def test_vocabularies_are_sorted_by_the_words_shown_and_evidence_from_the_strongest():
    said = {
        "a": {"target_type": "residential", "harm_status": "weak"},
        "b": {"target_type": "administrative", "harm_status": "contested"},
        "c": {},
        "d": {"target_type": "unknown", "harm_status": "confirmed"},
        "e": {"target_type": "residential", "harm_status": "fair"},
    }
    rows = [incident(name, target_type=None, harm_status=None) | more for name, more in said.items()]
    app = Starlette(routes=api_routes(Live(store_of(rows))))
    assert ids(app, sortby="target_type") == ["a", "e", "d", "b", "c"]
    assert ids(app, sortby="-target_type") == ["b", "d", "a", "e", "c"]
    assert ids(app, sortby="harm_status") == ["d", "e", "a", "b", "c"]
    assert ids(app, sortby="-harm_status") == ["b", "a", "e", "d", "c"]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["", *INCIDENT_SORTS, *(f"-{name}" for name in INCIDENT_SORTS)]), st.integers(1, 7))
def test_pages_put_together_are_the_whole_table(app, sortby, size):
    pages = [ids(app, sortby=sortby, limit=size, offset=start) for start in range(0, len(DEAD), size)]
    assert [one for page in pages for one in page] == ids(app, sortby=sortby)
    assert all(get(app, TABLE, {"offset": str(n)}).json()["numberMatched"] == len(DEAD) for n in (0, 99))


def test_claims_are_sorted_and_filtered_with_their_incidents(app):
    rows = get(app, CLAIMS, {"sortby": "-killed"}).json()["rows"]
    assert [row["id"] for row in rows] == ["d", "a", "c", "a"]
    assert get(app, CLAIMS, {"datetime": "2020-10-03/.."}).json()["numberMatched"] == 2


@pytest.mark.parametrize("address", [TABLE, CLAIMS])
@pytest.mark.parametrize(
    "asked",
    [
        {"sortby": "nothing"},
        {"sortby": "--killed"},
        {"limit": "0"},
        {"limit": "501"},
        {"offset": "-1"},
        {"page": "2"},
    ],
)
def test_what_can_not_be_understood_is_refused_in_words(app, address, asked):
    answer = get(app, address, asked)
    assert answer.status == 400
    assert answer.json()["parameter"] == next(iter(asked))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_and_is_no_address(text):
    claims = [{"claim_id": "c", "incident_id": "a", "source_id": "s", "stance": "alleges", "claimant": text}]
    store = store_of(
        [incident("a", title=text)], claims, [{"source_id": "s", "publisher": text, "url": text}]
    )
    app = Starlette(routes=api_routes(Live(store)))
    for address in (TABLE, CLAIMS):
        (row,) = get(app, address).json()["rows"]
        assert all(isinstance(cell, str) for cell in row["cells"])
        assert all(len(cell) <= 320 for cell in row["cells"])

"""The spoken summary of a view: its numbers and its sentence."""

from datetime import date
from typing import Any

import pytest

from mapapp import words
from mapapp.engine.store import Store
from mapapp.geo.naming import name_orders
from mapapp.mapdata.summary import view_facts, view_summary
from mapapp.model.query import Query
from tests.factories import incident, store_of

BARDA = {"latitude": 40.3744, "longitude": 47.1266, "place_name": "Barda / Partav"}
GANJA = {"latitude": 40.68278, "longitude": 46.36056, "place_name": "Ganja / Gandzak"}
HERE = (46.9, 40.2, 47.4, 40.6)


def facts(**more: Any) -> dict[str, Any]:
    usual = {"incidents": 12, "all": False, "place": "Barda", "km": 10, "near": 12, "on": [], "most": 0}
    usual["unlocated"] = 0
    return usual | more


DAYS = [date(2020, 10, 27), date(2020, 10, 28)]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (facts(on=DAYS, most=4), "12 incidents within 10 km of Barda, most on 27 and 28 October 2020."),
        (facts(near=4, on=DAYS[1:], most=3),
         "12 incidents in this part of the map, 4 of them within 10 km of Barda; "
         "busiest day: 28 October 2020 (3)."),
        (facts(all=True, near=1), "All 12 incidents on the map."),
        (facts(all=True, near=12, on=DAYS[:1], most=12),
         "12 incidents within 10 km of Barda, all on 27 October 2020."),
        (facts(incidents=2, near=2, on=DAYS[:1], most=2),
         "2 incidents within 10 km of Barda, both on 27 October 2020."),
        (facts(incidents=1, near=1, on=DAYS[:1], most=1), "1 incident at Barda on 27 October 2020."),
        (facts(incidents=1, near=0, place="", all=True), "1 incident on the map."),
        (facts(all=True, near=1, unlocated=1), "All 12 incidents on the map; 1 more has no location."),
        (facts(incidents=0, near=0, place=""), "No incidents in this part of the map."),
        (facts(incidents=3, near=3, on=[*DAYS, date(2020, 10, 29)], most=1),
         "3 incidents within 10 km of Barda."),
        (facts(incidents=9, near=0, place="", on=[date(2020, 9, 30), DAYS[0]], most=3),
         "9 incidents in this part of the map, most on 30 September and 27 October 2020."),
    ],
)  # fmt: skip
def test_the_sentence_is_plain_and_claims_no_more_than_the_numbers(told: dict[str, Any], said: str) -> None:
    assert words.view_summary(told) == said


@pytest.fixture(scope="module")
def store() -> Store:
    return store_of(
        [
            incident("a", date(2020, 10, 27), **BARDA),
            incident("b", date(2020, 10, 28), **BARDA),
            incident("near", date(2020, 10, 28), latitude=40.41, longitude=47.1266),
            incident("far", date(2020, 10, 28), latitude=40.5, longitude=47.1266),
            incident("vague", date(2020, 10, 1), date_end=date(2020, 10, 31), date_precision="4", **BARDA),
            incident("sum", date(2020, 10, 28), aggregate="yes", **BARDA),
            incident("ganja", date(2020, 10, 4), **GANJA),
            incident("unlocated", date(2020, 10, 5), latitude=None, longitude=None),
        ]
    )


def test_the_numbers_leave_out_summary_entries_vague_days_and_what_is_far(store: Store) -> None:
    told = view_facts(store, Query(), HERE)
    assert told == facts(
        incidents=5, place="Barda / Partav", near=4, on=[date(2020, 10, 28)], most=3, unlocated=1
    )


def test_all_means_every_located_match_is_in_view(store: Store) -> None:
    assert view_facts(store, Query(), None)["all"]
    assert view_facts(store, Query(incident_id=("a", "b")), HERE)["all"]
    assert not view_facts(store, Query(), HERE)["all"]


def test_the_place_bears_the_name_that_the_reader_wants_first(store: Store) -> None:
    query = Query(incident_id=("a",))
    armenian = name_orders(store.conflict)["armenian"]
    assert view_summary(store, query, None, armenian) == "1 incident at Partav / Barda on 27 October 2020."
    assert view_summary(store, Query(q="no such word"), None) == "No incidents match."


def test_a_view_without_place_names_is_told_without_a_place() -> None:
    nameless = store_of([incident("a"), incident("b")])
    assert view_summary(nameless, Query(), None) == "All 2 incidents on the map, both on 4 October 2020."

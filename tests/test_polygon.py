"""Filtering by an area given by its corners: points, spellings, and what the API and the commands answer."""

import json
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mapapp import words
from mapapp.cli.main import app as command
from mapapp.geo.areas import bounds, outlines
from mapapp.model.query import Query
from tests.asgi import get
from tests.factories import bundled_store, incident, store_of
from tests.test_api import ITEMS, app_for
from tests.test_query import polygons

TRIANGLE = "46.2 39.3,47.4 39.6,46.6 40.4"
GRID = [(east, north) for east in range(-180, 180, 3) for north in range(-87, 90, 3)]
ROWS = [
    incident(f"i-{number}", longitude=east + 0.123, latitude=north + 0.321)
    for number, (east, north) in enumerate(GRID)
]
PLACES = np.array([(row["longitude"], row["latitude"]) for row in ROWS]).T


@cache
def everywhere():
    return store_of([*ROWS, incident("nowhere", longitude=None, latitude=None)])


def found(store, text):
    return {row["incident_id"] for row in store.listed(Query.from_params({"polygon": [text]}), 20_000)}


@settings(max_examples=25)
@given(polygons())
def test_what_is_found_is_what_lies_in_the_area(polygon):
    area = shapely.Polygon(polygon.corners)
    east, north = PLACES
    is_inside = shapely.contains_xy(area, east, north) | shapely.contains_xy(area, east + 360, north)
    inside = {row["incident_id"] for row, is_in in zip(ROWS, is_inside, strict=True) if is_in}
    assert found(everywhere(), polygon.text) == inside


@given(st.integers(0, 9), st.booleans())
def test_where_an_area_begins_and_which_way_it_goes_changes_nothing(first, is_turned):
    corners = TRIANGLE.split(",")[:: -1 if is_turned else 1]
    first %= len(corners)
    turned = ",".join([*corners[first:], *corners[:first]])
    assert found(bundled_store(), turned) == found(bundled_store(), TRIANGLE) != set()


def test_two_areas_with_an_edge_in_common_share_no_incident():
    on_edge = store_of(
        [incident("a", longitude=46.0, latitude=40.0), incident("b", longitude=45.5, latitude=39.5)]
    )
    west, east = "45 39,46 39,46 41,45 41", "46 39,47 39,47 41,46 41"
    south, north = "45 39,46 39,46 40", "45 39,46 40,45 40"
    assert found(on_edge, west) ^ found(on_edge, east) == {"a", "b"}
    assert found(on_edge, south) ^ found(on_edge, north) == {"b"}


def test_well_known_text_and_a_closed_ring_are_the_same_area():
    one = Query.from_params({"polygon": [TRIANGLE]})
    closed = f"POLYGON (({TRIANGLE}, 46.2 39.3))"
    assert Query.from_params({"polygon": [closed]}) == one
    assert one.to_params() == {"polygon": [TRIANGLE]}


def test_around_the_date_line_the_outline_goes_on():
    query = Query.from_params({"polygon": ["175 -10,-175 -10,-175 10,175 10"]})
    assert outlines(query) == [[(175.0, -10.0), (185.0, -10.0), (185.0, 10.0), (175.0, 10.0), (175.0, -10.0)]]
    assert bounds(query) == (175.0, -10.0, 185.0, 10.0)


@pytest.mark.usefixtures("bundled_is_open")
def test_every_door_answers_the_same_and_says_where():
    store, query = bundled_store(), Query.from_params({"polygon": [TRIANGLE]})
    matched = store.totals(query)["matched"]
    said = words.filter_sentence(query, store.conflict)
    assert said == "mapped in an area with 3 corners, between 39.30° and 40.40° N, 46.20° and 47.40° E"
    answer = get(app_for(store), ITEMS, {"polygon": TRIANGLE})
    assert answer.json()["numberMatched"] == matched > 0
    made = json.loads(CliRunner().invoke(command, ["export", "--polygon", TRIANGLE]).stdout)
    assert (made["filter"], made["numberMatched"]) == (said, matched)
    assert "polygon=46.2+39.3%2C47.4+39.6%2C46.6+40.4" in made["citation"] or said in made["citation"]
    refused = get(app_for(store), ITEMS, {"polygon": "46 39,47 40,47 39,46 40"})
    assert (refused.status, refused.json()["parameter"]) == (400, "polygon")
    assert "do not cross" in refused.json()["detail"]

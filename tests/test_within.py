"""Incidents within a number of kilometres of a place: distances, names, and how each interface answers."""

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from typer.testing import CliRunner

from mapapp import words
from mapapp.cli.main import app as command
from mapapp.dataset import Dataset
from mapapp.engine.selection import Selection
from mapapp.errors import BadQuery
from mapapp.exports.geojson import geojson
from mapapp.exports.sharing import view_head
from mapapp.geo.areas import bounds, outlines
from mapapp.mapdata.home import home
from mapapp.model.query import Query
from mapapp.model.within import EARTH_M, Circle, spelled
from tests.asgi import get
from tests.factories import bundled_store, incident, store_of
from tests.test_api import ITEMS, app_for

SPHERE = Geod(a=EARTH_M, b=EARTH_M)
CENTRES = [(46.75, 39.82), (179.95, -16.5), (0.0, 0.0), (-70.0, 89.5), (10.0, -90.0)]


def at(identifier, longitude, latitude, **more):
    return incident(identifier, longitude=longitude, latitude=latitude, **more)


def found(store, text):
    query = store.located(Query.from_params({"within": [text]}))
    return {row["incident_id"] for row in store.listed(query, 1000)}


def around(longitude, latitude):
    """Return points in all directions, near and far, and one without coordinates."""
    steps = [(bearing, km) for bearing in range(0, 360, 24) for km in (0.01, 3, 40, 900, 12_000, 19_999)]
    ends = (SPHERE.fwd(longitude, latitude, bearing, km * 1000)[:2] for bearing, km in steps)
    rows = [at(f"i-{number}", *map(float, end)) for number, end in enumerate(ends)]
    return [*rows, at("nowhere", None, None)]


ROWS = {centre: around(*centre) for centre in CENTRES}


@cache
def store_around(centre):
    return store_of(ROWS[centre])


@settings(max_examples=40)
@given(st.sampled_from(CENTRES), st.sampled_from([0.02, 3.1, 39.9, 41.0, 899.0, 13_000.0, 99_999.0]))
def test_what_is_found_is_what_the_great_circle_says(centre, km):
    nearer = {
        row["incident_id"]
        for row in ROWS[centre]
        if row["longitude"] is not None
        and SPHERE.inv(*centre, row["longitude"], row["latitude"])[2] <= km * 1000
    }
    assert found(store_around(centre), f"{km} km of {spelled(centre)}") == nearer


def test_an_incident_is_where_its_point_is_however_exactly_that_is_known():
    near, far = at("near", 46.75, 39.87, uncertainty_m=20_000), at("far", 46.75, 40.0, uncertainty_m=50_000)
    assert found(store_of([near, far]), "10 km of 39.82 N, 46.75 E") == {"near"}


@pytest.mark.parametrize(
    "name", ["Stepanakert", "xankəndi", "KHANKENDI", "Степанакерт", "Ստեփանակերտ", "Khankendi / Stepanakert"]
)
def test_a_place_is_found_by_any_of_its_names_and_told_by_both(name):
    query = bundled_store().located(Query(within=Circle(10, name)))
    assert words.filter_sentence(query, bundled_store().conflict) == (
        "mapped within 10 km of Stepanakert / Khankendi"
    )
    assert query.to_params() == {"within": ["10 km of Stepanakert / Khankendi"]}
    assert bundled_store().located(Query.from_params(query.to_params())) == query


def test_every_name_that_is_offered_is_found():
    store = bundled_store()
    assert "Stepanakert / Khankendi" in store.places.names
    for name in store.places.names:
        store.located(Query(within=Circle(1, name)))


def test_data_of_another_country_have_their_own_places():
    store = store_of([at("a", 30.5, 50.45, place_name="Kyiv"), at("b", 32.0, 49.4, place_name="Barda")])
    assert found(store, "5 km of kyiv") == {"a"}
    assert found(store, "5 km of Barda") == {"b"}
    with pytest.raises(BadQuery, match="Kyiv"):
        found(store, "5 km of Kyyiv")


def test_a_name_of_several_places_is_refused_with_all_of_them():
    store = store_of([at("a", 30.5, 50.45, place_name="Mir"), at("b", -32.0, 49.4, place_name="Mir")])
    with pytest.raises(BadQuery, match=r"Mir \(49.4 N, 32 W\); Mir \(50.45 N, 30.5 E\)"):
        found(store, "5 km of Mir")
    with pytest.raises(BadQuery, match="Bridge on the Berdzor road"):
        found(bundled_store(), "5 km of Laçın")


def test_the_api_refuses_a_place_that_is_not_known_and_offers_one():
    answer = get(app_for(bundled_store()), ITEMS, {"within": "10 km of Stepanokert"})
    assert answer.status == 400
    assert answer.json()["parameter"] == "within"
    assert "Stepanakert / Khankendi" in answer.json()["detail"]


@pytest.mark.usefixtures("bundled_is_open")
def test_the_command_line_exports_an_area_and_says_so():
    asked = ["--within", "10 km of Stepanakert", "--datetime", "2020-10-04/2020-10-17"]
    asked += ["--actor", "Azerbaijani forces", "--cluster-munition", "yes"]
    done = CliRunner().invoke(command, ["export", *asked])
    made = json.loads(done.stdout)
    said = "4 to 17 October 2020, attributed to Azerbaijani forces, "
    assert made["filter"].startswith(said)
    assert "mapped within 10 km of Stepanakert / Khankendi" in made["filter"]
    assert "within 10 km of Stepanakert" in made["citation"]
    assert made["numberMatched"] == len(made["features"]) > 0
    assert CliRunner().invoke(command, ["export", "--within", "10 km of Nowhere"]).exit_code == 2


def test_python_and_an_export_find_the_place_themselves():
    query = Query(within=Circle(10, "Stepanakert"))
    assert len(Dataset(bundled_store()).incidents(query)) == bundled_store().totals(query)["matched"]
    assert Selection.of(bundled_store(), query)
    assert json.loads(b"".join(geojson(bundled_store(), query)))["query"] == query.to_params()


def test_a_link_with_an_unknown_place_is_described_without_it():
    head = view_head(bundled_store(), {"within": ["10 km of Stepanokert"]}, "https://example.org/")
    assert head.address == "https://example.org/"
    known = view_head(bundled_store(), {"within": ["10 km of Stepanakert"]}, "https://example.org/")
    assert "mapped within 10 km of Stepanakert / Khankendi" in known.text


@pytest.mark.parametrize("centre", CENTRES[:3])
def test_the_outline_of_a_circle_is_everywhere_as_far_from_its_middle(centre):
    ((ring),) = outlines(Query(within=Circle(250, "", centre)))
    assert ring[0] == ring[-1]
    assert max(east for east, _ in ring) - min(east for east, _ in ring) < 10
    assert {round(SPHERE.inv(*centre, *corner)[2], -1) for corner in ring} == {250_000}


def test_what_no_flat_map_can_show_is_not_drawn_and_the_rest_is_where_the_map_opens():
    assert outlines(Query(within=Circle(300, "", (0.0, 89.0)))) == []
    assert outlines(Query(within=Circle(9_000, "", (0.0, 0.0)))) == []
    assert bounds(Query(bbox=(170.0, -20.0, -170.0, -10.0))) == (170.0, -20.0, 190.0, -10.0)
    assert home(bundled_store(), Query(bbox=(46.0, 39.0, 47.0, 40.0))) == (46.0, 39.0, 47.0, 40.0)


@pytest.mark.parametrize("text", ["Stepan", "khank", "Ստեփանա", "Степан", "xankə"])
def test_the_beginning_of_a_name_in_any_spelling_leads_to_its_place(text: str) -> None:
    assert bundled_store().places.beginning_with(text) == ["Stepanakert / Khankendi"]


def test_what_begins_several_names_or_is_one_is_not_decided() -> None:
    places = bundled_store().places
    assert len(places.beginning_with("Mar")) > 1
    assert places.beginning_with("Barda") == places.beginning_with("") == []
    with pytest.raises(BadQuery, match="Mar"):
        places.located(Query.from_params({"within": ["10 km of Mar"]}))

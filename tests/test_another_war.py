"""The worked example in docs/another-war.md: an invented war of three parties, from files to answers."""

import json
import re
import shlex
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mapapp import words
from mapapp.cli.main import app
from mapapp.engine.selection import Selection
from mapapp.engine.store import Store
from mapapp.exports.incident_page import incident_page
from mapapp.exports.locator import locator
from mapapp.exports.offline.content import content
from mapapp.exports.picture.drawing import composed
from mapapp.exports.picture.request import PictureRequest
from mapapp.exports.picture.sheet import Line
from mapapp.exports.sharing import view_head
from mapapp.geo.naming import name_orders
from mapapp.ingest import read_dataset
from mapapp.model.query import Query
from mapapp.model.traditions import AS_GIVEN, KnownNames, NameOrder
from mapapp.views.claims import Claims
from mapapp.views.map import PLACES_URL
from mapapp.words import filter_sentence
from tests.asgi import get
from tests.example_war import COMMANDS, written
from tests.test_api import app_for

INCIDENTS = "/api/collections/incidents"


def written_on_picture(store: Store, first: str) -> list[str]:
    asked = PictureRequest(Query(), position=(9, 61.25, -30.4), order=name_orders(store.conflict)[first])
    return [thing.words for thing in composed(store, asked).elements if isinstance(thing, Line)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("war"))


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return Store.load(read_dataset(folder / "lakes-incidents.csv"))


def test_the_commands_of_the_example_do_what_it_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for command in COMMANDS:
        done = CliRunner().invoke(app, shlex.split(command)[1:])
        assert done.exit_code == 0, f"{command}: {done.output}"
    found = {
        name: json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))
        for name in ("all", "denied")
    }
    (mill,), (ferry,) = (made["features"] for made in found.values())
    assert (mill["id"], mill["properties"]["killed_low"]) == ("mill", 2)
    assert ferry["id"] == "ferry"
    assert found["all"]["filter"] == "reported by all sides"


def test_every_party_has_its_name_wherever_accounts_are_told_apart(store: Store) -> None:
    assert dict(store.conflict.points_of_view) == {
        "north": "Northern sources",
        "south": "Southern sources",
        "isles": "sources of the Isles",
        "independent": "independent sources",
        "conceded": "reported by all sides",
        "undisputed": "no denial found",
    }
    killed = {
        whose: store.totals(Query(according_to=whose))["killed_low"]
        for whose in store.conflict.points_of_view
    }
    assert killed["south"] == 5
    assert killed["north"] == 2
    assert killed["isles"] == 3
    assert killed["conceded"] == killed["undisputed"] == 2


def test_the_north_declares_what_its_forces_did(store: Store) -> None:
    mill = store.incident("mill", "undisputed")
    assert mill is not None
    assert (mill["actor"], mill["attribution_status"]) == ("Northern forces", "declared")


def test_a_dossier_calls_each_side_as_its_point_of_view_is_called(store: Store) -> None:
    about = Claims(store.claims_about(["mill"])["mill"], store.facts("mill"), store.conflict)
    headings = [heading for heading, _ in about.groups()]
    assert headings == ["Northern sources", "Southern sources", "Sources of the Isles"]


def test_language_period_region_and_words_of_its_own_are_told(store: Store) -> None:
    told = view_head(store, {}, "https://lakes.example/")
    assert told.locale == "en_US"
    assert told.data["inLanguage"] == "en"
    assert told.data["temporalCoverage"] == "2031-05-01/2031-06-30"
    assert told.data["spatialCoverage"][0]["geo"] == {"@type": "GeoShape", "box": "61 -31 62 -30"}
    assert told.text.endswith("The conflict: 1 May to 30 June 2031.")
    ferry = incident_page(store, "ferry", "https://lakes.example/")
    assert '<h2 tabindex="-1"><bdi lang="en">The ferry is hit</bdi></h2>' in ferry
    assert "<bdi>League of the Isles</bdi>" in ferry
    assert "burning boat set adrift" in ferry
    assert not store.report.faults


def test_places_are_called_as_everybody_calls_them(store: Store) -> None:
    named = {row["incident_id"]: row["place_name"] for row in store.listed(Query(), 9)}
    assert named == {"mill": "Millbridge / Μυλογέφυρα", "ferry": "Παλιόπορο / Oldferry"}
    for asked in ("παλιοπορο", "oldferry"):
        assert [row["incident_id"] for row in store.listed(Query(q=asked), 9)] == ["ferry"]
    said = filter_sentence(Query(place_id=("oldferry",)), store.conflict)
    assert "Παλιόπορο / Oldferry" in said


def test_readers_choose_between_the_traditions_of_the_data_set(store: Store) -> None:
    api = app_for(store)

    def named(first: str) -> dict[str, Any]:
        asked = {"names": first} if first else {}
        around = asked | {"view": "-31,61,-30,62"}
        shown = get(api, f"{INCIDENTS}/map", around | {"zoom": "9"}).json()["features"]
        listed = get(api, f"{INCIDENTS}/list", around).json()["incidents"]
        table = get(api, f"{INCIDENTS}/table", asked).json()["rows"]
        return {
            "map": {one["properties"]["id"]: one["properties"]["place"] for one in shown},
            "list": {one["id"]: one["place"] for one in listed},
            "table": {row["id"]: row["cells"][2] for row in table},
            "picture": next(words for words in written_on_picture(store, first) if "harbour" in words),
        }

    for first, mill, ferry, harbour in (
        ("", "Millbridge / Μυλογέφυρα", "Παλιόπορο / Oldferry", "Νότιο Λιμάνι / Southharbour"),
        ("north", "Millbridge / Μυλογέφυρα", "Oldferry / Παλιόπορο", "Southharbour / Νότιο Λιμάνι"),
        ("isles", "Μυλογέφυρα / Millbridge", "Παλιόπορο / Oldferry", "Νότιο Λιμάνι / Southharbour"),
    ):
        places = {"mill": mill, "ferry": ferry}
        expected = {"map": places, "list": places, "table": places, "picture": harbour}
        assert named(first) == expected, first
        order = name_orders(store.conflict)[first]
        assert words.label("place_id", "oldferry", order, conflict=store.conflict) == ferry
        assert words.reorder_names(f"{mill} and {ferry} burn", order) == f"{mill} and {ferry} burn"
    asked = {"f": "svg", "map": "9/61.25/-30.4"}
    pictures = {get(api, f"{INCIDENTS}/picture", asked | {"names": one}).body for one in ("north", "isles")}
    assert len(pictures) == 2
    refused = get(api, f"{INCIDENTS}/list", {"names": "armenian"})
    assert refused.status == 400
    assert "north, isles" in refused.json()["detail"]


def test_a_text_follows_with_every_pair_in_it(store: Store) -> None:
    text = "Millbridge / Μυλογέφυρα and Oldferry / Παλιόπορο, not Oldferry / Nowhere"
    isles, north = (name_orders(store.conflict)[one] for one in ("isles", "north"))
    turned = "Μυλογέφυρα / Millbridge and Παλιόπορο / Oldferry, not Oldferry / Nowhere"
    assert isles.of(text) == turned
    assert north.of(turned) == text


def test_of_three_names_the_chosen_one_comes_first() -> None:
    known = KnownNames({"a": {"One"}, "b": {"Two"}, "c": {"Three", "One"}})
    assert NameOrder("c", known).of("at One / Two / Three.") == "at One / Two / Three."
    assert NameOrder("b", known).of("at One / Two / Three.") == "at Two / One / Three."
    assert NameOrder("c", known).of("at Two / Three") == "at Three / Two"


def test_the_places_of_the_gazetteer_are_told_unless_rows_are_withheld(store: Store) -> None:
    told = get(app_for(store), f"/{PLACES_URL}").json()["features"]
    assert [one["properties"]["place_id"] for one in told] == ["millbridge", "oldferry", "harbour"]
    assert told[1] == {
        "type": "Feature",
        "properties": {
            "place_id": "oldferry",
            "names": {"north": "Oldferry", "isles": "Παλιόπορο"},
            "first": "isles",
        },
        "geometry": {"type": "Point", "coordinates": [-30.5, 61.25]},
    }
    closed = replace(store, conflict=replace(store.conflict, gives_rows=False)).for_the_public()
    assert get(app_for(closed), f"/{PLACES_URL}").status == 403
    drawn, without = (written_on_picture(one, "north") for one in (store, closed))
    assert "Southharbour / Νότιο Λιμάνι" in drawn
    assert not [words for words in without if "harbour" in words]


def test_the_file_that_needs_no_network_names_its_places(store: Store) -> None:
    shown, *_ = content(Selection.of(store, Query()))
    assert [one["name"] for one in shown["naming"]["nameOrders"]] == ["north", "isles"]
    assert [one["words"] for one in shown["naming"]["nameOrders"]] == [
        "Northern names first",
        "Isles names first",
    ]
    assert len(shown["naming"]["places"]["features"]) == 3
    pointless = tuple(replace(place, point=None) for place in store.conflict.places)
    without = replace(store, conflict=replace(store.conflict, places=pointless))
    shown, *_ = content(Selection.of(without, Query()))
    assert shown["naming"] == {"nameOrders": [], "places": {"type": "FeatureCollection", "features": []}}


def test_a_dossiers_small_map_has_the_places_beside_it(store: Store) -> None:
    ferry = store.incident("ferry")
    assert ferry is not None

    def drawn(order: NameOrder) -> str:
        address = locator(ferry, "#123456", order, store.conflict)
        return b64decode(address.partition("base64,")[2]).decode()

    orders = name_orders(store.conflict)
    assert "Νότιο Λιμάνι / Southharbour" in drawn(AS_GIVEN)
    assert "Southharbour / Νότιο Λιμάνι" in drawn(orders["north"])
    assert "Oldferry / Παλιόπορο" in drawn(orders["north"])


def test_nothing_of_the_bundled_war_shows_in_another(store: Store) -> None:
    told = repr(store.conflict) + repr(store.conflict.sides) + repr(store.totals(Query()))
    assert not re.search("armeni|azerb|karabakh", told, re.IGNORECASE)

"""The worked example of docs/another-war.md: an invented war of three parties, from files to answers."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mapapp.cli.main import app
from mapapp.engine.store import Store
from mapapp.exports.incident_page import incident_page
from mapapp.exports.sharing import view_head
from mapapp.ingest import read_dataset
from mapapp.model.query import Query
from mapapp.views.claims import Claims
from mapapp.words import filter_sentence
from tests.example_war import COMMANDS, written


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


def test_nothing_of_the_bundled_war_shows_in_another(store: Store) -> None:
    told = repr(store.conflict) + repr(store.conflict.sides) + repr(store.totals(Query()))
    assert not re.search("armeni|azerb|karabakh", told, re.IGNORECASE)

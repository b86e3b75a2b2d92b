"""To whom an incident is attributed, who was targeted, and who else took part."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp import words
from mapapp.engine.store import ValueCount
from mapapp.ingest import read_dataset
from mapapp.model.query import Query
from mapapp.model.schema import ROLES
from mapapp.views.dossier import dossier_html
from tests.factories import bundled_store, incident, store_of

ROWS = [
    incident("a", actor="North", other_actor="South;Isles"),
    incident("b", actor="South", other_actor="North"),
    incident("c", involved="North;Isles"),
    incident("d"),
]


@cache
def store():
    return store_of(ROWS)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"actor": ("North",)}, 1),
        ({"other_actor": ("North",)}, 1),
        ({"other_actor": ("North", "Isles")}, 2),
        ({"other_actor": ("South;Isles",)}, 0),
        ({"involving": ("North",)}, 3),
        ({"involving": ("Isles",)}, 2),
        ({"involving": ("Isles",), "actor": ("North",)}, 1),
        ({"actor": ("Isles",)}, 0),
    ],
)
def test_an_actor_is_asked_for_in_a_role(fields, expected):
    assert store().totals(Query(**fields))["incidents"] == expected


@given(st.sets(st.sampled_from(["North", "South", "Isles", "Hills"]), min_size=1))
def test_involving_finds_whoever_is_named_in_any_role(names):
    cells = [[row.get(name, "") for name in ROLES] for row in ROWS]
    named = [{name for cell in row for name in cell.split(";")} for row in cells]
    assert store().totals(Query(involving=tuple(names)))["incidents"] == sum(
        bool(names & one) for one in named
    )


def test_each_of_several_is_counted_once_for_each_incident():
    counts = store().facets(Query())
    blank = sum(not row.get("other_actor") for row in ROWS)
    named = {name: ValueCount(1, 0) for name in ("Isles", "North", "South")}
    assert counts["other_actor"] == {**named, "": ValueCount(blank, 0)}
    named = {"North": ValueCount(3, 0), "Isles": ValueCount(2, 0), "South": ValueCount(2, 0)}
    assert counts["involving"] == {
        **named,
        "": ValueCount(sum(not any(map(row.get, ROLES)) for row in ROWS), 0),
    }


def test_sentences_tell_the_role():
    query = Query(actor=("North",), other_actor=("Isles", "South"), involving=("Hills",))
    said = words.filter_sentence(query, store().conflict)
    assert said == "attributed to North, against Isles or South, involving Hills"


def test_data_without_other_actors_offer_no_roles():
    assert not {"other_actor", "involving"} & set(bundled_store().facet_names)
    actor = (bundled_store().actors[0],)
    assert bundled_store().totals(Query(involving=actor)) == bundled_store().totals(Query(actor=actor))
    assert not bundled_store().unknown_values(Query(involving=actor))
    assert bundled_store().unknown_values(Query(involving=("Zebra",))) == [("involving", "Zebra")]


def test_a_list_of_actors_is_written_tidily(tmp_path):
    path = tmp_path / "incidents.csv"
    rows = "a,2020-10-04,40,47, South ;;Isles; South\nb,2020-10-04,40,47,;\n"
    path.write_text("incident_id,date_start,latitude,longitude,other_actor\n" + rows)
    assert read_dataset(path).incidents["other_actor"].to_pylist() == ["South;Isles", None]


def test_a_dossier_names_the_other_party_as_text():
    row = store().incident("a") | {"other_actor": "South;<b>Isles</b>"}
    told = dossier_html(row, [], facts={}, conflict=store().conflict, actor_colour="#000000")
    assert "South and &lt;b&gt;Isles&lt;/b&gt;" in told

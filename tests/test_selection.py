"""Which claims a selection of incidents has, in which order: the same that a join by identifier finds."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.engine import records, store
from mapapp.engine.selection import Selection
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES
from tests.factories import bundled_store, incident, store_of

IDS = "abcdefgh"
ACTORS = (None, "Armenian forces", "Azerbaijani forces")

rows = st.lists(
    st.tuples(st.sampled_from(IDS), st.integers(0, 3), st.sampled_from(ACTORS)),
    min_size=1,
    unique_by=lambda row: row[0],
)


@settings(max_examples=30, deadline=None)
@given(
    rows,
    st.lists(st.sampled_from((*IDS, "of no incident"))),
    st.sampled_from([Query(), Query(actor=ACTORS[1:2]), Query(incident_id=tuple("bdf"))]),
    st.sampled_from([(), (("title", False),), (("title", True), ("incident_id", False))]),
    st.integers(0, 2),
    st.one_of(st.none(), st.integers(0, 5)),
)
def test_claims_stand_behind_their_incidents_in_the_order_of_the_file(
    filed, about, query, sorts, offset, limit
):
    incidents = [
        incident(one, date(2020, 10, 1) + timedelta(days), actor=actor, title=str(days % 2))
        for one, days, actor in filed
    ]
    claims = [{"claim_id": f"c{n}", "incident_id": one, "actor": ACTORS[1]} for n, one in enumerate(about)]
    loaded = store_of(incidents, claims)
    selected = Selection.of(loaded, query, sorts=sorts, offset=offset, limit=limit)
    ids = selected.incidents()[INCIDENTS.key].to_pylist()
    found, owners = selected.claims()
    expected = [
        (claim["claim_id"], row)
        for row, one in enumerate(ids)
        for claim in claims
        if claim["incident_id"] == one
    ]
    assert [*zip(found[CLAIMS.key].to_pylist(), owners.to_pylist(), strict=True)] == expected


def test_each_claim_knows_the_position_that_a_join_gives():
    loaded = bundled_store()
    order = {row["incident_id"]: row[ROW_ORDER] for row in loaded.rows(everything, loaded.incidents)}
    found = loaded.rows(everything, loaded.claims)
    assert len(found) > 100
    assert [row[ABOUT] for row in found] == [order[row["incident_id"]] for row in found]
    assert sorted(row[ROW_ORDER] for row in found) == list(range(len(found)))


def everything(table):
    return table.select("incident_id", ROW_ORDER, *({ABOUT} & set(table.columns)))


def test_a_claim_about_no_incident_has_no_position():
    loaded = store_of([incident("a")], [{"claim_id": "c", "incident_id": "elsewhere"}])
    assert [row[ABOUT] for row in loaded.rows(everything, loaded.claims)] == [None]


def test_no_derived_column_of_claims_is_shown():
    loaded = bundled_store()
    about_one = Query(incident_id=("barda-2020-10-28",))
    for table in (
        Selection.of(loaded, about_one).claims()[0],
        loaded.run(records.claims_of, loaded.claims, loaded.incidents, about_one),
    ):
        assert len(table) > 1
        assert not [name for name in table.column_names if name.startswith("__")]


@pytest.mark.parametrize("held", [0, 4096])
def test_sources_are_those_of_the_claims_whether_they_are_held_or_asked_for(monkeypatch, held):
    monkeypatch.setattr(store, "SOURCES_HELD", held)
    loaded = store_of(
        [incident("a")],
        [{"claim_id": f"c{n}", "incident_id": "a", "source_id": f"s{n}"} for n in range(3)]
        + [{"claim_id": "c", "incident_id": "a"}],
        [{"source_id": f"s{n}", "title": f"Title {n}"} for n in range(5)],
    )
    selected = Selection.of(loaded, Query())
    found = selected.sources_of(selected.claims()[0])
    assert sorted(found[SOURCES.key].to_pylist()) == ["s0", "s1", "s2"]
    assert found.schema == selected.empty(SOURCES).schema
    assert selected.sources_of(selected.empty(CLAIMS)).num_rows == 0
    assert all(pa.types.is_large_string(kind) for kind in found.schema.types)

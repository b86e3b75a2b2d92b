"""A selection of incidents has the same claims, in the same order, as a join by identifier."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.engine import database, selection, store
from mapapp.engine.engines.duckdb.engine import DuckDB
from mapapp.engine.questions import records
from mapapp.engine.selection import Selection, as_text
from mapapp.model.derived import ABOUT, ROW_ORDER
from mapapp.model.query import Query
from mapapp.model.schema import CLAIMS, INCIDENTS, SOURCES
from tests.factories import bundled_store, incident, store_of, war
from tests.test_statements import DUCKDB

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


CUTS = [
    (Query(), {}),
    (Query(actor=ACTORS[1:2], according_to="armenian"), {}),
    (Query(), {"limit": 7, "offset": 50}),
    (Query(), {"sorts": (("title", True),), "limit": 90}),
    (Query(q="no incident has this word"), {}),
]


def read(selected):
    """Return all pages as one table, and the claims of each page; require them to belong to its rows."""
    pages = list(selected.read(together=2))
    for page, rows in pages:
        assert as_text(rows) == page.incidents()
    return [row for _, rows in pages for row in rows.to_pylist()], [page.claims()[0] for page, _ in pages]


@pytest.mark.parametrize(("query", "cut"), CUTS)
@pytest.mark.parametrize("keeps_order", [True, False])
def test_one_question_for_all_pages_gives_the_rows_of_a_question_for_each(
    monkeypatch, query, cut, keeps_order
):
    monkeypatch.setattr(selection, "ROWS_PER_PAGE", 10)
    monkeypatch.setattr(DuckDB, "keeps_order", keeps_order)
    selected = Selection.of(bundled_store(), query, **cut)
    rows, claims = read(selected)
    assert rows == selected.incidents().to_pylist()
    assert sum(map(len, claims)) == len(selected.claims()[0])


def test_rows_that_come_in_another_order_are_asked_for_page_by_page(monkeypatch):
    monkeypatch.setattr(selection, "ROWS_PER_PAGE", 10)
    selected, batches = Selection.of(bundled_store(), Query()), DuckDB.batches
    monkeypatch.setattr(DuckDB, "batches", lambda *given: reversed([*batches(*given)]))
    assert read(selected)[0] == selected.incidents().to_pylist()


def test_rows_come_in_the_order_in_which_they_are_stored_whatever_is_left_out():
    memory = database.in_memory()
    memory.execute("CREATE TABLE numbers AS SELECT range AS n, hash(range) AS other FROM range(500_000)")
    engine = DuckDB(memory)
    asked, values = DUCKDB.find(
        lambda numbers, least: numbers.filter(numbers.other > least), engine.table("numbers"), 2**62
    )
    found = pa.Table.from_batches(engine.batches(asked, values, 10_000))["n"]
    assert len(found) > 300_000
    assert found == found.take(pc.sort_indices(found))


@pytest.mark.parametrize(("query", "cut"), [*CUTS, (Query(bbox=(44.0, 39.0, 47.0, 41.0)), {})])
def test_without_those_that_have_no_place_the_others_stay_as_they_are(query, cut):
    loaded = war() if cut or query == Query() else bundled_store()
    selected = Selection.of(loaded, query, **cut)
    placed = [row for row in selected.incidents().to_pylist() if row["latitude"] is not None]
    assert selected.located().incidents().to_pylist() == placed
    assert read(selected.located())[0] == placed

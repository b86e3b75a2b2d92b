"""CQL2 conditions: what matches, what is refused, and that no reader's text becomes part of a statement."""

import json
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from mapapp.api.routes import api_routes
from mapapp.engine.engines.duckdb.engine import DuckDB
from mapapp.engine.questions.filtering import matching
from mapapp.engine.statements import Statements
from mapapp.errors import BadQuery
from mapapp.model.query import Query
from mapapp.words import filter_sentence
from tests.asgi import get
from tests.factories import bundled_conflict, incident, store_of
from tests.test_api import Live, is_problem

ITEMS = "/api/collections/incidents/items"


@pytest.fixture(scope="module")
def store():
    return store_of(
        [
            incident("a", title="Shells on Şuşa", actor="A forces", killed_low=3, killed_high=5),
            incident(
                "b",
                date(2020, 10, 17),
                title="100% of a school",
                actor="B forces",
                killed_low=0,
                killed_high=0,
            ),
            incident(
                "c", date(2020, 11, 1), title="it's unclear", latitude=None, longitude=None, aggregate="yes"
            ),
        ],
        [{"claim_id": "1", "incident_id": "a", "source_id": "s", "claimant": "X", "stance": "denies"}],
        [{"source_id": "s", "publisher": "P"}],
    )


@pytest.fixture(scope="module")
def app(store):
    return Starlette(routes=api_routes(Live(store)))


def query(text):
    return Query.from_params({"filter": [text]})


def found(store, text):
    return "".join(row["incident_id"] for row in store.listed(query(text), 10))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("killed_low >= 3", "a"),
        ("killed_low = 0", "b"),
        ("killed_low < killed_high", "a"),
        ("killed_low <> 3", "b"),
        ("NOT killed_low = 3", "b"),
        ("killed_low IS NULL", "c"),
        ("killed_low IS NOT NULL", "ab"),
        ("killed_low IN (0, 3)", "ab"),
        ("killed_low NOT IN (3)", "b"),
        ("killed_low BETWEEN 1 AND 3", "a"),
        ("killed_low >= 1 AND actor = 'A forces' OR aggregate = 'yes'", "ac"),
        ("killed_low >= 0 AND (actor = 'B forces' OR aggregate = 'yes')", "b"),
        ("title = 'it''s unclear'", "c"),
        ("title LIKE '%Şuşa'", "a"),
        ("title LIKE '100\\% of _ school'", "b"),
        ("title LIKE '1__\\%'", ""),
        ("title LIKE 'it.s%'", ""),
        ("CASEI(title) LIKE CASEI('SHELLS %şUŞA')", "a"),
        ("CASEI(actor) IN (CASEI('a FORCES'))", "a"),
        ("CASEI(title) LIKE CASEI('İT''S%')", "c"),
        ("actor LIKE 'B%'", "b"),
        ("actor > 'A'", "ab"),
        ("actor > 'A forces'", "b"),
        ("actor <= 'Away'", "a"),
        ("date_start > DATE('2020-10-04')", "bc"),
        ("date_start = '2020-10-17'", "b"),
        ("date_end >= TIMESTAMP('2020-11-01T10:00:00Z')", "c"),
        ("S_INTERSECTS(geometry, BBOX(46, 39, 48, 41))", "ab"),
        ("NOT S_INTERSECTS(geometry, BBOX(46, 39, 48, 41))", ""),
        ("S_INTERSECTS(geometry, POINT(47 40))", "ab"),
        ("S_INTERSECTS(BBOX(46, 39, 48, 41), geometry)", "ab"),
        ("geometry IS NULL", "c"),
        ("geometry IS NOT NULL", "ab"),
        ("TRUE", "abc"),
        ("FALSE", ""),
        ("NOT FALSE AND killed_low = 0", "b"),
        ("killed_low = 3 OR TRUE", "abc"),
        ("true", "abc"),
        ('{"op": "and", "args": [true, {"op": ">=", "args": [{"property": "killed_low"}, 3]}]}', "a"),
        ("title = '''; DROP TABLE incidents; --'", ""),
        ('{"op": ">=", "args": [{"property": "killed_low"}, 3]}', "a"),
    ],
)
def test_a_condition_holds_or_not(store, text, ids):
    assert found(store, text) == ids
    again = query(text)
    assert Query.from_params(again.to_params()) == again
    assert again.filter.text in filter_sentence(again, bundled_conflict())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "killed_low >=",
        "killed_low >= 3; DROP TABLE incidents",
        "killed_low = '3'",
        "title = 3",
        "title = TRUE",
        "killed_low = NULL",
        "__harmed > 3",
        "nothing = 3",
        "killed_low + 1 = 3",
        "read_csv('/etc/passwd') = 'x'",
        "title LIKE actor",
        "killed_low LIKE '3'",
        "CASEI(killed_low) = 'x'",
        "date_start > DATE('2020-13-01')",
        "date_start = '2020-10-17 or so'",
        "date_start = DATE('20201017')",
        "date_start = DATE('2020-W42-6')",
        "date_start = TIMESTAMP('2020-10-17T99:00:00Z')",
        "date_start = TIMESTAMP('2020-10-17T10:00:00+99:00')",
        "S_INTERSECTS(geometry, BBOX(46, 41, 48, 39))",
        "S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))",
        "S_INTERSECTS(title, BBOX(46, 39, 48, 41))",
        "S_INTERSECTS(geometry, geometry)",
        "S_INTERSECTS(BBOX(46, 39, 48, 41), BBOX(46, 39, 48, 41))",
        "S_INTERSECTS(5, geometry)",
        "killed_low = 1e400",
        "TRUE = killed_low",
        "title IS TRUE",
        "title = '\x00'",
        '{"op": "and", "args": []}',
        '{"op": "in", "args": [{"property": "title"}, []]}',
        '{"op": ">"}',
        "{",
        "(" * 31 + "killed_low = 1" + ")" * 31,
        "(" * 1_000_000,
        "NOT " * 400 + "killed_low = 1",
        "killed_low = " + "-" * 1_900 + "1",
        "CASEI(" * 300 + "title" + ")" * 300 + " = 'x'",
        '{"op":"not","args":[' * 80 + "1" + "]}" * 80,
    ],
)
def test_what_is_no_condition_is_refused(app, text):
    with pytest.raises(BadQuery) as refused:
        query(text)
    assert refused.value.parameter == "filter"
    if len(text) < 10_000:
        assert is_problem(get(app, ITEMS, {"filter": text}), 400)["parameter"] == "filter"


def test_values_stand_outside_the_statement(store):
    def statement(text):
        return Statements(DuckDB.compiled, DuckDB.parse).find(matching, store.incidents, query(text))

    one, values = statement("title = 'secret' AND killed_low > 3")
    assert "secret" not in one.parsed.query
    assert {"secret", 3.0} <= set(values.values())
    assert statement("title = 'other' AND killed_low > 4")[0] is one
    assert statement("title = 'other' OR killed_low > 4")[0] is not one


def test_a_long_row_of_conditions_is_answered(store):
    assert found(store, " OR ".join(f"killed_low = {number}" for number in range(90))) == "ab"


words = st.text(max_size=20).filter(lambda text: "\x00" not in text)
comparisons = st.one_of(
    st.tuples(st.sampled_from(["=", "<", ">=", "<>"]), st.just("killed_low"), st.integers(-9, 9)),
    st.tuples(st.sampled_from(["=", "like"]), st.sampled_from(["title", "actor"]), words),
).map(lambda parts: {"op": parts[0], "args": [{"property": parts[1]}, parts[2]]})
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda parts: {"op": parts[0], "args": parts[1]}
        ),
        inner.map(lambda one: {"op": "not", "args": [one]}),
    ),
    max_leaves=5,
)


@given(conditions)
def test_any_condition_is_asked_and_written_and_read_again(condition):
    read = query(json.dumps(condition))
    assert Query.from_params(read.to_params()) == read
    Statements(DuckDB.compiled, DuckDB.parse).find(matching, plain().incidents, read)


@cache
def plain():
    return store_of([incident()])


def test_other_collections_have_conditions_over_their_own_columns(app):
    claims = get(app, "/api/collections/claims/items", {"filter": "stance = 'denies' AND claimant LIKE 'X%'"})
    assert [one["id"] for one in claims.json()["features"]] == ["1"]
    path = "/api/collections/districts/items"
    near = get(
        app, path, {"filter": "S_INTERSECTS(geometry, BBOX(44.4,40.1,44.6,40.2)) AND country = 'Armenia'"}
    )
    assert "Yerevan" in [one["id"] for one in near.json()["features"]]
    for collection, text in {
        "claims": "title = 'x'",
        "sources": "S_INTERSECTS(geometry, POINT(1 2))",
    }.items():
        is_problem(get(app, f"/api/collections/{collection}/items", {"filter": text}), 400)


def test_what_can_be_asked_is_what_the_queryables_say(app):
    for collection in ("incidents", "claims", "sources", "districts", "places"):
        path = f"/api/collections/{collection}"
        names = get(app, f"{path}/queryables").json()["properties"]
        condition = " OR ".join(f'"{name}" IS NULL' for name in sorted(names))
        answer = get(app, f"{path}/items", {"filter": condition, "limit": 1})
        assert answer.status == 200, answer.body


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("A_OVERLAPS(other_actor, ('B forces'))", "ab"),
        ("A_OVERLAPS(other_actor, ('Red party', 'C; forces'))", "b"),
        ("a_contains(other_actor, ('B forces', 'Red party'))", "b"),
        ("A_CONTAINS(other_actor, ('B'))", ""),
        ("NOT A_OVERLAPS(other_actor, ('Red party'))", "a"),
        ("A_OVERLAPS(tags, ('it''s')) AND other_actor IS NULL", "c"),
        ("other_actor IS NULL", "c"),
        ('{"op": "a_overlaps", "args": [{"property": "other_actor"}, ["Red party"]]}', "b"),
    ],
)
def test_of_a_list_its_values_are_asked_for(text, ids):
    store = store_of(
        [
            incident("a", other_actor="B forces"),
            incident("b", other_actor="B forces;Red party"),
            incident("c", tags="it's;here"),
        ]
    )
    assert found(store, text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "other_actor = 'B forces'",
        "involved <> 'B forces'",
        "tags LIKE '%x%'",
        "CASEI(tags) = CASEI('x')",
        "related_incidents IN ('a')",
        "other_actor = involved",
        "A_OVERLAPS(actor, ('A'))",
        "A_OVERLAPS(tags, (1, 2))",
        "A_OVERLAPS(('a'), tags)",
        '{"op": "a_contains", "args": [{"property": "tags"}, []]}',
        "A_EQUALS(tags, ('a'))",
    ],
)
def test_a_list_is_never_compared_as_one_text(text):
    with pytest.raises(BadQuery, match="A_OVERLAPS"):
        query(text)


def test_the_language_and_the_system_are_named(app):
    given = {"filter": "killed_low = 3", "filter-lang": "cql2-text"}
    assert get(app, ITEMS, given).json()["numberMatched"] == 1
    assert is_problem(get(app, ITEMS, given | {"filter-lang": "cql-text"}), 400)["parameter"] == "filter-lang"
    json_text = '{"op": "=", "args": [{"property": "killed_low"}, 3]}'
    said_to_be_text = {"filter": json_text, "filter-lang": "cql2-text"}
    assert get(app, ITEMS, said_to_be_text | {"filter-lang": "cql2-json"}).json()["numberMatched"] == 1
    for wrong in (said_to_be_text, given | {"filter-lang": "cql2-json"}):
        assert is_problem(get(app, ITEMS, wrong), 400)["parameter"] == "filter"
    assert is_problem(get(app, ITEMS, given | {"filter-crs": "EPSG:3857"}), 400)["parameter"] == "filter-crs"
    following = get(app, ITEMS, {"filter": "killed_low >= 0", "limit": 1}).json()["links"]
    assert any("filter=killed_low+%3E%3D+0" in link["href"] for link in following if link["rel"] == "next")

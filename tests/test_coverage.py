"""Who reports anything, by day and district, compared with a count by hand."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from mapapp import Query
from mapapp.api.routes import api_routes
from mapapp.engine.questions import coverage
from mapapp.engine.questions.coverage import MAX_DAYS
from mapapp.engine.store import Store
from mapapp.views.coverage import sources_by_side
from tests.asgi import get
from tests.factories import HOSTILE, bundled_conflict, incident, store_of

FIRST = date(2020, 10, 1)
SIDES = tuple(bundled_conflict().sides)
DISTRICTS = (None, "Barda", "Tartar", HOSTILE[0])


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def data_sets(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    incidents = []
    for number in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, 40))
        end = start + draw(st.sampled_from((0, 0, 1, 6, 7, 20)))
        incidents.append(
            incident(
                f"i{number}",
                day(start),
                date_end=day(end),
                admin1=draw(st.sampled_from(DISTRICTS)),
                aggregate=draw(st.sampled_from((None, "no", "yes"))),
            )
        )
    claims = [
        {
            "claim_id": f"c{number}",
            "incident_id": draw(st.sampled_from(incidents))["incident_id"],
            "source_id": draw(st.sampled_from((None, "s1", "s2", "s3", HOSTILE[0]))),
            "claimant_side": draw(st.sampled_from((None, *SIDES))),
            "stance": draw(st.sampled_from(("alleges", "denies"))),
        }
        for number in range(draw(st.integers(0, 20)))
    ]
    return incidents, claims


def reported(incidents: list[dict[str, Any]], claims: list[dict[str, Any]]) -> Any:
    by_id = {one["incident_id"]: one for one in incidents if one["aggregate"] != "yes"}
    for claim in claims:
        if claim["source_id"] and claim["incident_id"] in by_id:
            yield by_id[claim["incident_id"]], claim["source_id"], claim["claimant_side"] or "other"


def counted(found: dict[Any, set[tuple[str, str]]]) -> dict[Any, dict[str, int]]:
    return {
        key: {"sources": len({source for source, _ in pairs})}
        | {side: len({source for source, its in pairs if its == side}) for side in SIDES}
        for key, pairs in found.items()
    }


def numbers(rows: list[dict[str, Any]], key: str) -> dict[Any, dict[str, int]]:
    return {row[key]: {name: row[name] for name in ("sources", *SIDES)} for row in rows}


@settings(max_examples=12, deadline=None)
@given(made=data_sets(), size=st.sampled_from((1, 1, 3, 30)))
def test_the_strip_counts_as_a_person_would(made: Any, size: int) -> None:
    incidents, claims = made
    store = store_of(incidents, claims)
    expected = defaultdict(set)
    for one, source, side in reported(incidents, claims):
        start, end = ((one[name] - FIRST).days for name in ("date_start", "date_end"))
        if end - start < MAX_DAYS:
            cells = {number // size for number in range(start, end + 1)}
        else:
            cells = {start // size} if start // size == end // size else set()
        for cell in cells:
            expected[cell].add((source, side))
    fixed = {"days": (FIRST, day(99)), "size": size, "sides": SIDES}
    found = store.rows(coverage.by_day, store.incidents, store.claims, Query(), **fixed)
    assert numbers(found, "cell") == counted(expected)


@settings(max_examples=8, deadline=None)
@given(made=data_sets())
def test_districts_count_as_a_person_would(made: Any) -> None:
    incidents, claims = made
    store = store_of(incidents, claims)
    expected = defaultdict(set)
    for one, source, side in reported(incidents, claims):
        expected[one["admin1"]].add((source, side))
    found = store.rows(coverage.by_district, store.incidents, store.claims, Query(), sides=SIDES)
    assert numbers(found, "admin1") == counted(expected)


def test_nothing_is_reported_where_there_are_no_claims() -> None:
    store = store_of([incident()])
    assert store.coverage(Query()) == []
    assert store.rows(coverage.by_district, store.incidents, store.claims, Query(), sides=SIDES) == []


def test_nothing_is_reported_of_nothing() -> None:
    store = store_of([])
    assert store.coverage(Query()) == []


def test_the_strip_follows_the_filter_and_ends_with_the_data() -> None:
    incidents = [incident("a", day(0), actor="One"), incident("b", day(3), actor="Two")]
    claims = [
        {"claim_id": "1", "incident_id": "a", "source_id": "s", "stance": "alleges"},
        {"claim_id": "2", "incident_id": "b", "source_id": "t", "stance": "alleges"},
    ]
    store = store_of(incidents, claims)
    assert [row["cell"] for row in store.coverage(Query())] == [0, 3]
    assert [row["cell"] for row in store.coverage(Query(actor=("Two",)))] == [3]


class Live:
    """A data set that is not watched for changes."""

    def __init__(self, store: Store) -> None:
        self.current, self.problem = store, ""


def app_for(store: Store) -> Starlette:
    return Starlette(routes=api_routes(Live(store)))


COVERAGE = "/api/collections/incidents/coverage"


def claim(number: int, incident_id: str, source: str | None = "s", side: str | None = "independent") -> Any:
    named = {"claim_id": f"c{number}", "incident_id": incident_id, "source_id": source}
    return named | {"claimant_side": side, "stance": "alleges"}


CLAIMS_ROUTE = "/api/collections/incidents/claims"


def test_the_route_says_by_day_and_district_who_reports() -> None:
    incidents = [
        incident("a", day(0), admin1="Aghdara / Martakert", longitude=46.82, latitude=40.22, country="X"),
        incident("b", day(2), admin1=HOSTILE[0], latitude=None, longitude=None),
    ]
    claims = [claim(1, "a"), claim(2, "a", "t", "armenian"), claim(3, "b", "u", None)]
    app = app_for(store_of(incidents, claims))
    answer = get(app, COVERAGE)
    found = answer.json()
    assert [(row["start"], row["end"], row["sources"]) for row in found["days"]] == [
        ("2020-10-01", "2020-10-01", 2),
        ("2020-10-03", "2020-10-03", 1),
    ]
    hostile, aghdara = sorted(found["districts"], key=lambda row: row["sources"])
    assert (hostile["district"], hostile["within"], hostile["other"]) == (HOSTILE[0], "", 1)
    for row in (hostile, aghdara):  # as the filter spells it: the numbers lead to the claims behind them
        assert get(app, CLAIMS_ROUTE, {"admin1": row["admin1"]}).json()["numberMatched"] == row["sources"]
    assert aghdara["within"] == "Tartar"
    assert aghdara["words"] == "1 Armenian and Nagorno-Karabakh, 1 independent sources"
    assert found["countries"] == ["X"]
    assert "no report was found" in found["note"]
    assert [row["sources"] for row in get(app, COVERAGE, {"datetime": "2020-10-01"}).json()["districts"]] == [
        2
    ]
    assert get(app, COVERAGE, headers={"If-None-Match": answer.headers["etag"]}).status == 304
    assert get(app, COVERAGE, {"view": "1,2,3,4"}).status == 400


def test_the_route_answers_for_data_without_claims_and_is_listed() -> None:
    app = app_for(store_of([incident()]))
    found = get(app, COVERAGE).json()
    assert (found["days"], found["districts"]) == ([], [])
    links = get(app, "/api/").json()["links"]
    assert "http://test/api/collections/incidents/coverage" in [link["href"] for link in links]


def test_a_count_by_side_is_said_in_words() -> None:
    assert (
        sources_by_side({}, bundled_conflict())
        == sources_by_side(dict.fromkeys(SIDES, 0), bundled_conflict())
        == "no report found"
    )
    assert sources_by_side({"azerbaijani": 1}, bundled_conflict()) == "1 Azerbaijani source"

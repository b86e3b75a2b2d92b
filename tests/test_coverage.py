"""Who reports anything by day and district, against a count by hand; and official totals."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp import Query, coverage
from mapapp.schema import CLAIMANT_SIDE
from tests.samples import HOSTILE, incident, store_of

FIRST = date(2020, 10, 1)
SIDES = tuple(CLAIMANT_SIDE)
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
        if end - start < coverage.LONGEST:
            cells = {number // size for number in range(start, end + 1)}
        else:
            cells = {start // size} if start // size == end // size else set()
        for cell in cells:
            expected[cell].add((source, side))
    days = coverage.Cells(FIRST, day(99), size)
    found = store.rows(coverage.by_day(store.incidents, store.table("claims"), Query(), days))
    assert numbers(found, "cell") == counted(expected)


@settings(max_examples=8, deadline=None)
@given(made=data_sets())
def test_districts_count_as_a_person_would(made: Any) -> None:
    incidents, claims = made
    store = store_of(incidents, claims)
    expected = defaultdict(set)
    for one, source, side in reported(incidents, claims):
        expected[one["admin1"]].add((source, side))
    found = store.rows(coverage.by_district(store.incidents, store.table("claims"), Query()))
    assert numbers(found, "admin1") == counted(expected)


def test_nothing_is_reported_where_there_are_no_claims() -> None:
    store = store_of([incident()])
    assert store.coverage(Query()) == []
    assert store.rows(coverage.by_district(store.incidents, store.table("claims"), Query())) == []


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

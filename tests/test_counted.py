"""Counts made in advance equal those made by counting the incidents one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapapp.engine import loading
from mapapp.engine.counted import Counted
from mapapp.engine.questions import counting, sums
from mapapp.engine.store import Store
from mapapp.engine.view import FINEST_COUNTED, View
from mapapp.model.query import Query
from mapapp.model.schema import FACETS, INVOLVING
from tests.factories import bundled_rows, incident, store_of
from tests.test_cells import LATITUDES, LONGITUDES, views
from tests.test_statements import DUCKDB

WORLD = View((-180.0, -90.0, 180.0, 90.0), 2)


@contextmanager
def everything_counted() -> Iterator[None]:
    """Count in advance even where it is not worth it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "MANY", 1)
        patch.setattr(loading, "WORTH_COUNTING", 0.5)
        yield


@pytest.fixture(scope="module")
def war() -> Store:
    with everything_counted():
        return Store.load(bundled_rows())


@pytest.fixture(scope="module")
def globe() -> Store:
    """Incidents at every edge of the globe, and at each edge of some cells."""
    edges = [(0.0, 360 * cell / FINEST_COUNTED - 180) for cell in (0, 1, 511, 512, 513, 1023)]
    points = [(latitude, longitude) for latitude in LATITUDES for longitude in LONGITUDES] + edges
    rows = [
        incident(
            f"at-{number}-{again}",
            latitude=latitude,
            longitude=longitude,
            date_start=date(2020, 1, 1 + number % 5),
            date_end=date(2020, 1, 1 + number % 5 + again % 2),
            date_precision="1" if number % 4 else "5",
            actor=("One", "Other", None)[number % 3],
            other_actor="Third" if number % 5 == 0 else None,
            involved="One; Fourth" if number % 7 == 0 else None,
            admin1="District" if number % 2 else None,
            location_precision=str(1 + number % 5),
            uncertainty_m=1000.0 * (figure % 3) or None,
            killed_low=None if figure % 12 < 2 else number % 4,
            killed_high=None if figure % 12 < 4 else 2 + figure % 4,
            injured_low=3 if figure % 10 < 4 else None,
            injured_high=5 if figure % 10 < 2 else None,
            aggregate="yes" if number % 11 == 0 else None,
        )
        for number, (latitude, longitude) in enumerate(points)
        for again in range(6)
        for figure in [number + again // 2]  # otherwise alike, they differ in what is known
    ]
    nowhere = [incident(f"nowhere-{n}", latitude=None, longitude=None, actor="One") for n in range(3)]
    with everything_counted():
        return store_of(rows + nowhere)


DAYS = st.dates(date(2019, 12, 30), date(2020, 1, 8))
ACTORS = st.sampled_from([("One",), ("", "Other"), ("nobody",)])
GLOBE = st.one_of(
    st.just(Query()),
    st.builds(Query, start=DAYS, actor=ACTORS),
    st.builds(Query, end=DAYS, involving=st.sampled_from([("Third",), ("Fourth", "")])),
    st.builds(Query, ended_by=DAYS, admin1=st.sampled_from([("District",), ("",)]), actor=ACTORS),
)


def one_by_one(store: Store) -> Store:
    """Return the same data set without the counts made in advance."""
    plain = replace(store)
    vars(plain)["counted"] = Counted(store.incidents)
    return plain


def laid_out(rows: list[dict[str, Any]]) -> list[str]:
    def told(value: Any) -> Any:
        return round(value, 9) if isinstance(value, float) else value

    return sorted(repr({name: told(value) for name, value in row.items()}) for row in rows)


def of_view(store: Store, query: Query, view: View) -> list[list[str]]:
    counted = store.counted
    asks = (counted.cells(query, view), counted.beyond(query, view.bbox), counted.counts(query, view.bbox))
    return [laid_out(store.answers(ask)) for ask in asks]


def how_many_rows(rows):  # type: ignore[no-untyped-def]
    return rows.aggregate(n=rows.count())


def test_there_is_something_to_compare(globe: Store, war: Store) -> None:
    for store in (globe, war):
        by_place, alike = store.counted.by_place, store.counted.alike
        assert store.counted.rows(Query()) is alike
        assert store.rows(how_many_rows, by_place)[0]["n"] == store.totals(Query())["matched"]
    assert globe.rows(how_many_rows, globe.counted.alike)[0]["n"] < globe.totals(Query())["matched"] / 1.2
    assert one_by_one(globe).counted.rows(Query()) is globe.incidents


@settings(max_examples=40)
@given(view=views(), query=GLOBE)
@example(view=WORLD, query=Query())
def test_a_view_is_counted_alike_all_over_the_globe(globe: Store, view: View, query: Query) -> None:
    assert of_view(globe, query, view) == of_view(one_by_one(globe), query, view)


@pytest.mark.parametrize("zoom", range(0, 13, 2))
@pytest.mark.parametrize("bbox", [(44.4, 38.6, 48.9, 41.4), (46.0, 39.0, 47.0, 40.5), WORLD.bbox])
def test_a_view_of_the_war_is_counted_alike(war: Store, zoom: int, bbox: tuple[float, ...]) -> None:
    view = View(bbox, zoom)  # type: ignore[arg-type]
    for query in (Query(), Query(actor=("Azerbaijani forces",), start=date(2020, 10, 4))):
        assert of_view(war, query, view) == of_view(one_by_one(war), query, view)


def test_a_view_at_another_zoom_is_asked_by_the_same_statement(war: Store) -> None:
    asks = [war.counted.cells(Query(), View(WORLD.bbox, zoom)) for zoom in (1, 2, 3)]
    assert {ask.question.name for ask in asks} == {"cells_counted"}  # type: ignore[union-attr]
    assert len({DUCKDB.find(ask.question, *ask.arguments)[0] for ask in asks}) == 1


@settings(max_examples=20)
@given(query=GLOBE)
def test_what_a_query_means_is_summed_up_alike(globe: Store, query: Query) -> None:
    plain = one_by_one(globe)
    assert globe.totals(query) == plain.totals(query)
    assert globe.timeline(query) == plain.timeline(query)
    assert globe.facets(query) == plain.facets(query)
    assert globe.counts(query, None) == plain.counts(query, None)
    for question, fixed in ((sums.by_actor, {}), (counting.facets, {"names": (*FACETS, INVOLVING)})):
        both = [store.rows(question, store.counted.rows(query), query, **fixed) for store in (globe, plain)]
        assert laid_out(both[0]) == laid_out(both[1])


@settings(max_examples=15)
@given(query=GLOBE)
def test_nearly_all_lie_in_the_cells_that_hold_them(globe: Store, query: Query) -> None:
    counted, plain = globe.spread(query), one_by_one(globe).spread(query)
    assert counted.keys() == plain.keys()
    for name, edge in plain.items():
        if not name.startswith("most") or edge is None:
            assert counted[name] == edge, name
        elif name.endswith(("west", "south", "west_around")):
            assert counted[name] <= edge, name
        else:
            assert counted[name] >= edge, name


@pytest.mark.parametrize(
    "query",
    [
        Query(q="hospital"),
        Query(min_harmed=1),
        Query(according_to="armenian"),
        Query(disputed="no"),
        Query(bbox=(46.0, 39.0, 47.0, 40.5)),
        Query(incident_id=("barda-2020-10-28",)),
        Query(within_days=1),
    ],
)
def test_what_cannot_be_counted_beforehand_goes_to_the_incidents(war: Store, query: Query) -> None:
    assert war.counted.rows(query) is war.incidents
    assert war.counted.cells(query, WORLD).arguments[0] is war.incidents
    assert war.totals(query) == one_by_one(war).totals(query)


def test_first_and_last_things_are_the_same(globe: Store, war: Store) -> None:
    for store in (globe, war):
        plain = one_by_one(store)
        for name in ("days", "extent", "occurring", "actors", "facet_names"):
            assert getattr(store, name) == getattr(plain, name), name


def test_few_incidents_and_those_of_which_few_are_alike_are_not_counted_beforehand() -> None:
    few = store_of([incident("a"), incident("b")])
    assert (few.counted.by_place, few.counted.alike) == (None, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "MANY", 1)
        rows = [incident(str(n), latitude=40.0 + n % 40, longitude=n % 50 * 3.0) for n in range(100)]
        different = store_of(rows)
    assert different.counted.by_place
    assert not different.counted.alike
    assert of_view(different, Query(), WORLD) == of_view(one_by_one(different), Query(), WORLD)


def test_where_too_few_agree_in_every_facet_the_others_are_left_out() -> None:
    rows = [
        incident(str(n), latitude=40.0 + n % 2, actor=("One", None)[n % 3 % 2], weapon=f"weapon {n}")
        for n in range(100)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "MANY", len(rows))
        store = store_of(rows)
    alike, plain = store.counted.alike, one_by_one(store)
    assert alike
    assert store.rows(how_many_rows, alike)[0]["n"] == 4
    assert store.counted.rows(Query(), "actor") is alike
    assert store.counted.rows(Query(), "weapon") is store.incidents
    assert of_view(store, Query(), WORLD) == of_view(plain, Query(), WORLD)
    for query in (Query(), Query(weapon=("weapon 7",))):
        assert store.totals(query) == plain.totals(query)
        assert store.facets(query) == plain.facets(query)


def test_a_cell_at_the_prime_meridian_lies_on_one_side_of_it() -> None:
    longitudes = [-1e-15, 0.1, *[3.0] * 37, 90.0]
    with everything_counted():
        store = store_of([incident(str(n), longitude=longitude) for n, longitude in enumerate(longitudes)])
    counted, plain = store.spread(Query()), one_by_one(store).spread(Query())
    assert (counted["all_west_around"], counted["all_east_around"]) == (-1e-15, 90.0)
    assert counted["most_east"] >= plain["most_east"] > 3.0


def test_what_lies_in_one_cell_beside_a_corner_of_a_view_may_be_off_two_sides() -> None:
    with everything_counted():
        store = store_of([incident(str(n), latitude=40.0 + n / 100, longitude=47.0) for n in range(5)])
    assert store.rows(how_many_rows, store.counted.alike)[0]["n"] == 1
    view = View((44.0, 39.0, 45.0, 40.015), 6)
    assert of_view(store, Query(), view) == of_view(one_by_one(store), Query(), view)

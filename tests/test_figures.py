"""The figures in the documentation match the data."""

import re

import pytest

from mapapp.engine.store import Store
from mapapp.maintenance.figures import DOCUMENTS, MARKED, documents, with_figures
from mapapp.model.query import Query
from mapapp.shipped import bundled
from tests.factories import bundled_store, incident, store_of, war


@pytest.fixture(scope="module")
def store() -> Store:
    return bundled_store()


def test_no_figure_is_stale() -> None:
    for path, page in documents().items():
        assert path.read_text(encoding="utf-8") == page, f"{path.name} is stale; run: make docs"


def test_the_counts_of_the_data_stand_nowhere_unmarked(store: Store) -> None:
    totals = store.totals(Query())
    counts = {totals["matched"], totals["incidents"], totals["killed_high"], len(store.all_sources())}
    for name in DOCUMENTS:
        unmarked = MARKED.sub("", bundled(name).read_text(encoding="utf-8"))
        assert not counts & {int(number) for number in re.findall(r"\b\d{1,9}\b", unmarked)}, name


def test_a_figure_follows_the_data_and_its_filter() -> None:
    store = war()
    totals = store.totals(Query(incident_id=("barda",)))
    page = "There were <!--= killed?incident_id=barda -->9<!--/--> dead of <!--= entries -->\nmany<!--/-->."
    entries = store.totals(Query())["matched"]
    low, high = totals["killed_low"], totals["killed_high"]
    killed = f"{low}" if low == high else f"{low} to {high}"
    written = MARKED.sub(
        lambda mark: mark[0].split("-->")[1].removesuffix("<!--/"), with_figures(page, store)
    )
    assert written == f"There were {killed} dead of {entries}."


@pytest.mark.parametrize(("high", "written"), [(4, "5 to 6"), (None, "at least 5")])
def test_a_sum_is_open_where_an_incident_has_no_highest_figure(high: int | None, written: str) -> None:
    store = store_of(
        [
            incident("a", killed_low=3, killed_high=high),
            incident("b", killed_low=2, killed_high=2),
            incident("c", killed_low=9, aggregate="yes"),
            incident("d"),
        ]
    )
    assert with_figures("<!--= held -->9<!--/-->", store) == f"<!--= held -->{written}<!--/-->"


def test_a_measure_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match="wounded"):
        with_figures("<!--= wounded -->5<!--/-->", war())

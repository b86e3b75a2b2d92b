import gc
import json
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from mapapp import Query, open_dataset
from mapapp.dataset import Dataset
from mapapp.engine import priority as turns
from mapapp.engine.engines.engine import Engine, Statement, Values
from mapapp.engine.live import LiveStore
from mapapp.engine.questions.map_grid import cells
from mapapp.engine.store import Store
from mapapp.errors import FaultyData, UnreadableFile
from mapapp.ingest import read_dataset
from tests.factories import bundled_store
from tests.test_query import queries


@pytest.fixture(scope="module")
def store() -> Store:
    return bundled_store()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=queries())
def test_every_view_of_a_query_counts_the_same_incidents(store: Store, query: Query) -> None:
    totals = store.totals(query)
    assert len(store.listed(query, limit=1000)) == totals["matched"]
    assert totals["incidents"] + totals["aggregates"] == totals["matched"]
    assert sum(row["n"] for row in store.timeline(query)) == totals["incidents"]
    located = totals["matched"] - totals["unlocated"]
    shown = store.rows(cells, store.incidents, query, (-180.0, -85.0, 180.0, 85.0), 1024)
    assert sum(row["n"] + row["aggregates"] for row in shown) == located


def test_a_facet_counts_its_options_under_the_other_filters(store: Store) -> None:
    query = Query(actor=("Armenian forces",), weapon=("rocket artillery",))
    counts = store.facets(query)
    for actor, having in counts["actor"].items():
        totals = store.totals(Query(actor=(actor,), weapon=query.weapon))
        assert having == (totals["incidents"], totals["aggregates"])


def test_an_incident_known_as_a_range_matches_any_day_of_it(store: Store) -> None:
    ranged = next(row for row in store.listed(Query(), 200) if row["date_start"] < row["date_end"])
    one = (ranged["incident_id"],)
    for day in (ranged["date_start"], ranged["date_end"]):
        assert store.totals(Query(incident_id=one, start=day, end=day))["matched"] == 1
    before = ranged["date_start"].replace(year=2019)
    assert store.totals(Query(incident_id=one, end=before))["matched"] == 0


@pytest.mark.parametrize("text", ["Şuşa", "susa", "SHUSHI", "Shusha", "Шуша"])
def test_search_finds_a_place_by_any_of_its_names(store: Store, text: str) -> None:
    places = {row["place_id"] for row in store.listed(Query(q=text), 200)}
    assert any(place and "shus" in place for place in places)


def test_summary_entries_never_enter_a_total(store: Store) -> None:
    rows = store.listed(Query(), 1000)
    single = [row for row in rows if row["aggregate"] != "yes"]
    totals = store.totals(Query())
    assert totals["aggregates"] == 13
    assert totals["killed_low"] == sum(row["killed_low"] or 0 for row in single)
    closed = store.totals(Query(control=("Azerbaijan",)))
    assert closed["killed_high"] == sum(
        row["killed_high"] or 0 for row in single if row["control"] == "Azerbaijan"
    )
    assert totals["injured_low"] == sum(row["injured_low"] or 0 for row in single)


def test_a_sum_has_no_upper_end_if_one_of_its_incidents_has_none(store: Store) -> None:
    (mets_tagher,) = store.listed(Query(incident_id=("mets-tagher-2020-10",)), 1)
    assert mets_tagher["killed_low"] is not None
    assert mets_tagher["killed_high"] is None
    assert store.totals(Query())["killed_high"] is None


def store_of(directory: Path, *rows: str) -> Store:
    path = directory / "incidents.csv"
    header = "incident_id,date_start,date_end,date_precision,aggregate,latitude,longitude"
    path.write_text("\n".join([header, *(f"{row},40,46" for row in rows), ""]))
    return Store.load(read_dataset(path))


DATED = "dated,2020-10-05,2020-10-06,1,no"
SUMMARY = "summary,2020-09-01,2020-12-01,2,yes"


@pytest.mark.parametrize(
    ("rows", "period"),
    [
        ([DATED], (5, 6)),
        ([DATED, SUMMARY], (5, 6)),
        ([DATED, "year,2020-01-01,2020-12-31,5,no"], (5, 6)),
        ([DATED, "later,2020-10-20,2020-11-10,4,no"], (5, 20)),
        ([DATED, "earlier,2020-09-10,2020-10-02,4,no"], (2, 6)),
        (["vague,2020-10-01,2020-10-31,4,no", SUMMARY], (1, 31)),
    ],
)
def test_the_period_is_that_of_the_incidents_counted(
    tmp_path: Path, rows: list[str], period: tuple[int, int]
) -> None:
    totals = store_of(tmp_path, *rows).totals(Query())
    assert (totals["first"], totals["last"]) == tuple(date(2020, 10, day) for day in period)


def test_the_period_of_summary_entries_alone_is_theirs(tmp_path: Path) -> None:
    totals = store_of(tmp_path, SUMMARY).totals(Query())
    assert (totals["first"], totals["last"]) == (date(2020, 9, 1), date(2020, 12, 1))


def test_the_days_of_the_data_leave_no_row_outside(tmp_path: Path, store: Store) -> None:
    assert store.days == (date(2020, 9, 27), date(2020, 11, 8))
    later = "later,2020-12-10,2021-01-10,4,no"
    assert store_of(tmp_path, DATED, SUMMARY, later).days == (date(2020, 9, 1), date(2020, 12, 10))
    assert store_of(tmp_path).days == (None, None)


def test_words_in_quotation_marks_are_searched_for_as_a_whole(store: Store) -> None:
    found = [{row["incident_id"] for row in store.listed(Query(q=q), 200)} for q in PHRASES]
    assert found[0]
    assert found[0] == found[1] == found[2]
    assert not store.listed(Query(q='"hospital public"'), 200)


PHRASES = ('"Public hospital"', "“PUBLIC hospital”", '"public hospital" "')


def test_threads_get_the_same_answer(store: Store) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.extend(store.totals(Query(q=str(n)))["matched"] for n in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [store.totals(Query(q=str(n)))["matched"] for n in range(5)]
    assert sorted(answers) == sorted(expected * 6)


def test_an_equal_question_of_many_at_once_is_asked_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked, all_there = type(store.engine), [], threading.Barrier(6)
    run = engine.rows

    def counting(self: Engine, statement: Statement, values: Values) -> list[tuple[Any, ...]]:
        asked.append(values)
        return run(self, statement, values)

    monkeypatch.setattr(engine, "rows", counting)

    def ask(_: int) -> int:
        all_there.wait()
        matched: int = store.totals(Query(q="asked by many"))["matched"]
        return matched

    with ThreadPoolExecutor(all_there.parties) as readers:
        assert set(readers.map(ask, range(all_there.parties))) == {0}
    assert len(asked) == 1


GOOD = "incident_id,date_start,latitude,longitude\na,2020-10-01,40,46\n"


def test_what_goes_first_is_not_kept_waiting_and_keeps_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 600)
    answered = threading.Event()

    def ask() -> None:
        store.listed(Query(), 1)
        answered.set()

    other = threading.Thread(target=ask, daemon=True)
    with store.going_first(Query()):
        other.start()
        assert store.listed(Query(), 1)
        assert not answered.is_set()
    assert answered.wait(timeout=60)


def test_nobody_waits_forever_for_what_goes_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    found: list[object] = []
    other = threading.Thread(target=lambda: found.extend(store.listed(Query(), 1)))
    with store.going_first(Query()):
        other.start()
        other.join(timeout=60)
        assert found


def test_a_page_gives_way_to_the_map_that_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 600)
    monkeypatch.setattr(turns, "SOON", 600)
    wanted, drawn = Query(q="barda"), threading.Event()

    def draw() -> None:
        store.give_way(wanted)
        drawn.set()

    page = threading.Thread(target=draw, daemon=True)
    page.start()
    with store.going_first(Query(q="other")):
        pass
    assert not drawn.wait(0.05)
    while not drawn.is_set():  # the page may not have begun to wait before the first of these
        with store.going_first(wanted):
            pass
        drawn.wait(0.05)


def test_a_page_does_not_wait_for_a_map_that_was_answered_just_now(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SOON", 600)
    monkeypatch.setattr(turns, "EARLY", 600)
    with store.going_first(Query(q="barda")):
        pass
    store.give_way(Query(q="barda"))


def test_a_page_does_not_wait_for_a_map_that_asks_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SOON", 0.01)
    store.give_way(Query(q="barda"))


def replaced(live: LiveStore, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    live.look()
    live.look()


def test_a_replacement_is_served_once_it_has_come_to_rest(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD)
    live = LiveStore(path)
    before = live.current
    path.write_text(GOOD + "b,2020-10-02,40,46\n")
    live.look()
    assert live.current is before
    live.look()
    assert live.current.totals(Query())["matched"] == 2
    assert before.totals(Query())["matched"] == 1


@pytest.mark.parametrize(
    ("broken", "named"),
    [("", "is empty"), (GOOD + "b,never,40,46\n", "never"), (GOOD + "b,2020-10-02,40\n", "row 3")],
)
def test_a_broken_replacement_leaves_the_last_good_data(tmp_path: Path, broken: str, named: str) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD)
    live = LiveStore(path)
    replaced(live, path, broken)
    assert live.current.totals(Query())["matched"] == 1
    assert named in live.problem
    replaced(live, path, GOOD + "b,2020-10-02,40,46\n")
    assert live.current.totals(Query())["matched"] == 2
    assert live.problem == ""


def test_replaced_data_are_given_back_without_pythons_collector(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD)
    live, everything = LiveStore(path), Query()
    live.current.warm_up()
    live.current.coverage(everything)
    live.current.counts(everything, None)
    live.current.rows_at([0], "")
    live.current.incident("a")
    before = weakref.ref(live.current)
    gc.disable()
    try:
        replaced(live, path, GOOD + "b,2020-10-02,40,46\n")
        assert before() is None
    finally:
        gc.enable()


def test_each_data_set_remembers_its_own_answers(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD)
    live = LiveStore(path)
    before = live.current
    assert before.totals(Query()) is before.totals(Query())
    replaced(live, path, GOOD + "b,2020-10-02,40,46\n")
    assert [one.totals(Query())["matched"] for one in (before, live.current)] == [1, 2]


@pytest.mark.parametrize(
    "name", ["Number\nof people", 'with "quotation" marks', "a -- b; c", '"t5"."__own', r"\1 \g<0>"]
)
def test_an_own_column_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "incidents.csv"
    quoted = name.replace('"', '""')
    path.write_text(f'incident_id,date_start,latitude,longitude,"{quoted}"\na,2020-10-01,40,46,own\n')
    store = Store.load(read_dataset(path))
    assert store.listed(Query(q="own"), 1)[0][name] == "own"


def test_a_new_claims_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD)
    live = LiveStore(path)
    before = live.current.fingerprint
    (tmp_path / "claims.csv").write_text("claim_id,incident_id,stance\nc,a,reports\n")
    live.look()
    live.look()
    assert live.current.fingerprint != before
    assert len(live.current.claims_about(["a"])["a"]) == 1


TOTALS = "who,side,as_of,killed\nSomebody,independent,2020-11-10,"


def test_totals_and_corrections_alone_are_noticed_and_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD)
    live = LiveStore(path)
    seen = [live.current.context_fingerprint]
    for name, text in (
        ("totals.csv", TOTALS + "9\n"),
        ("totals.csv", TOTALS + "8\n"),
        ("corrections.csv", "date,incident_id,field,before,after,reason\n2020-12-01,a,title,x,y,Mended\n"),
    ):
        replaced(live, tmp_path / name, text)
        seen.append(live.current.context_fingerprint)
    assert len(set(seen)) == 4
    assert live.current.official[0].killed == 8
    assert len(live.current.history.corrections) == 1
    assert live.current.fingerprint == LiveStore(path).current.fingerprint


CLAIMS = "claim_id,incident_id,stance,note\n" + "".join(f'c{n},a,reports,"said, {n}"\n' for n in range(9))


@pytest.mark.parametrize(
    ("left", "named"),
    [
        (None, "Missing: claims.csv."),
        (b"", "claims.csv is empty"),
        (CLAIMS.encode()[:-2], "claims.csv, row 10"),
        (CLAIMS.encode()[:-1], "claims.csv has no line break after its last row"),
        (CLAIMS.encode()[:-9], "claims.csv, row 10"),
        (CLAIMS.encode()[:-14], "The file ends inside this row"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_claims_that_are_lost_or_cut_off_leave_the_last_good_data(
    tmp_path: Path, left: bytes | None, named: str
) -> None:
    path, claims = tmp_path / "incidents.csv", tmp_path / "claims.csv"
    path.write_text(GOOD)
    claims.write_text(CLAIMS)
    live = LiveStore(path)
    if left is None:
        claims.unlink()
    else:
        claims.write_bytes(left)
    live.look()
    live.look()
    assert len(live.current.claims_about(["a"])["a"]) == 9
    assert named in live.problem
    replaced(live, claims, CLAIMS + "c10,a,reports,\n")
    assert len(live.current.claims_about(["a"])["a"]) == 10
    assert live.problem == ""


def test_a_history_that_breaks_leaves_the_last_good_data(tmp_path: Path) -> None:
    path, history = tmp_path / "incidents.csv", tmp_path / "releases.csv"
    path.write_text(GOOD)
    history.write_text(f"version,date,fingerprint,corrections\n1.0,2020-12-01,{'a' * 64},0\n")
    live = LiveStore(path)
    history.write_bytes(b"\xff")
    live.look()
    live.look()
    assert "releases.csv" in live.problem
    assert live.current.history.releases


def test_without_a_line_end_at_all_a_file_is_served_and_that_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "incidents.csv"
    path.write_text(GOOD.rstrip())
    live = LiveStore(path)
    replaced(live, path, (GOOD + "b,2020-10-02,40,46\n").rstrip())
    assert live.current.totals(Query())["matched"] == 2
    assert (
        "incidents.csv has no line break after its last row; check that it is complete."
        in live.current.report.notes
    )


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return open_dataset()


def test_open_dataset_gives_points_in_wgs84_and_keeps_unlocated_rows(dataset: Dataset) -> None:
    frame = dataset.incidents()
    assert len(frame) == len(dataset) == 178
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.isna().sum() == 2
    barda = frame.set_index("incident_id").loc["barda-2020-10-28"]
    assert (barda["killed_low"], barda["killed_high"]) == (20, 21)
    assert 47 < barda.geometry.x < 47.3
    assert barda["date_start"] == "2020-10-28"


def test_frames_of_incidents_become_json_and_maps_as_they_are(dataset: Dataset) -> None:
    incidents = dataset.incidents()
    features = json.loads(incidents.to_json())["features"]
    assert len(features) == len(incidents)
    assert features[0]["properties"]["date_start"] == incidents["date_start"].iloc[0]
    assert pd.to_datetime(incidents["date_start"]).min() == pd.Timestamp(2020, 9, 27)
    assert "2020-09-27" in folium.GeoJson(incidents).data["features"][0]["properties"].values()


def test_open_dataset_warns_of_rejected_rows_and_refuses_a_file_without_any_other(tmp_path: Path) -> None:
    path, head = tmp_path / "x.csv", "id,date,lat,lon\n"
    path.write_text(f"{head}a,2020-10-04,40,46\nb,soon,40,46\n", encoding="utf-8")
    with pytest.warns(UserWarning, match="1 row of the data could not be used; see the data set's `report`"):
        assert len(open_dataset(path)) == 1
    path.write_text(f"{head}b,soon,40,46\n", encoding="utf-8")
    with pytest.raises(FaultyData, match="'soon' is not a date"):
        open_dataset(path)


def test_open_dataset_refuses_what_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableFile):
        open_dataset(tmp_path / "x.csv")


def test_claims_come_with_their_query(dataset: Dataset) -> None:
    claims = dataset.claims(Query(incident_id=("barda-2020-10-28",)))
    assert set(claims["incident_id"]) == {"barda-2020-10-28"}
    assert len(claims) > 5

"""Spark as an engine: a killed worker, cancelled queries, data sets replaced as a whole."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette

from mapapp.api.routes import api_routes
from mapapp.engine import published, published_in_spark
from mapapp.engine.asking import asked_by
from mapapp.engine.databases import open_published, publish
from mapapp.engine.engines.spark import session as sessions
from mapapp.engine.live_database import LiveDatabase
from mapapp.errors import BadSetting, EngineUnavailable, UnreadableFile, UnwritableFile
from mapapp.model.query import Query
from mapapp.settings import StoreAddress
from tests.asgi import get
from tests.engines.spark_cluster import WORKERS
from tests.engines.test_published import MAP, VIEW, loaded_is_as_the_files_are
from tests.factories import incident, store_of
from tests.test_statements import QUESTIONS, laid_out

PATIENCE = 10
"""Seconds within which a cancelled query has ended."""
EVERYTHING = Query()
A_WHILE, FOR_EVER = 60_000_000, 10**13
"""How many numbers are hashed, in eight parts, before a slow table answers."""


@pytest.fixture
def address(cluster, request):
    return StoreAddress.parsed(cluster.folder_url(request.node.name))


def names(store, query=EVERYTHING):
    return [row["incident_id"] for row in store.listed(query, 9)]


def slowed(store, numbers):
    """Make a published store's incidents wait until the workers have hashed numbers; return the session."""
    incidents = store.incidents.name
    spark = store.engine._ready()
    rows = spark.table(incidents)
    rows.createOrReplaceTempView("quick")
    nap = f"SELECT max(xxhash64(CAST(id AS STRING))) AS nap FROM range(0, {numbers}, 1, 8)"
    spark.sql(f"SELECT quick.* FROM quick JOIN ({nap}) ON nap IS NOT NULL").createOrReplaceTempView(incidents)
    return spark


def is_soon(spark, *, busy):
    """Return whether any worker is soon busy, or soon none is."""
    end = time.monotonic() + PATIENCE
    while _is_busy(spark) != busy and time.monotonic() < end:
        time.sleep(0.05)
    return _is_busy(spark) == busy


def _is_busy(spark):
    tracker = spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return any(one and one.numActiveTasks for one in stages)


def test_days_of_all_centuries_are_asked_for_as_they_are(address):
    days = [date.min, date(999, 12, 31), date(1582, 10, 10), date.max]
    publish(store_of([incident(str(day), day) for day in days]), address)
    store = open_published(address)
    assert [names(store, Query(start=day, end=day)) for day in days] == [[str(day)] for day in days]


def test_a_worker_that_is_killed_in_the_middle_of_a_question_changes_no_answer(both, cluster):
    local, theirs = both[0], open_published(both[1].path)
    spark = slowed(theirs, A_WHILE)
    try:
        for name, worker in (("totals", 0), ("timeline", 1)):
            function, tables, more, fixed = QUESTIONS[name]

            def ask(store, function=function, tables=tables, more=more, fixed=fixed):
                given = [store.table(one) for one in tables.split()]
                return store.rows(function, *given, Query(according_to="armenian"), *more, **fixed)

            with ThreadPoolExecutor() as reader:
                asked = reader.submit(ask, theirs)
                assert is_soon(spark, busy=True)
                cluster.kill(worker)
                assert not asked.done()
                assert laid_out(name, asked.result()) == laid_out(name, ask(local))
            cluster.start_worker(worker)
    finally:
        spark.table("quick").createOrReplaceTempView(theirs.incidents.name)


def test_a_question_for_which_nobody_waits_is_given_up_and_the_next_is_answered(address):
    publish(store_of([incident("one")]), address)
    store, gone = open_published(address), threading.Event()
    spark = slowed(store, FOR_EVER)
    threading.Timer(2, gone.set).start()
    begun = time.monotonic()
    with asked_by(gone.is_set), pytest.raises(EngineUnavailable, match="nobody is waiting"):
        store.totals(Query())
    assert time.monotonic() - begun < 2 + PATIENCE
    assert is_soon(spark, busy=False)
    spark.table("quick").createOrReplaceTempView(store.incidents.name)
    assert store.totals(Query())["matched"] == 1


def test_a_question_that_takes_too_long_is_given_up(address, monkeypatch):
    publish(store_of([incident("one")]), address)
    store = open_published(address)
    spark = slowed(store, FOR_EVER)
    monkeypatch.setattr(sessions, "SECONDS_OF_A_QUESTION", 3)
    with pytest.raises(EngineUnavailable, match="longer than"):
        store.totals(Query())
    assert is_soon(spark, busy=False)


def test_without_its_java_machine_it_is_told_that_nobody_answers(address, monkeypatch):
    def refused():
        raise ConnectionRefusedError

    publish(store_of([incident("one")]), address)
    store = open_published(address)
    monkeypatch.setattr(sessions.SparkSession, "getActiveSession", refused)
    with pytest.raises(EngineUnavailable, match="is not responding"):
        store.totals(Query())


def test_a_newer_load_replaces_the_older_and_who_reads_that_goes_on(address):
    publish(store_of([incident("first")]), address)
    live = LiveDatabase(address)
    first = live.current
    publish(store_of([incident("second")]), address)
    assert names(first) == ["first"]
    live.look()
    assert names(live.current) == ["second"]
    publish(store_of([incident("third")]), address)
    assert names(live.current) == ["second"]
    files = published_in_spark.pool(address).files()
    assert len(files.ages()) == 1 + published.DATASETS_KEPT
    with pytest.raises(EngineUnavailable):  # the data set before the previous one is gone
        first.rows(lambda rows: rows.select("title"), first.incidents)


def test_a_load_that_ends_in_the_middle_leaves_what_was_there(address, monkeypatch):
    publish(store_of([incident("old")]), address)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(published_in_spark, "_announce", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(store_of([incident("new")]), address)
    assert names(open_published(address)) == ["old"]
    monkeypatch.setattr(published, "SECONDS_TO_LOAD", 0)
    publish(store_of([incident("new")]), address)
    assert names(open_published(address)) == ["new"]
    assert (
        len(published_in_spark.pool(address).files().ages()) == 3
    )  # the list, the newest data set and the previous one


@pytest.mark.parametrize("kept", [None, 0])
def test_what_the_workers_do_not_see_is_told_before_anything_is_replaced(cluster, kept, monkeypatch):
    address = StoreAddress.parsed(cluster.folder_url(f"unseen{kept}"))
    publish(store_of([incident("old")]), address)
    put = published_in_spark.Files.put

    def put_less(files, local, name):
        if "/incidents/" in name:
            if kept is None:
                return
            pq.write_table(pq.read_table(local).slice(0, kept), local)
        put(files, local, name)

    with monkeypatch.context() as patched:
        patched.setattr(published_in_spark.Files, "put", put_less)
        with pytest.raises(UnwritableFile, match="does not find what was just written"):
            publish(store_of([incident("new")]), address)
    assert names(open_published(address)) == ["old"]


def test_if_no_worker_is_free_a_load_says_so_and_what_was_there_stays(address, monkeypatch):
    publish(store_of([incident("old")]), address)
    with monkeypatch.context() as patched:
        patched.setattr(sessions, "SECONDS_OF_A_QUESTION", 0.001)
        with pytest.raises(UnwritableFile, match="none of its workers is free") as told:
            publish(store_of([incident("new")]), address)
    assert "spark.cores.max" in told.value.remedy
    assert names(open_published(address)) == ["old"]


def test_while_no_worker_is_there_the_last_answers_stay_and_a_clear_sentence_is_told(
    address, cluster, monkeypatch
):
    publish(store_of([incident("one"), incident("two", longitude=47.5)]), address)
    live = LiveDatabase(address)
    seen = live.current.totals(Query())
    routes = Starlette(routes=api_routes(live))
    assert get(routes, MAP, VIEW).status == 200
    for worker in range(WORKERS):
        cluster.kill(worker)
    with monkeypatch.context() as patched:
        patched.setattr(sessions, "SECONDS_OF_A_QUESTION", 3)
        live.look()
        assert live.current.totals(Query()) == seen
        answer = get(routes, MAP, {**VIEW, "view": "40,30,50,50"})
        assert answer.status == 503
        assert "longer than" in answer.json()["detail"]
        assert answer.headers["retry-after"]
    for worker in range(WORKERS):
        cluster.start_worker(worker)
    assert get(routes, MAP, {**VIEW, "view": "40,30,50,50"}).status == 200


def test_a_cluster_that_is_not_there_is_told_at_once():
    with pytest.raises(EngineUnavailable, match="can’t be reached"):
        sessions._require_reachable(StoreAddress.parsed("spark://127.0.0.1:1/maps"))


def test_what_is_loaded_is_served_and_exported_as_the_files_are(address, tmp_path):
    loaded_is_as_the_files_are(address, tmp_path)


def test_an_empty_folder_an_older_version_and_another_cluster_are_told(address, monkeypatch):
    with pytest.raises(UnreadableFile, match="Nothing has been published"):
        open_published(address)
    with monkeypatch.context() as patched:
        patched.setattr(published_in_spark, "version_mark", lambda: "older")
        publish(store_of([incident("one")]), address)
    with pytest.raises(UnreadableFile, match="another version"):
        open_published(address)
    with pytest.raises(BadSetting, match="another Spark cluster"):
        open_published(StoreAddress.parsed("spark://elsewhere:7077/maps"))


def test_without_java_a_clear_sentence_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadSetting, match="Spark needs Java"):
        sessions._require_java()

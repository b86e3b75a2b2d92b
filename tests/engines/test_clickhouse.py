"""ClickHouse as an engine: data sets replaced as a whole, cancelled queries, passwords, server down."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date

import ibis
import pytest
from clickhouse_connect.driver import Client
from clickhouse_connect.driver.exceptions import DatabaseError
from starlette.applications import Starlette

from mapapp.api.routes import api_routes
from mapapp.engine import published, published_in_clickhouse
from mapapp.engine.asking import asked_by
from mapapp.engine.databases import open_published, publish
from mapapp.engine.engines.clickhouse import connections
from mapapp.engine.engines.clickhouse.statements import compiled
from mapapp.engine.engines.clickhouse.values import MAX_BYTES
from mapapp.engine.engines.engine import Statement
from mapapp.engine.live_database import LiveDatabase
from mapapp.engine.questions import records
from mapapp.errors import BadSetting, EngineUnavailable, UnreadableFile, UnwritableFile
from mapapp.model.query import Query
from mapapp.settings import StoreAddress
from tests.asgi import get
from tests.browser.conftest import serving
from tests.engines.clickhouse_server import PASSWORD
from tests.engines.test_published import MAP, VIEW, loaded_is_as_the_files_are
from tests.factories import bundled_store, incident, store_of

PATIENCE = 10
"""Seconds within which a cancelled query has ended."""
EVERYTHING = Query()
BUSY = "SELECT count() FROM system.processes WHERE query LIKE '%_incidents%' AND query NOT LIKE '%system.%'"

KILLED_AT_WORK = """
import os, signal, sys
from mapapp.engine.databases import publish
from mapapp.engine import published_in_clickhouse as published
from mapapp.settings import StoreAddress
from tests.factories import incident, store_of
write = published._write_table
def killed(client, store, load, name):
    write(client, store, load, name)
    if name == "claims":
        os.kill(os.getpid(), signal.SIGKILL)
published._write_table = killed
publish(store_of([incident("new")]), StoreAddress.parsed(sys.argv[1]))
"""


@pytest.fixture
def name(request):
    return f"t{abs(hash(request.node.name))}"


@pytest.fixture
def address(clickhouse, name):
    return StoreAddress.parsed(clickhouse.database(name))


def names(store, query=EVERYTHING):
    return [row["incident_id"] for row in store.listed(query, 9)]


def tables(clickhouse, name):
    return set(clickhouse.ask("SHOW TABLES", name).split())


def slowed(store, clickhouse, name):
    """Make a published store's incidents wait for the hashing of more numbers than can ever be hashed."""
    incidents = store.incidents.name
    clickhouse.ask(f"RENAME TABLE {incidents} TO quick", name)
    nap = "(SELECT max(sipHash64(number)) FROM numbers(1000000000000))"
    clickhouse.ask(f"CREATE VIEW {incidents} AS SELECT * FROM quick WHERE {nap} IS NOT NULL", name)


def quick_again(store, clickhouse, name):
    clickhouse.ask(f"DROP TABLE {store.incidents.name}", name)
    clickhouse.ask(f"RENAME TABLE quick TO {store.incidents.name}", name)


def is_soon(clickhouse, *, busy):
    """Return whether ClickHouse is soon busy, or soon no longer busy."""
    end = time.monotonic() + PATIENCE
    while (clickhouse.ask(BUSY) != "0") != busy and time.monotonic() < end:
        time.sleep(0.05)
    return (clickhouse.ask(BUSY) != "0") == busy


def test_clickhouse_is_not_told_who_started_the_program(address):
    assert "os_user" not in connections.connect(address).headers["User-Agent"]


def test_what_is_loaded_is_served_and_exported_as_the_files_are(address, tmp_path):
    loaded_is_as_the_files_are(address, tmp_path)


def test_a_newer_load_replaces_the_older_and_who_reads_that_goes_on(address, clickhouse, name):
    publish(store_of([incident("first")]), address)
    live = LiveDatabase(address)
    first = live.current
    publish(store_of([incident("second")]), address)
    assert names(first) == ["first"]
    live.look()
    assert names(live.current) == ["second"]
    before = tables(clickhouse, name)
    publish(store_of([incident("third")]), address)
    assert names(live.current) == ["second"]
    assert len(tables(clickhouse, name)) == len(before)
    with pytest.raises(EngineUnavailable):  # the data set before the previous one is gone
        first.rows(lambda rows: rows.select("title"), first.incidents)


def test_a_load_that_is_killed_leaves_what_was_there(address, clickhouse, name, monkeypatch):
    publish(store_of([incident("old")]), address)
    whole = tables(clickhouse, name)
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_WORK, address.url], check=False)
    assert killed.returncode == -signal.SIGKILL
    left = tables(clickhouse, name) - whole
    assert left
    assert names(open_published(address)) == ["old"]
    publish(store_of([incident("new")]), address)  # leftovers that could belong to a load in progress stay
    assert names(open_published(address)) == ["new"]
    assert left <= tables(clickhouse, name)
    monkeypatch.setattr(published, "SECONDS_TO_LOAD", -1)
    publish(store_of([incident("newer")]), address)
    assert len(tables(clickhouse, name)) == 2 * len(whole)
    assert not left & tables(clickhouse, name)


def test_what_clickhouse_does_not_hold_as_it_was_written_is_told_before_anything_is_replaced(
    address, monkeypatch
):
    publish(store_of([incident("old")]), address)
    insert = Client.insert_arrow

    def sent_again(client, table, rows):
        insert(client, table, rows)
        return insert(client, table, rows)

    with monkeypatch.context() as patched:
        patched.setattr(Client, "insert_arrow", sent_again)
        with pytest.raises(UnwritableFile, match="does not hold incidents as they were written"):
            publish(store_of([incident("new")]), address)
    assert names(open_published(address)) == ["old"]


def test_an_empty_database_and_an_older_version_are_told(address, monkeypatch):
    with pytest.raises(UnreadableFile, match="Nothing has been published"):
        open_published(address)
    with monkeypatch.context() as patched:
        patched.setattr(published_in_clickhouse, "version_mark", lambda: "older")
        publish(store_of([incident("one")]), address)
    with pytest.raises(UnreadableFile, match="another version"):
        open_published(address)


def test_a_user_who_may_only_read_serves_and_publishes_nothing(address, clickhouse):
    publish(store_of([incident("one")]), address)
    reader = StoreAddress.parsed(address.url.replace("://", "://reader@"))
    assert names(open_published(reader)) == ["one"]
    with pytest.raises(UnwritableFile, match="READONLY"):
        publish(store_of([incident("two")]), reader)
    assert names(open_published(address)) == ["one"]
    with pytest.raises(BadSetting, match="does not let this user change settings"):
        open_published(StoreAddress.parsed(address.url.replace("://", "://locked@")))


def test_what_serves_cannot_write(address):
    publish(store_of([incident("one")]), address)
    store = open_published(address)
    asking = store.engine._connections.asking
    with pytest.raises(DatabaseError, match="READONLY"):
        asking.command(f"DROP TABLE {store.incidents.name}")
    with pytest.raises(DatabaseError, match="READONLY"):
        asking.command("SELECT 1 SETTINGS max_execution_time = 0")
    assert names(store) == ["one"]


def test_a_wrong_password_a_missing_database_and_nobody_there_are_told(address, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setenv("CLICKHOUSE_PASSWORD", "open sesame")
        with pytest.raises(EngineUnavailable, match="AUTHENTICATION_FAILED") as told:
            open_published(address)
        assert "sesame" not in str(told.value)
    with pytest.raises(EngineUnavailable, match="UNKNOWN_DATABASE"):
        open_published(StoreAddress.parsed(f"{address.url}_elsewhere"))
    with pytest.raises(EngineUnavailable, match="can’t be reached"):
        open_published(StoreAddress.parsed("clickhouse://127.0.0.1:1/maps"))


def test_the_password_may_stand_in_the_file_of_clickhouse_client(address, monkeypatch, tmp_path):
    publish(store_of([incident("one")]), address)
    user = os.environ["CLICKHOUSE_USER"]
    for variable in ("CLICKHOUSE_USER", "CLICKHOUSE_PASSWORD"):
        monkeypatch.delenv(variable)
    file = tmp_path / "config.xml"
    monkeypatch.setattr(connections, "LOGIN", file)
    with pytest.raises(EngineUnavailable):
        open_published(address)
    file.write_text(f"<config><user>{user}</user><password>{PASSWORD}</password></config>")
    assert names(open_published(address)) == ["one"]
    with pytest.raises(EngineUnavailable):  # the file's password is another user's
        open_published(StoreAddress.parsed(address.url.replace("://", "://reader@")))
    file.write_text("<config>")
    with pytest.raises(BadSetting, match="be understood"):
        open_published(address)


def test_a_question_for_which_nobody_waits_is_given_up_and_the_next_is_answered(address, clickhouse, name):
    publish(store_of([incident("one")]), address)
    store, gone = open_published(address), threading.Event()
    assert store.incidents
    slowed(store, clickhouse, name)
    with ThreadPoolExecutor() as reader, asked_by(gone.is_set):
        asked = reader.submit(copy_context().run, store.totals, Query())
        assert is_soon(clickhouse, busy=True)
        gone.set()
        with pytest.raises(EngineUnavailable, match="nobody is waiting"):
            asked.result(PATIENCE)
    assert is_soon(clickhouse, busy=False)
    quick_again(store, clickhouse, name)
    assert store.totals(Query())["matched"] == 1


def test_a_reader_of_the_api_who_goes_takes_the_question_along(address, clickhouse, name, tmp_path):
    publish(bundled_store(), address)
    store = open_published(address)
    with serving(tmp_path / "log.txt", "--store", address.url) as server:
        asked = f"{server.url}api/collections/incidents/map?view=44,38,49,42&zoom=8"
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
        slowed(store, clickhouse, name)
        with ThreadPoolExecutor() as reader:
            gone = reader.submit(urllib.request.urlopen, f"{asked}&datetime=2020-10-04", timeout=5)
            assert is_soon(clickhouse, busy=True)
            assert isinstance(gone.exception(), TimeoutError)
        assert is_soon(clickhouse, busy=False)
        quick_again(store, clickhouse, name)
        with urllib.request.urlopen(f"{asked}&datetime=2020-10-04") as answer:
            assert answer.status == 200
    assert "Traceback" not in server.log.read_text()


def test_a_question_that_takes_too_long_is_given_up(address, clickhouse, name, monkeypatch):
    publish(store_of([incident("one")]), address)
    monkeypatch.setattr(connections, "SECONDS_OF_A_QUESTION", 2)
    store = open_published(address)
    slowed(store, clickhouse, name)
    with pytest.raises(EngineUnavailable, match="longer than"):
        store.totals(Query())
    assert is_soon(clickhouse, busy=False)
    with pytest.raises(EngineUnavailable, match="longer than"):
        [*store.batches(10, records.everything, store.incidents)]


def test_while_the_server_is_away_the_last_answers_stay_and_a_clear_sentence_is_told(address, clickhouse):
    publish(store_of([incident("one"), incident("two", longitude=47.5)]), address)
    live = LiveDatabase(address)
    seen = live.current.totals(Query())
    routes = Starlette(routes=api_routes(live))
    assert get(routes, MAP, VIEW).status == 200
    clickhouse.stop()
    try:
        live.look()
        assert "is not responding" in live.problem
        assert live.current.totals(Query()) == seen
        answer = get(routes, MAP, {**VIEW, "view": "40,30,50,50"})
        assert answer.status == 503
        assert "is not responding" in answer.json()["detail"]
        assert answer.headers["retry-after"]
    finally:
        clickhouse.start()
    live.look()
    assert live.problem == ""
    assert names(live.current) == ["one", "two"]


def test_lists_that_are_longer_than_a_form_takes_are_asked_for(address):
    number = MAX_BYTES // 5
    publish(store_of([incident("it's\\ {one: String}"), incident("two")]), address)
    store = open_published(address)
    found = store.rows(records.incidents_at, store.incidents, EVERYTHING, [*range(1, number)])
    assert [row["incident_id"] for row in found] == ["two"]
    wanted = [*(f"{{no: one}} ' \\ {other}" for other in range(number)), "it's\\ {one: String}"]
    assert [row["incident_id"] for row in store.listed(Query(incident_id=tuple(wanted)), 9)] == wanted[-1:]


def test_what_ibis_would_estimate_is_exact(address):
    publish(store_of([incident("one")]), address)
    numbers = ibis.table({"number": "int64"}, name="numbers", database="system")
    asked = numbers.filter(numbers.number < 200_000).aggregate(
        different=numbers.number.nunique(),
        different_even=numbers.number.nunique(where=numbers.number % 2 == 0),
        quantile=numbers.number.quantile(0.025),
        first=ibis.literal(date(1582, 10, 10)),
        last=ibis.literal("0999-12-31").cast("date"),
        small=ibis.literal("ÄPFEL ШУШИ").lower(),
    )
    written = compiled(asked)
    statement = Statement(written.sql, written.names, written.schema)
    (found,) = open_published(address).engine.rows(statement, {})
    assert found[:2] == (200_000, 100_000)
    assert found[2] == pytest.approx(4999.975)
    assert found[3:] == (date(1582, 10, 10), date(999, 12, 31), "äpfel шуши")


HOSTILE_NAMES = (
    "back\\slash",
    "\\",
    'quo"te',
    "{p0: String}",
    "{p2: Array(Nullable(Int64))}",
    "per%cent",
    "`",
)


def test_columns_of_any_name_are_kept(address):
    own = {name: f"in {name}" for name in HOSTILE_NAMES}
    local = store_of([incident("one", **own), incident("two")])
    publish(local, address)
    theirs = open_published(address)
    assert theirs.listed(EVERYTHING, 9) == local.listed(EVERYTHING, 9)
    assert theirs.rows_at([1, 0], "") == local.rows_at([1, 0], "")
    assert {*own} <= {*theirs.listed(EVERYTHING, 9)[0]}


def test_readers_who_pause_are_no_question_under_way(address, clickhouse):
    publish(store_of([incident(f"i{number:03}") for number in range(100)]), address)
    store = open_published(address)
    paused = [store.batches(10, records.everything, store.incidents) for _ in range(12)]
    assert [len(next(one)) for one in paused] == [10] * 12
    assert store.totals(Query())["matched"] == 100
    assert [sum(map(len, one)) for one in paused] == [90] * 12

"""Data sets are published in full or not at all, read by anyone allowed, kept while the server is down."""

import os
import signal
import subprocess
import sys
import threading

import psycopg
import pyarrow as pa
import pytest
from starlette.applications import Starlette
from typer.testing import CliRunner

from mapapp import Query, open_dataset
from mapapp.api.routes import api_routes
from mapapp.cli.main import app
from mapapp.engine.databases import open_published, publish
from mapapp.engine.engines.engine import Statement
from mapapp.engine.engines.postgres import connections
from mapapp.engine.live_database import LiveDatabase
from mapapp.errors import BadSetting, EngineUnavailable, UnreadableFile, UnwritableFile
from mapapp.settings import Settings, StoreAddress
from mapapp.shipped import bundled
from tests.asgi import get
from tests.factories import incident, store_of

MAP = "/api/collections/incidents/map"
VIEW = {"view": "44,38,49,42", "zoom": "8"}
LOOKS = 24
"""How often to look for the database once it is back: connections are attempted at growing intervals."""
SLEEPING = Statement("SELECT pg_sleep(30), 1 AS one", frozenset(), pa.schema([("one", pa.int32())]))

KILLED_AT_WORK = """
import os, signal, sys
from mapapp.engine.databases import publish
from mapapp.engine import published_in_postgres as published
from mapapp.settings import StoreAddress
from tests.factories import incident, store_of
write = published._write_table
def killed(connection, store, schema, name):
    write(connection, store, schema, name)
    if name == "claims":
        os.kill(os.getpid(), signal.SIGKILL)
published._write_table = killed
publish(store_of([incident("new")]), StoreAddress.parsed(sys.argv[1]))
"""


@pytest.fixture
def address(server, request):
    return StoreAddress.parsed(server.database(f"t{abs(hash(request.node.name))}"))


def run(*arguments):
    done = CliRunner().invoke(app, [*map(str, arguments)])
    return done.exit_code, done.output


def names(store):
    return [row["incident_id"] for row in store.listed(Query(), 9)]


def schemas(address):
    asked = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mapapp%'"
    with psycopg.connect(address.url) as connection:
        return {name for (name,) in connection.execute(asked)}


def loaded_is_as_the_files_are(address, folder):
    """Load the bundled data; assert that what is served and exported is what the files hold."""
    code, told = run("load", bundled("incidents.csv"), "--to", address)
    assert code == 0, told
    assert "Published in" in told
    assert len(open_dataset(address.url)) == len(open_dataset())
    exports = []
    for source in (["--store", address], [bundled("incidents.csv")]):
        out = folder / f"{len(exports)}.csv"
        assert run("export", *source, "--q", "Barda", "-o", out)[0] == 0
        exports.append(out.read_bytes())
    assert exports[0] == exports[1]


def test_what_is_loaded_is_served_and_exported_as_the_files_are(address, tmp_path):
    loaded_is_as_the_files_are(address, tmp_path)
    code, told = run("export", bundled("incidents.csv"), "--store", address)
    assert (code, "not both" in told) == (2, True)


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
    assert len(schemas(address)) == 1 + 2
    with pytest.raises(EngineUnavailable):  # the data set before the previous one is gone
        first.rows(lambda rows: rows.select("title"), first.incidents)


def test_a_load_that_is_killed_leaves_what_was_there(address):
    publish(store_of([incident("old")]), address)
    before = schemas(address)
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_WORK, address.url], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert names(open_published(address)) == ["old"]
    publish(store_of([incident("new")]), address)  # does not wait for the killed load
    assert names(open_published(address)) == ["new"]
    assert len(schemas(address) - before) == 1


def test_two_loads_at_once_are_told(address):
    publish(store_of([incident("old")]), address)
    lock = int.from_bytes(b"mapapp")
    with psycopg.connect(address.url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        with pytest.raises(UnwritableFile, match="is being published"):
            publish(store_of([incident("new")]), address)


def test_an_empty_database_an_older_version_and_missing_rights_are_told(address):
    with pytest.raises(UnreadableFile, match="Nothing has been published"):
        open_published(address)
    publish(store_of([incident("one")]), address)
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS reader")
        connection.execute("CREATE ROLE reader LOGIN")
    reader = StoreAddress.parsed(address.url.replace("mapapp@", "reader@"))
    with pytest.raises(UnreadableFile, match="may not read"):
        open_published(reader)
    with pytest.raises(UnwritableFile, match="permission denied"):
        publish(store_of([incident("two")]), reader)
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO reader")
        connection.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader")
        connection.execute("GRANT USAGE ON SCHEMA mapapp TO reader; GRANT SELECT ON mapapp.loads TO reader")
    publish(store_of([incident("two")]), address)
    assert names(open_published(reader)) == ["two"]
    with psycopg.connect(address.url, autocommit=True) as connection:
        connection.execute("UPDATE mapapp.loads SET mark = 'older'")
    with pytest.raises(UnreadableFile, match="another version"):
        open_published(address)


def test_while_the_server_is_away_the_last_answers_stay_and_a_clear_sentence_is_told(server, address):
    publish(store_of([incident("one"), incident("two", longitude=47.5)]), address)
    live = LiveDatabase(address)
    seen = live.current.totals(Query())
    routes = Starlette(routes=api_routes(live))
    assert get(routes, MAP, VIEW).status == 200
    server.stop()
    try:
        live.look()
        assert "is not responding" in live.problem
        assert live.current.totals(Query()) == seen
        answer = get(routes, MAP, {**VIEW, "view": "40,30,50,50"})
        assert answer.status == 503
        assert "is not responding" in answer.json()["detail"]
        assert answer.headers["retry-after"]
        with pytest.raises(EngineUnavailable, match="can’t be reached"):
            open_published(address)
    finally:
        server.start()
    for _ in range(LOOKS):
        live.look()
        if not live.problem:
            break
    assert live.problem == ""
    assert names(live.current) == ["one", "two"]


def test_a_question_that_takes_too_long_is_given_up(address, monkeypatch):
    monkeypatch.setattr(connections, "SECONDS_OF_A_QUESTION", 3)
    publish(store_of([incident("one")]), address)
    store = open_published(address)
    with pytest.raises(EngineUnavailable, match="longer than"):
        store.engine.rows(SLEEPING, {})
    assert store.engine.rows(SLEEPING._replace(parsed="SELECT 0, 1 AS one"), {}) == [(0, 1)]


def test_many_readers_share_few_connections(address):
    publish(store_of([incident("one")]), address)
    store = open_published(address)
    nap = SLEEPING._replace(parsed="SELECT pg_sleep(0.05), 1 AS one")
    threads = [threading.Thread(target=store.engine.rows, args=(nap, {})) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    count = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(address.url) as connection:
        assert connection.execute(count).fetchone()[0] <= connections.MAX_CONNECTIONS


def test_readers_cannot_write(address):
    publish(store_of([incident("one")]), address)
    store = open_published(address)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        store.engine.rows(SLEEPING._replace(parsed="DELETE FROM mapapp.loads"), {})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:sesame@host/db",
        "postgresql://user:se%20same@host/db",
        "postgres://host/db?password=sesame",
        "postgresql://host/db?sslpassword=sesame",
        "postgresql://user:ses@ame@host/db",
        "postgresql://user:sesame/x@host/db",
        "postgresql://user:sesame#x@host/db",
        "postgresql://user:sesame",
        "mysql://user:sesame@host/db",
        "sesame",
    ],
)
def test_a_password_in_the_address_is_refused_and_never_repeated(url, tmp_path):
    with pytest.raises(BadSetting) as refused:
        StoreAddress.parsed(url)
    assert "sesame" not in str(refused.value)
    with pytest.raises(BadSetting):
        Settings.from_environment({"MAPAPP_STORE": url})
    for command in (["load", bundled("incidents.csv"), "--to", url], ["serve", "--store", url]):
        code, told = run(*command)
        assert (code, "sesame" in told) == (2, False)
    if not url.startswith("mysql") and "://" in url:
        assert "PGPASSWORD" in str(refused.value)


def test_other_ways_to_name_a_server_are_taken():
    for url in (
        "postgresql://host/db",
        "postgresql://me@host:5433/db?sslmode=verify-full",
        "postgresql://?service=warehouse",
        "postgresql://[::1]:5432/db",
        "postgresql:///db?host=/run/postgresql",
    ):
        assert str(StoreAddress.parsed(url)) == url
    given = {"MAPAPP_STORE": "postgresql://host/db", "MAPAPP_DATA": os.devnull}
    assert str(Settings.from_environment(given).location) == given["MAPAPP_STORE"]
    assert Settings.from_environment(given).as_environment()["MAPAPP_STORE"] == given["MAPAPP_STORE"]

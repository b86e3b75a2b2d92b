"""A slow database stops work on queries that no one is waiting for any more."""

import contextlib
import socket
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapapp.engine.asking import SECONDS_BETWEEN_CHECKS, asked_by
from mapapp.engine.databases import open_published, publish
from mapapp.engine.engines.postgres.connections import MAX_CONNECTIONS, connection_for_question
from mapapp.engine.questions.records import everything
from mapapp.errors import EngineUnavailable
from mapapp.model.query import Query
from mapapp.settings import StoreAddress
from tests.browser.conftest import serving
from tests.engines.slow import Slow
from tests.engines.test_published import SLEEPING
from tests.factories import bundled_store, incident, store_of

SECONDS = 20
"""Seconds that a query of a slowed table takes."""


@pytest.fixture
def address(server, request):
    return StoreAddress.parsed(server.database(f"slow{abs(hash(request.node.name))}"))


def test_a_question_for_which_nobody_waits_is_given_up_there_and_the_next_is_answered(address):
    publish(store_of([incident("one")]), address)
    store, gone = open_published(address), threading.Event()
    threading.Timer(0.5, gone.set).start()
    begun = time.monotonic()
    with asked_by(gone.is_set), pytest.raises(EngineUnavailable, match="nobody is waiting"):
        store.engine.rows(SLEEPING, {})
    assert time.monotonic() - begun < SECONDS
    assert store.engine.rows(SLEEPING._replace(parsed="SELECT 0, 1 AS one"), {}) == [(0, 1)]
    with asked_by(gone.is_set):  # what is answered at once is not cancelled
        assert store.engine.rows(SLEEPING._replace(parsed="SELECT 0, 1 AS one"), {}) == [(0, 1)]


def test_a_question_that_begins_only_when_nobody_waits_any_more_is_given_up_too(address):
    publish(store_of([incident("one")]), address)
    store, begun = open_published(address), time.monotonic()

    def ask_late():
        with connection_for_question(store.engine._connections) as connection:
            time.sleep(5 * SECONDS_BETWEEN_CHECKS)  # there is nothing to cancel yet
            connection.execute(f"SELECT pg_sleep({SECONDS})")

    with asked_by(lambda: True), pytest.raises(EngineUnavailable, match="nobody is waiting"):
        ask_late()
    assert time.monotonic() - begun < SECONDS


def test_a_reader_of_the_api_who_goes_takes_the_question_along(address, tmp_path):
    publish(bundled_store(), address)
    with (
        contextlib.closing(Slow(address)) as slow,
        serving(tmp_path / "log.txt", "--store", address.url) as server,
    ):
        asked = f"{server.url}api/collections/incidents/map?view=44,38,49,42&zoom=8"
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
        slow.take(SECONDS)
        with ThreadPoolExecutor() as reader:
            gone = reader.submit(urllib.request.urlopen, f"{asked}&datetime=2020-10-04", timeout=2)
            assert slow.is_busy_soon()
            assert isinstance(gone.exception(), TimeoutError)
        assert slow.gives_up()
        slow.take(0)
        with urllib.request.urlopen(f"{asked}&datetime=2020-10-04") as answer:
            assert answer.status == 200


LONG = "It was told. " * 300


def _long_store():
    """Make a data set whose collections are longer than what is passed to a connection at a time."""
    names = [f"i{number:04}" for number in range(3000)]
    return store_of(
        [incident(name, summary=LONG) for name in names],
        [{"claim_id": f"c-{name}", "incident_id": name, "claim_text": LONG} for name in names],
    )


def test_a_reader_who_goes_in_the_middle_of_an_export_takes_its_question_along(address, tmp_path):
    publish(_long_store(), address)
    with (
        contextlib.closing(Slow(address)) as slow,
        serving(tmp_path / "log.txt", "--store", address.url) as server,
    ):
        reader = urllib.request.urlopen(f"{server.url}api/collections/incidents/items?f=geojsonseq")
        reader.read(1 << 16)
        slow.take(SECONDS)
        with ThreadPoolExecutor() as reading:
            reading.submit(reader.read, 1 << 26)
            assert slow.is_busy_soon()
            reader.fp.raw._sock.shutdown(socket.SHUT_RDWR)
        assert slow.gives_up()
        slow.take(0)
        with urllib.request.urlopen(f"{server.url}api/collections/incidents/items?limit=1") as answer:
            assert answer.status == 200
    assert "Traceback" not in server.log.read_text()


def test_readers_who_pause_keep_nobody_from_the_database(address, tmp_path):
    publish(_long_store(), address)
    store = open_published(address)
    paused = [store.batches(10, everything, store.table("claims")) for _ in range(MAX_CONNECTIONS + 1)]
    firsts = [next(one) for one in paused]
    assert store.totals(Query())["matched"] == 3000
    assert all(
        len(first) == 10 and sum(map(len, one)) == 2990 for first, one in zip(firsts, paused, strict=True)
    )

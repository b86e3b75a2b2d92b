"""Many requests at once: each route's queue is bounded, refuses politely, recovers and delays no other."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import anyio
import anyio.lowlevel
import anyio.to_thread
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from mapapp.api import features, queues, streams
from mapapp.api.endpoint import Endpoint
from mapapp.api.queues import AT_ONCE, NoQueue, Queue
from mapapp.api.remembered import AnswerCache
from mapapp.api.routes import api_routes
from mapapp.api.streams import PORTION, Streams
from mapapp.exports.formats import BY_PARAMETER
from tests.asgi import run
from tests.factories import bundled_store, war
from tests.test_api import ITEMS, Live

WAITING = 2


class Crowd:
    """Readers of one route, whose answers wait until `go` is set."""

    def __init__(self):
        self.go, self.begun, self.answered = threading.Event(), [], []
        self.endpoint = Endpoint(self.answer, Queue(WAITING))

    @property
    def waiting(self):
        return self.endpoint._queue._turns.waiting

    def answer(self, request):
        self.begun.append(request.scope["path"])
        assert self.go.wait(30)
        return Response("made")

    async def ask(self, name, *, gone=False, query=b""):
        headers = {}

        async def receive():
            if gone:
                return {"type": "http.disconnect"}
            return await anyio.sleep_forever()

        async def send(message):
            if message["type"] == "http.response.start":
                headers.update(message["headers"])
                self.answered.append((name, message["status"]))

        scope = {"type": "http", "method": "GET", "scheme": "http", "path": name}
        scope |= {"headers": [], "query_string": query}
        await self.endpoint(scope, receive, send)
        return headers

    async def fill(self, readers, number=AT_ONCE):
        """Let this many readers ask, and wait until the maximum are being answered."""
        for name in map(str, range(number)):
            readers.start_soon(self.ask, name)
        await until(lambda: len(self.begun) == AT_ONCE)


async def until(holds):
    with anyio.fail_after(30):
        while not holds():
            await anyio.lowlevel.checkpoint()


def test_a_full_queue_refuses_says_when_to_ask_again_and_recovers():
    async def scenario():
        crowd = Crowd()
        async with anyio.create_task_group() as readers:
            await crowd.fill(readers, AT_ONCE + WAITING)
            refused = await crowd.ask("one too many")
            assert crowd.answered == [("one too many", 503)]
            assert int(refused[b"retry-after"]) > 0
            crowd.go.set()
        assert len(crowd.begun) == AT_ONCE + WAITING
        await crowd.ask("later")
        assert crowd.answered[-1] == ("later", 200)

    run(scenario)


@pytest.mark.parametrize("asked", [b"f=kmz", b"limit=5&f=xlsx"])
def test_files_that_take_long_to_begin_hold_up_files_only(monkeypatch, asked):
    crowd = Crowd()

    def write(*_, **__):
        crowd.begun.append("file")
        assert crowd.go.wait(30)
        return [b"made"]

    slow = {name: replace(one, write=write) for name, one in BY_PARAMETER.items() if not one.inline}
    monkeypatch.setattr(features, "BY_PARAMETER", BY_PARAMETER | slow)
    crowd.endpoint = Starlette(routes=api_routes(Live(war())))

    async def scenario():
        async with anyio.create_task_group() as readers:
            for number in range(AT_ONCE + WAITING):
                query = asked + b"&offset=%d" % number  # equal requests would share one answer
                readers.start_soon(lambda query=query: crowd.ask(ITEMS, query=query))
            await until(lambda: len(crowd.begun) == AT_ONCE)
            with anyio.fail_after(30):
                await crowd.ask(ITEMS, query=b"limit=1")
                await crowd.ask(f"{ITEMS}/barda")
            assert crowd.answered == [(ITEMS, 200), (f"{ITEMS}/barda", 200)]
            crowd.go.set()
        assert crowd.begun == ["file"] * (AT_ONCE + WAITING)

    run(scenario)


def test_nobody_waits_for_long_and_whoever_is_refused_leaves_a_place(monkeypatch):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 0.1)
    monkeypatch.setattr(queues, "LEAST_WAIT", 0.1)

    async def scenario():
        crowd = Crowd()
        async with anyio.create_task_group() as readers:
            await crowd.fill(readers)
            for _ in range(3):
                begun = time.perf_counter()
                refused = await crowd.ask("waiting in vain")
                assert 0.1 <= time.perf_counter() - begun < 5
                assert int(refused[b"retry-after"]) > 0
            assert crowd.answered == [("waiting in vain", 503)] * 3
            assert crowd.waiting == 0
            crowd.go.set()
        await crowd.ask("later")
        assert crowd.answered[-1] == ("later", 200)
        assert "waiting in vain" not in crowd.begun

    run(scenario)


def test_where_an_answer_takes_long_nobody_is_begun_with_too_late(monkeypatch):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 0.6)
    monkeypatch.setattr(queues, "LEAST_WAIT", 0.1)
    begun = []

    def answer(request):
        begun.append(request.scope["path"])
        time.sleep(0.4)
        return Response("made")

    async def scenario():
        crowd = Crowd()
        crowd.endpoint = Endpoint(answer, Queue(100))
        async with anyio.create_task_group() as readers:
            for number in range(40):
                readers.start_soon(crowd.ask, str(number))
            started = time.perf_counter()
        assert time.perf_counter() - started < 5  # one after another would take eight
        statuses = [status for _, status in crowd.answered]
        assert AT_ONCE <= statuses.count(200) == len(begun) <= 3 * AT_ONCE
        assert statuses.count(503) == 40 - len(begun)
        await crowd.ask("alone")
        assert crowd.answered[-1] == ("alone", 200)

    run(scenario)


def test_as_many_are_answered_as_fit_into_the_wait_though_answers_become_slower(monkeypatch):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 2.7)
    monkeypatch.setattr(queues, "LEAST_WAIT", 0.5)
    one_at_a_time, begun = threading.Lock(), []

    def answer(request):
        with one_at_a_time:  # as pictures are drawn
            begun.append(request.scope["path"])
            time.sleep(0.01 if request.scope["path"] == "quick" else 1.0)
        return Response("made")

    async def scenario():
        crowd = Crowd()
        crowd.endpoint = Endpoint(answer, Queue(100))
        await crowd.ask("quick")
        async with anyio.create_task_group() as readers:
            for number in range(40):
                readers.start_soon(crowd.ask, str(number))
        statuses = [status for _, status in crowd.answered[1:]]
        assert statuses.count(200) == AT_ONCE + 2
        assert statuses.count(503) == 40 - statuses.count(200)

    run(scenario)


def test_the_first_answer_of_a_route_which_imports_says_nothing_about_others(monkeypatch):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 1.5)
    monkeypatch.setattr(queues, "LEAST_WAIT", 0.01)
    made = []

    def answer(request):
        time.sleep(0.2 if made else 2)
        made.append(request.scope["path"])
        return Response("made")

    async def scenario():
        crowd = Crowd()
        crowd.endpoint = Endpoint(answer, Queue(100))
        await crowd.ask("cold")
        async with anyio.create_task_group() as readers:
            for number in range(2 * AT_ONCE):
                readers.start_soon(crowd.ask, str(number))
        assert [status for _, status in crowd.answered] == [200] * (1 + 2 * AT_ONCE)

    run(scenario)


def test_a_question_whose_reader_is_gone_is_given_up():
    async def scenario():
        crowd = Crowd()
        async with anyio.create_task_group() as readers:
            await crowd.fill(readers)
            readers.start_soon(lambda: crowd.ask("gone", gone=True))
            readers.start_soon(crowd.ask, "still there")
            await anyio.lowlevel.checkpoint()
            crowd.go.set()
        assert "gone" not in crowd.begun
        assert ("still there", 200) in crowd.answered

    run(scenario)


def test_a_reader_who_keeps_asking_for_something_newer_takes_no_place_from_others():
    async def scenario():
        crowd = Crowd()
        async with anyio.create_task_group() as readers:
            await crowd.fill(readers)
            for number in range(5 * WAITING):
                await crowd.ask(f"given up {number}", gone=True)
            for number in range(WAITING):
                readers.start_soon(crowd.ask, f"waiting {number}")
            await until(lambda: crowd.waiting == WAITING)
            crowd.go.set()
        assert [status for name, status in crowd.answered if name.startswith("waiting")] == [200] * WAITING

    run(scenario)


def test_a_crowd_at_one_route_holds_up_no_other():
    async def scenario():
        crowd, other = Crowd(), Crowd()
        other.go.set()
        async with anyio.create_task_group() as readers:
            await crowd.fill(readers, AT_ONCE + WAITING)
            await other.ask("health")
            assert other.answered == [("health", 200)]
            assert crowd.answered == []
            crowd.go.set()

    run(scenario)


def test_what_takes_no_time_is_answered_however_many_wait():
    async def scenario():
        statuses = []

        async def send(message):
            statuses.extend([message["status"]] if "status" in message else [])

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        threads = anyio.to_thread.current_default_thread_limiter()
        threads.total_tokens = 1
        async with threads:
            await Endpoint(lambda _: Response("well"), NoQueue())(scope, anyio.sleep_forever, send)
        assert statuses == [200]

    run(scenario)


class Large:
    """A route whose answers are made in three portions; `made` lists the request of each, in order."""

    def __init__(self, seconds=0.0, waiting=100):
        self.made, self.ended, self.sent, self._seconds = [], [], [], seconds
        self.endpoint, self._streams = Endpoint(self.answer, Queue(waiting)), Streams()

    def answer(self, request):
        name = request.scope["path"]

        def pieces():
            for _ in range(3):
                time.sleep(self._seconds)
                self.made.append(name)
                yield b"x" * PORTION

        return self._streams.answer(name, pieces, "text/plain")

    async def ask(self, name, *, reads=True):
        async def send(message):
            self.sent.append(len(message.get("body", b"")))
            if "status" in message:
                self.ended.append(message["status"])
            elif not reads:
                await anyio.sleep_forever()

        scope = {"type": "http", "method": "GET", "path": name, "headers": [], "query_string": b""}
        await self.endpoint(scope | {"asgi": {"spec_version": "2.4"}}, anyio.sleep_forever, send)


def test_a_turn_covers_all_that_an_answer_costs_the_server(monkeypatch):
    monkeypatch.setattr(queues, "LONGEST_WAIT", 0.5)
    monkeypatch.setattr(queues, "LEAST_WAIT", 0.3)

    async def scenario():
        large = Large(seconds=0.1)
        begun = time.perf_counter()
        async with anyio.create_task_group() as readers:
            for number in range(50):
                readers.start_soon(large.ask, str(number))
        assert large.ended.count(503) > 25
        assert len(large.made) == 3 * large.ended.count(200)  # an answer once begun is completed
        assert time.perf_counter() - begun < 6  # all of them would take 7.5 seconds
        await large.ask("later")
        assert large.ended[-1] == 200

    run(scenario)


def test_answers_that_go_on_and_those_that_begin_get_on_with_each_other():
    async def scenario():
        large, readers_number = Large(), 4 * AT_ONCE
        async with anyio.create_task_group() as readers:
            for number in range(readers_number):
                readers.start_soon(large.ask, str(number))
        place = {name: [at for at, one in enumerate(large.made) if one == name] for name in large.made}
        assert max(places[-1] - places[0] for places in place.values()) < 2 * readers_number
        assert place["0"][-1] < place[str(readers_number - 1)][0]  # the first ends before the last begins

    run(scenario)


def test_slow_readers_take_no_turn_from_others():
    async def scenario():
        large = Large()
        async with anyio.create_task_group() as readers:
            for number in range(10 * AT_ONCE):
                readers.start_soon(lambda number=number: large.ask(f"slow {number}", reads=False))
            await until(lambda: len(large.made) == 10 * AT_ONCE)  # the first portions
            await large.ask("quick")
            assert large.made.count("quick") == 3
            assert len(large.made) == 10 * AT_ONCE + 3
            readers.cancel_scope.cancel()

    run(scenario)


def test_large_answers_to_readers_who_stop_reading_are_bounded_in_all(monkeypatch):
    monkeypatch.setattr(streams, "BYTES_OF_ALL", 3 * streams.BYTES_OF_EACH)
    given_back = threading.Event()
    monkeypatch.setattr(streams, "SECONDS_TO_LET_GO", 0)
    monkeypatch.setattr(streams, "_release_memory", given_back.set)

    async def scenario():
        large = Large()
        async with anyio.create_task_group() as readers:
            for number in range(3):
                readers.start_soon(lambda number=number: large.ask(f"slow {number}", reads=False))
            await until(lambda: large.ended == [200] * 3)
            await large.ask("one too many")
            assert large.ended[3:] == [503]
            readers.cancel_scope.cancel()
        assert not given_back.is_set()
        await large.ask("later")
        assert large.ended[4:] == [200]
        await until(given_back.is_set)

    run(scenario)


def test_what_was_made_as_a_whole_is_sent_by_portions_and_bounded_with_the_others(monkeypatch):
    body = bytes(range(256)) * (3 * PORTION // 256) + b"end"
    monkeypatch.setattr(streams, "BYTES_OF_ALL", 2 * (len(body) + PORTION))
    endpoint = Endpoint(lambda _: Response(body, 200, {"X-Own": "kept"}), Queue(WAITING))

    async def ask(*, reads=True):
        messages = []

        async def send(message):
            messages.append(message)
            if "body" in message and not reads:
                stopped.append(message)
                await anyio.sleep_forever()

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        await endpoint(scope | {"asgi": {"spec_version": "2.4"}}, anyio.sleep_forever, send)
        return messages[0], [message["body"] for message in messages[1:]]

    async def scenario():
        async with anyio.create_task_group() as readers:
            for _ in range(2):
                readers.start_soon(lambda: ask(reads=False))
            await until(lambda: len(stopped) == 2)
            assert max(len(message["body"]) for message in stopped) <= PORTION
            start, _ = await ask()
            assert start["status"] == 503
            readers.cancel_scope.cancel()
        start, pieces = await ask()
        headers = dict(start["headers"])
        assert (start["status"], headers[b"x-own"]) == (200, b"kept")
        assert headers[b"content-length"] == str(len(body)).encode()
        assert (b"".join(pieces), max(map(len, pieces))) == (body, PORTION)

    stopped = []
    run(scenario)


def test_a_portion_is_made_only_once_the_last_is_taken():
    async def scenario():
        large = Large()

        async def send(message):
            if message.get("body") == b"":
                await anyio.sleep_forever()  # like a connection that is not drained

        scope = {"type": "http", "method": "GET", "path": "slow", "headers": [], "query_string": b""}
        async with anyio.create_task_group() as readers:
            asgi = {"asgi": {"spec_version": "2.4"}}
            readers.start_soon(large.endpoint, scope | asgi, anyio.sleep_forever, send)
            await until(lambda: large.made)
            await anyio.sleep(0.2)
            assert large.made == ["slow"]
            readers.cancel_scope.cancel()

    run(scenario)


def test_a_slow_reader_holds_one_piece_of_a_large_answer():
    async def scenario():
        made, sent = [], []

        def pieces():
            for number in range(100):
                made.append(number)
                yield b"x" * (3 * PORTION)

        async def send(message):
            sent.append(len(message.get("body", b"")))
            if len(sent) > 2:
                await anyio.sleep_forever()  # the reader stops reading

        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        endpoint = Endpoint(lambda _: Streams().answer("", pieces, "text/plain"), Queue(WAITING))
        async with anyio.create_task_group() as readers:
            asgi = {"asgi": {"spec_version": "2.4"}}
            readers.start_soon(endpoint, scope | asgi, anyio.sleep_forever, send)
            await until(lambda: len(sent) > 2)
            readers.cancel_scope.cancel()
        assert made == [0]
        assert max(sent) == PORTION

    run(scenario)


def test_pieces_arrive_as_they_were_whatever_their_size():
    for sizes in ([], [3], [PORTION], [1, PORTION - 1], [PORTION, 1], [5 * PORTION + 7, 0, 2], [700_000] * 5):
        whole = b"".join(bytes([number]) * size for number, size in enumerate(sizes, 65))

        async def scenario(sizes=sizes):
            sent = []

            async def send(message):
                sent.append(message.get("body", b""))

            def pieces():
                for number, size in enumerate(sizes, 65):
                    yield bytes([number]) * size

            scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
            endpoint = Endpoint(lambda _: Streams().answer("", pieces, "text/plain"), Queue(WAITING))
            await endpoint(scope | {"asgi": {"spec_version": "2.4"}}, anyio.sleep_forever, send)
            return b"".join(sent)

        assert run(scenario) == whole


def test_a_small_export_that_many_ask_for_at_once_is_made_once():
    made = []

    def pieces():
        made.append(1)
        yield b"all"

    async def scenario():
        bodies, streams = [], Streams()

        async def send(message):
            bodies.extend([message["body"]] if message.get("body") else [])

        endpoint = Endpoint(lambda _: streams.answer("key", pieces, "text/plain"), Queue(100))
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        async with anyio.create_task_group() as readers:
            for _ in range(100):
                readers.start_soon(endpoint, scope, anyio.sleep_forever, send)
        assert bodies == [b"all"] * 100

    run(scenario)
    assert made == [1]


def test_who_hangs_up_while_waiting_is_given_up_by_a_real_server():
    crowd = Crowd()

    async def scenario():
        server = uvicorn.Server(uvicorn.Config(crowd.endpoint, port=0, log_config=None, lifespan="off"))
        async with anyio.create_task_group() as running:
            running.start_soon(server.serve)
            await until(lambda: server.started)
            port = server.servers[0].sockets[0].getsockname()[1]
            streams = {}
            for name in (*map(str, range(AT_ONCE)), "gone", "stays"):
                streams[name] = await anyio.connect_tcp("127.0.0.1", port)
                await streams[name].send(f"GET /{name} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            await until(lambda: crowd.waiting == WAITING)
            await streams["gone"].aclose()
            await until(lambda: crowd.waiting == WAITING - 1)
            crowd.go.set()
            assert (await streams["stays"].receive()).startswith(b"HTTP/1.1 200")
            for stream in streams.values():
                await stream.aclose()
            server.should_exit = True

    run(scenario)
    assert "/gone" not in crowd.begun


def test_an_equal_question_of_many_is_answered_once_for_all():
    store, made, readers = bundled_store(), [], 4
    remembered, all_there = AnswerCache(), threading.Barrier(readers)

    def make(_):
        made.append(1)
        return {"made": len(made)}

    def ask(question):
        scope = {"type": "http", "scheme": "http", "server": ("test", 80), "path": "/", "headers": []}
        scope["query_string"] = question
        return remembered.answer(Request(scope), store, make).body

    def ask_together(_):
        all_there.wait()
        return ask(b"q=one")

    with ThreadPoolExecutor(readers) as threads:
        assert set(threads.map(ask_together, range(readers))) == {b'{"made":1}'}
    assert ask(b"q=other") == b'{"made":2}'
    store = replace(store, fingerprint="another")
    assert ask(b"q=one") == b'{"made":3}'

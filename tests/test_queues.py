"""Many requests at once: each route's queue is bounded, refuses politely, recovers, and holds up no other."""

import threading

import anyio
import anyio.lowlevel
from starlette.responses import Response

from mapapp.api.door import Door
from mapapp.api.queues import AT_ONCE

WAITING = 2


class Crowd:
    """Readers of one door whose answers take until `go` is set."""

    def __init__(self):
        self.go, self.begun, self.answered = threading.Event(), [], []
        self.door = Door(self.answer, WAITING)

    def answer(self, request):
        self.begun.append(request.scope["path"])
        assert self.go.wait(30)
        return Response("made")

    async def ask(self, name, *, gone=False):
        headers = {}

        async def receive():
            if gone:
                return {"type": "http.disconnect"}
            return await anyio.sleep_forever()

        async def send(message):
            if message["type"] == "http.response.start":
                headers.update(message["headers"])
                self.answered.append((name, message["status"]))

        scope = {"type": "http", "method": "GET", "path": name, "headers": [], "query_string": b""}
        await self.door(scope, receive, send)
        return headers


async def until(holds):
    with anyio.fail_after(30):
        while not holds():
            await anyio.lowlevel.checkpoint()


def test_a_full_queue_refuses_says_when_to_ask_again_and_recovers():
    async def scenario():
        crowd = Crowd()
        async with anyio.create_task_group() as readers:
            for number in range(AT_ONCE + WAITING):
                readers.start_soon(crowd.ask, str(number))
            await until(lambda: len(crowd.begun) == AT_ONCE)
            refused = await crowd.ask("one too many")
            assert crowd.answered == [("one too many", 503)]
            assert int(refused[b"retry-after"]) > 0
            crowd.go.set()
        assert len(crowd.begun) == AT_ONCE + WAITING
        await crowd.ask("later")
        assert crowd.answered[-1] == ("later", 200)

    anyio.run(scenario)


def test_a_question_whose_reader_is_gone_is_given_up():
    async def scenario():
        crowd = Crowd()
        async with anyio.create_task_group() as readers:
            for number in range(AT_ONCE):
                readers.start_soon(crowd.ask, str(number))
            await until(lambda: len(crowd.begun) == AT_ONCE)
            readers.start_soon(lambda: crowd.ask("gone", gone=True))
            readers.start_soon(crowd.ask, "still there")
            await anyio.lowlevel.checkpoint()
            crowd.go.set()
        assert "gone" not in crowd.begun
        assert ("still there", 200) in crowd.answered

    anyio.run(scenario)


def test_a_crowd_at_one_door_holds_up_no_other():
    async def scenario():
        crowd, other = Crowd(), Crowd()
        other.go.set()
        async with anyio.create_task_group() as readers:
            for number in range(AT_ONCE + WAITING):
                readers.start_soon(crowd.ask, str(number))
            await until(lambda: len(crowd.begun) == AT_ONCE)
            await other.ask("health")
            assert other.answered == [("health", 200)]
            assert crowd.answered == []
            crowd.go.set()

    anyio.run(scenario)

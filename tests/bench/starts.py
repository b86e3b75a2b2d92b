"""What a start costs: the server's processor time, and the time from its start to the first painted map."""

import time
from contextlib import AbstractContextManager
from typing import NamedTuple

from tests.bench import served
from tests.bench.clicks import processor_time


class Start(NamedTuple):
    """Milliseconds of processor time in the server, and from its start to the first painted map."""

    processor: float
    painted: float


def start(serving: AbstractContextManager[served.Server], drawn: str = ".mapapp-mark") -> Start:
    """Start a server and open its page in a new browser until the map shows `drawn`."""
    with served.browser() as started:
        page, begun = served.fresh_page(started), time.perf_counter()
        with serving as server:
            served.until_answering(server)
            page.goto(server.address)
            frame_of_map = served.map_frame(page, drawn)
            frame_of_map.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
            return Start(processor_time(server), 1000 * (time.perf_counter() - begun))

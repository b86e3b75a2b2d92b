"""How long others wait while pages of another site try to connect and are refused."""

import threading
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

ASKED = 100
STRANGERS = 4
HEALTH = "_stcore/health"
FOREIGN = "https://elsewhere.example"


def measured(address: str) -> tuple[list[float], list[float], int]:
    """Return the seconds of answers at rest and during refused handshakes, and how many were refused."""
    at_rest = [_seconds(address) for _ in range(ASKED)]
    over, refused = threading.Event(), [0] * STRANGERS

    def knock(number: int) -> None:
        while not over.is_set():
            refused[number] += _is_refused(address)

    strangers = [threading.Thread(target=knock, args=(number,)) for number in range(STRANGERS)]
    for one in strangers:
        one.start()
    try:
        beside = [_seconds(address) for _ in range(ASKED)]
    finally:
        over.set()
        for one in strangers:
            one.join()
    return at_rest, beside, sum(refused)


def _seconds(address: str) -> float:
    begun = time.perf_counter()
    with urlopen(address + HEALTH, timeout=60) as answer:
        answer.read()
    return time.perf_counter() - begun


def _is_refused(address: str) -> bool:
    parts = urlsplit(address)
    try:
        with connect(f"ws://{parts.netloc}{parts.path}_stcore/stream", origin=FOREIGN, proxy=None):
            return False
    except InvalidStatus as refusal:
        return refusal.response.status_code == 403

"""A first visit over a slow connection: when words appear, and when marks do."""

import time
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.bench import served

BYTES_A_SECOND = 400_000 / 8
LATENCY = 100
"""Milliseconds."""


class Visit(NamedTuple):
    """Seconds until the page has words, its own headline, and the first marks on the map."""

    words: float
    headline: float
    marks: float


def visit(started: Browser, server: served.Server) -> Visit:
    """Open the page in a browser that has none of it cached."""
    page = served.fresh_page(started)
    page.unroute_all()  # routes disable the browser's cache
    line = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND, "latency": LATENCY}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": False, **line})
    begun = time.perf_counter()
    page.goto(server.address, wait_until="commit")
    page.wait_for_function("() => document.body?.innerText.trim()")
    words = time.perf_counter() - begun
    page.wait_for_selector(".page-header h1", state="attached")
    headline = time.perf_counter() - begun
    served.map_frame(page, ".mapapp-mark")
    marks = time.perf_counter() - begun
    page.context.close()
    return Visit(words, headline, marks)

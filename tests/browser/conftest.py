"""A map server, and Chromium cut off from the network.

A failing test leaves a screenshot in test-results/ and shows the server's log.
"""

import inspect
import os
import random
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.reader import LOOK, PATIENCE, Reader
from tests.find_browser import find_browser

expect.set_options(timeout=PATIENCE)

# Playwright inspects the stack on each call. For a frame without a file (`python -m`, an xdist worker),
# Python then searches all modules for the frame's own, every time, unless it already knows
# (findings/playwright-each-call-looks-through-modules.sh).
inspect.modulesbyfile |= {"<string>": "__main__", "<frozen runpy>": "runpy"}

LOCAL_HOSTS = ("localhost", "127.0.0.1", "*.localhost")
SECONDS_TO_START = 180
PORTS = range(15_000, 32_000)
"""Below the ports that systems pick for outgoing connections: none is taken before the server listens."""


SHARED_COPIES = {"MAPAPP_CACHE": os.environ.get("MAPAPP_TEST_COPIES", "none")}
"""For servers of the bundled data: they reuse what other servers of this run have read and compiled."""


@dataclass
class Server:
    """A running `mapapp serve`."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]
    outside: list[str] = field(default_factory=list)


def free_port() -> int:
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


@contextmanager
def serving(
    log: Path,
    *arguments: str,
    port: int | None = None,
    program: Sequence[str] = ("-m", "mapapp"),
    ready: str = "api/health",
    **environment: str,
) -> Iterator[Server]:
    """Start a server, on a free port unless one is given, and wait until it answers at `ready`."""
    port = port or free_port()
    command = [sys.executable, *program, "serve", *arguments, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=os.environ | environment
        )
    base_path = arguments[arguments.index("--base-path") + 1] + "/" if "--base-path" in arguments else ""
    server = Server(f"http://127.0.0.1:{port}/{base_path}", log, process)
    try:
        wait_until_ready(server, ready)
        yield server
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=SECONDS_TO_START)


def wait_until_ready(server: Server, path: str = "api/health") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.url + path, timeout=SECONDS_TO_START):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server") / "log.txt", **SHARED_COPIES) as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start Chromium cut off from everything but this machine.

    Its name resolution does this: Playwright's routes would too, but turn off the browser's cache.
    All pages of a context run in one process, which has already compiled the page's scripts.
    """
    cut_off = ", ".join(("MAP * ~NOTFOUND", *(f"EXCLUDE {host}" for host in LOCAL_HOSTS)))
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    flags += ["--disable-sync", "--no-first-run", "--process-per-site", f"--host-resolver-rules={cut_off}"]
    return {"executable_path": find_browser(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"viewport": {"width": 1400, "height": 900}, "color_scheme": "light", "locale": "en-GB"}


@pytest.fixture
def outside(page: Page) -> list[str]:
    """Record the page's requests to other machines, except those that the test itself answers."""
    asked: list[str] = []
    page.on("requestfailed", lambda lost: leaves_this_machine(lost.url) and asked.append(lost.url))
    return asked


def leaves_this_machine(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    local = any(fnmatchcase(host, pattern) for pattern in LOCAL_HOSTS)
    return parts.scheme in {"http", "https", "ws", "wss"} and not local


NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  window.violationsOfPolicy = (window.violationsOfPolicy ?? 0) + 1;
  console.error(`Violation of the Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture
def violations(page: Page) -> list[str]:
    """Record what the Content Security Policy of the page and its frames forbids them."""
    noted: list[str] = []
    page.add_init_script(NOTE_VIOLATIONS)
    page.on("console", lambda message: message.text.startswith("Violation") and noted.append(message.text))
    return noted


@pytest.fixture(scope="session")
def warm_context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A context that has already compiled the page's scripts: a page opens in it in half the time.

    A blank page stays open in it and keeps the process that all its pages share.
    """
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(PATIENCE)
    blank = context.new_page()
    blank.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    blank.goto("http://127.0.0.1/")
    yield context
    context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a page: in the context that tests share, unless the test watches or changes its context."""
    alone = "context" in request.fixturenames
    context: BrowserContext = request.getfixturevalue("context" if alone else "warm_context")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    yield page
    if not alone:
        forget(page)
    page.close()


def forget(page: Page) -> None:
    """Undo what a test may have left behind in the shared context."""
    page.context.clear_cookies()
    page.context.clear_permissions()
    if not page.is_closed():
        page.wait_for_load_state()
        page.evaluate("try { localStorage.clear() } catch { /* no document of ours is open */ }")


AS_IT_STANDS = """() => {
    const insides = (root) => [root, ...[...root.querySelectorAll("*")]
        .flatMap((node) => [node.shadowRoot, node.contentDocument].filter(Boolean).flatMap(insides))];
    const roots = insides(document);
    const found = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    const words = roots.flatMap((root) => (root.body ?? root.host)?.innerText?.split("\\n") ?? []);
    const state = ({ ariaLabel, ariaExpanded, ariaSelected, ariaPressed, ariaSort, open, checked, value }) =>
        [ariaLabel, ariaExpanded, ariaSelected, ariaPressed, ariaSort, open, checked, value].join();
    const states = found(
        "[aria-expanded], [aria-selected], [aria-pressed], [aria-sort], details, dialog, select, textarea,"
        + "input:not([type=hidden])").map(state);
    const scrolled = found("*").map((node) => node.scrollTop).filter(Boolean);
    return [...words, ...states, ...scrolled, location.href, innerWidth, innerHeight].join("\\n");
}"""
"""The page's text, its frames included; what is open, chosen, typed or scrolled; its URL and size."""
MOST_LOOKED_AT = 2
"""At most this many pages stay open for tests that only look: five idle ones take a sixth of a core."""


class Pages:
    """Open pages by address and size, each with its state once it had loaded."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.opened: dict[tuple[object, ...], tuple[Page, str]] = {}

    def open(self, url: str, size: ViewportSize) -> Page:
        key = (url, *size.values())
        if key not in self.opened:
            while len(self.opened) >= MOST_LOOKED_AT:
                self.close(next(iter(self.opened)))
            page = self.context.new_page()
            page.set_viewport_size(size)
            page.goto(url)
            self.opened[key] = page, as_it_came_to_rest(page)
        return self.opened[key][0]

    def close_if_changed(self, page: Page) -> None:
        for key, (opened, before) in [*self.opened.items()]:
            if opened is page and page.evaluate(AS_IT_STANDS) != before:
                self.close(key)

    def close(self, key: tuple[object, ...]) -> None:
        page, _ = self.opened.pop(key)
        page.close()


def as_it_came_to_rest(page: Page) -> str:
    expect(Reader(page, page.url).map.locator(".mapapp-mark").first).to_be_visible()
    before, now = "", str(page.evaluate(AS_IT_STANDS))
    while before != now:
        page.wait_for_timeout(5 * LOOK)
        before, now = now, str(page.evaluate(AS_IT_STANDS))
    return now


@pytest.fixture(scope="session")
def pages(warm_context: BrowserContext) -> Iterator[Pages]:
    kept = Pages(warm_context)
    yield kept
    for key in [*kept.opened]:
        kept.close(key)


class Look:
    """Reuses an open page that other tests have looked at, or opens one."""

    def __init__(self, pages: Pages, server: Server) -> None:
        self.pages, self.server = pages, server
        self.page: Page | None = None

    def at(self, address: str, size: ViewportSize) -> Reader:
        self.page = self.pages.open(self.server.url + address, size)
        return Reader(self.page, self.server.url)


@pytest.fixture
def look(pages: Pages, server: Server) -> Iterator[Look]:
    """For a test that only looks at a page: if it leaves the page changed, the next test opens a new one."""
    made = Look(pages, server)
    yield made
    if made.page:
        pages.close_if_changed(made.page)


@pytest.fixture
def fresh_page(new_context: Callable[..., BrowserContext]) -> Callable[[], Page]:
    """Make a page in a browser that has not visited anything yet."""

    def make() -> Page:
        context = new_context()
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    return make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    given = getattr(item, "funcargs", {})
    server, page = given.get("server"), given.get("page")
    for name in ("opened", "look"):
        page = page or getattr(given.get(name), "page", None)
    if report.when == "call" and report.failed and isinstance(page, Page) and not page.is_closed():
        name = re.sub(r"[^\w.-]+", "-", item.nodeid)
        page.screenshot(path=f"test-results/{name}.png")
    if report.failed and isinstance(server, Server):
        report.sections.append(("Server log", server.log.read_text()[-6000:]))
    return report

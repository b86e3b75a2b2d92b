"""A served map and a Chromium with the network cut.

A failing test leaves a screenshot in test-results/ and shows the server's log.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.find_browser import find_browser

LOCAL_HOSTS = {"localhost", "127.0.0.1"}
SECONDS_TO_START = 180


@dataclass
class Server:
    """A running `mapapp serve`."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]
    outside: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def serving(
    log: Path,
    *arguments: str,
    port: int | None = None,
    program: Sequence[str] = ("-m", "mapapp"),
    ready: str = "api/health",
    **environment: str,
) -> Iterator[Server]:
    """Serve, on a free port unless one is given, and wait until it answers at `ready`."""
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
        process.terminate()
        process.wait(timeout=60)


def wait_until_ready(server: Server, path: str = "api/health") -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.url + path, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": find_browser(), "args": [*flags, "--disable-sync", "--no-first-run"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"viewport": {"width": 1400, "height": 900}, "color_scheme": "light", "locale": "en-GB"}


@pytest.fixture
def outside(context: BrowserContext) -> list[str]:
    """Cut every context off from all but this machine; return what was asked for elsewhere."""
    return cut_off(context)


def leaves_this_machine(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and not is_local(parts.hostname or "")


def is_local(host: str) -> bool:
    return host in LOCAL_HOSTS or host.endswith(".localhost")


def cut_off(context: BrowserContext) -> list[str]:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route(leaves_this_machine, refuse)
    return asked


NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  window.violationsOfPolicy = (window.violationsOfPolicy ?? 0) + 1;
  console.error(`Violation of the Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@pytest.fixture
def violations(context: BrowserContext) -> list[str]:
    """Note what the page's and its frames' Content Security Policy forbids them."""
    noted: list[str] = []
    context.add_init_script(NOTE_VIOLATIONS)
    context.on("console", lambda message: message.text.startswith("Violation") and noted.append(message.text))
    return noted


@pytest.fixture
def page(context: BrowserContext, outside: list[str]) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


@pytest.fixture
def fresh_page(new_context: Callable[..., BrowserContext]) -> Callable[[], Page]:
    """Make a page in a browser that has seen nothing yet."""

    def make() -> Page:
        context = new_context()
        cut_off(context)
        return context.new_page()

    return make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        report.sections.append(("Server log", server.log.read_text()[-6000:]))
    return report

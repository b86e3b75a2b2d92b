"""Served pages and what a browser sees of them; every wait is for a condition, never for a fixed time."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Frame, Page, Request, sync_playwright

from tests.find_browser import find_browser

PATIENCE = 600_000
FRAMES_AT_REST = 30
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
]
NOW = "performance.timeOrigin + performance.now()"
ROOT = Path(__file__).parents[2]
SCRATCH = Path(tempfile.gettempdir(), f"mapapp-bench-{os.getuid()}")

WATCH_CLICK = f"addEventListener('pointerdown', () => {{ window.benchClick = {NOW}; }}, true)"

PAINTED = f"""
const {{ port1, port2 }} = new MessageChannel();
port1.onmessage = () => {{ window.benchDrawn = {NOW}; }};
port2.postMessage(null);
"""
"""To be run in a frame's callback: a message sent there arrives once that frame is painted."""

NEXT_DRAWING = f"""
() => {{
  const caption = document.querySelector(".mapapp-caption");
  const before = caption.textContent;
  window.benchDrawn = null;
  new MutationObserver((_, observer) => {{
    if (caption.textContent === before) return;
    observer.disconnect();
    requestAnimationFrame(() => {{ {PAINTED} }});
  }}).observe(caption, {{ childList: true, characterData: true, subtree: true }});
}}
"""
"""The layer writes its caption after drawing an answer's marks, which the next frame paints."""

NEXT_MARKS = f"""
(count) => {{
  window.benchDrawn = null;
  const look = () => {{
    const map = document.querySelector('iframe[title*="folium"]')?.contentDocument;
    const drawn = map?.querySelectorAll("path.leaflet-interactive").length;
    if (drawn !== count) return requestAnimationFrame(look);
    requestAnimationFrame(() => {{ {PAINTED} }});
  }};
  look();
}}
"""
"""To be run in the page: st_folium replaces the frame with a new one when the marks change."""


def environment(copies: Path | None = None) -> dict[str, str]:
    """Return the environment for measurements: Python keeps its bytecode, as it does for everyone.

    Prepared copies are kept only if a folder is given for them.
    """
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return usual | {"PYTHONPYCACHEPREFIX": str(SCRATCH / "bytecode"), "MAPAPP_CACHE": str(copies or "none")}


@dataclass(frozen=True)
class Server:
    """A served page: its address and the process behind it."""

    address: str
    process: subprocess.Popen


def python_of(root: Path) -> str:
    """Return the Python that runs a checkout."""
    return sys.executable if root == ROOT else str(root / ".venv/bin/python")


@contextmanager
def ours(
    file: Path | None = None, root: Path = ROOT, copies: Path | None = None, log: Path | None = None
) -> Iterator[Server]:
    """Serve a file with `mapapp serve`; yield as soon as the process has started. Its output goes to `log`.

    `root` is the checkout to run, with its own environment (`make .venv/ready`).
    """
    port = _free_port()
    given = [str(file)] if file else []
    command = [python_of(root), "-m", "mapapp", "serve", *given, "--port", str(port), "--tiles", "none"]
    with _running(command, environment(copies), str(root), log) as process:
        yield Server(f"http://127.0.0.1:{port}/", process)


@contextmanager
def usual(file: Path | None, way: str = "circle_markers") -> Iterator[Server]:
    """Serve usual_way.py with a file drawn in one of its ways, or with an empty map."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(Path(__file__).with_name("usual_way.py"), folder)
        for package in ("leaflet", "leaflet.markercluster"):
            given = ROOT / "frontend/node_modules" / package / "dist"
            shutil.copytree(given, Path(folder, "static"), dirs_exist_ok=True)
        command = [
            *(sys.executable, "-m", "streamlit", "run", "usual_way.py", "--server.port", str(port)),
            *(
                "--server.address",
                "127.0.0.1",
                "--server.headless",
                "true",
                "--server.fileWatcherType",
                "none",
            ),
            *("--server.enableStaticServing", "true", "--browser.gatherUsageStats", "false"),
        ]
        more = {"BENCH_FILE": str(file or ""), "BENCH_WAY": way, "PYTHONPATH": str(ROOT)}
        with _running(command, environment() | more, folder) as process:
            yield Server(f"http://127.0.0.1:{port}/", process)


@contextmanager
def _running(
    command: list[str], environment: dict, folder: str | None = None, log: Path | None = None
) -> Iterator[subprocess.Popen]:
    with Path(log or os.devnull).open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:  # it ignores the signal while drawing a hundred thousand marks
            process.kill()
            process.wait()


def memory(server: Server) -> float:
    """Return the megabytes of memory that a server uses."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def until_answering(server: Server, path: str = "_stcore/health", patience: float = 1200) -> None:
    """Return as soon as the server answers; raise at once if it ends or answers with an error."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.address + path, timeout=5):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"Nothing answers at {server.address}; exit status {server.process.poll()}")


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    executable = find_browser()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield started
        finally:
            started.close()


def fresh_page(started: Browser) -> Page:
    """Open a page with an empty cache that can reach only this machine."""
    page = started.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    page.route(
        lambda url: urlsplit(url).hostname not in ("127.0.0.1", "localhost"), lambda route: route.abort()
    )
    page.add_init_script(WATCH_CLICK)
    return page


def map_frame(page: Page, drawn: str) -> Frame:
    """Wait until the map's frame contains `drawn`; return the frame."""
    frame = page.wait_for_selector('iframe[title*="folium"]', state="attached").content_frame()
    frame.wait_for_selector(drawn, state="attached")
    return frame


def asked_by(page: Page) -> set[Request]:
    """Return the page's pending requests, kept up to date; call this before the page is opened."""
    asking: set[Request] = set()

    def asked(request: Request) -> None:  # Playwright does not accept methods of sets
        asking.add(request)

    def answered(request: Request) -> None:
        asking.discard(request)

    page.on("request", asked)
    page.on("requestfinished", answered)
    page.on("requestfailed", answered)
    return asking


def until_answered(page: Page, asking: set[Request]) -> None:
    """Wait until the page has received all it requested and has requested nothing for half a second."""
    quiet = 0
    while quiet < FRAMES_AT_REST:
        page.evaluate("() => new Promise(requestAnimationFrame)")
        quiet = 0 if asking else quiet + 1


def until_idle(page: Page) -> None:
    """Wait until the page's script has finished."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')"
    )


def click_to_drawing(
    page: Page,
    watched: Frame | Page,
    option: str,
    arm: str,
    given: int | None = None,
    label: str | None = "Attributed to",
) -> float:
    """Choose an option, or without `label` an option of a switch.

    Return the milliseconds from the click to the painted map, which `arm` watches for.
    """
    if label:
        page.get_by_label(label, exact=True).click()
    choice = page.get_by_role("option" if label else "radio", name=option).first
    choice.wait_for()
    watched.evaluate(arm, given)
    choice.click()
    watched.wait_for_function("() => window.benchDrawn")
    return watched.evaluate("() => window.benchDrawn") - page.evaluate("() => window.benchClick")

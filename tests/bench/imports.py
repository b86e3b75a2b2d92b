"""What importing costs: the time that Python reports for each module, and the total processor time."""

import subprocess
import sys
from collections import Counter

from tests.bench import served

EMPTY_PAGE = "import streamlit.web.bootstrap, streamlit, folium, streamlit_folium"
SERVING = f"{EMPTY_PAGE}, mapapp.server.app, mapapp.engine.live, mapapp.page.layout, mapapp.api.routes"
BUDGET = 1.6
"""Serving may spend at most this many times as long on imports as an empty page."""
RUNS = 3
_SECONDS = 1e-6


def dearest() -> Counter[str]:
    """Return the seconds that each package takes by itself, in the quickest of several runs."""
    return min((_by_package() for _ in range(RUNS)), key=lambda one: one.total())


def processor_time(statement: str) -> float:
    """Return the seconds of processor time that imports take, in the quickest of several runs."""
    script = f"{statement}\nimport time\nprint(time.process_time())"
    return min(float(_run("-c", script).stdout.splitlines()[-1]) for _ in range(RUNS))


def _by_package() -> Counter[str]:
    lines = _run("-X", "importtime", "-c", SERVING).stderr.splitlines()
    start = "import time:"
    times = [line.removeprefix(start).split("|") for line in lines if line.startswith(start)]
    found: Counter[str] = Counter()
    for own, _, name in times[1:]:  # the first line names the columns
        found[name.strip().partition(".")[0]] += int(own) * _SECONDS
    return found


def _run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=served.ROOT,
        env=served.environment(),
    )

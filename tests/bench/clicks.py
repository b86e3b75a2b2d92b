"""What one click on a filter costs: the server's processor time, and the time to the repainted map."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.bench import served

RUNS = 9
WARMING = 2
"""Clicks before those that count: the first ones compile what all later ones use."""
DATA_READ = "api/health"
ACTOR = "Armenian forces"


class Click(NamedTuple):
    """Milliseconds of processor time in the server, and from the click to the repainted map."""

    processor: float
    repainted: float


def processor_time(server: served.Server) -> float:
    """Return the milliseconds of processor time that a server has used, ended threads included."""
    return 1000 * time.clock_gettime((~server.process.pid << 3) | 2)  # Linux: the clock of another process


def click(started: Browser, server: served.Server, run: int) -> Click:
    """Click once in a page at rest, in a view not requested before, and wait until it is at rest again."""
    page = served.fresh_page(started)
    asking = served.asked_by(page)
    page.goto(f"{server.address}?datetime=../2020-11-{run + 1:02}")
    frame = served.map_frame(page, ".mapapp-mark")
    served.until_idle(page)
    served.until_answered(page, asking)
    before = processor_time(server)
    repainted = served.click_to_drawing(page, frame, ACTOR, served.NEXT_DRAWING)
    served.until_idle(page)
    served.until_answered(page, asking)
    spent = processor_time(server) - before
    page.context.close()
    return Click(spent, repainted)


def measured(programs: Mapping[str, tuple[Path, Path | None]]) -> dict[str, Sequence[Click]]:
    """Click in turn on pages of several programs: each a checkout and the file it serves (None: its own)."""
    found: dict[str, list[Click]] = {name: [] for name in programs}
    with served.browser() as started, _all_served(programs) as servers:
        for run in range(WARMING + RUNS):
            for name, server in servers.items():
                found[name].append(click(started, server, run))
    return {name: clicks[WARMING:] for name, clicks in found.items()}


@contextmanager
def _all_served(programs: Mapping[str, tuple[Path, Path | None]]) -> Iterator[dict[str, served.Server]]:
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(served.ours(file, root)) for name, (root, file) in programs.items()
        }
        for server in servers.values():
            served.until_answering(server, DATA_READ)
        yield servers


def medians(clicks: Sequence[Click]) -> Click:
    """Return the median of each figure."""
    return Click(*(median(figures) for figures in zip(*clicks, strict=True)))

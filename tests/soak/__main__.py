"""Use a server for twenty minutes while its file is replaced every minute: `python -m tests.soak --help`."""

import argparse
import asyncio
import json
import re
import sys
import time
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench import served
from tests.bench.http import get
from tests.soak.readers import export, read
from tests.soak.states import States
from tests.soak.tabs import browser, tab
from tests.soak.tally import Tally

MINUTES = 20.0
READERS, EXPORTING, TABS = 50, 2, 3
MOST = 1.1
"""Memory at the end may be at most this many times that after a quarter of the time (minute 5 of 20)."""
LEAST_TO_JUDGE = 10.0
"""In fewer minutes, memory is reported but not judged: the server's caches are still filling."""
HEALTH = "api/health"
TRACEBACK = re.compile(r"^ *Traceback .*(?:\n[ |+].*)*\n.*", re.MULTILINE)

Samples = list[tuple[float, float]]
"""Minutes since the start, and megabytes of memory."""


def say(text: str) -> None:
    print(f"soak  {text}", flush=True)  # noqa: T201


async def soaked(server: served.Server, states: States, tally: Tally, minutes: float) -> Samples:
    """Let all clients use the server until time is up; return its memory meanwhile."""
    begun, address = time.monotonic(), server.address
    samples: Samples = []

    def is_over() -> bool:
        return time.monotonic() - begun > 60 * minutes

    async with browser() as started, asyncio.TaskGroup() as users:
        for number in range(READERS):
            users.create_task(read(address, tally, Random(number), is_over))
        for number in range(EXPORTING):
            users.create_task(export(address, tally, Random(f"export {number}"), is_over))
        for number in range(TABS):
            users.create_task(tab(started, address, tally, Random(f"tab {number}"), is_over))
        replacing = users.create_task(replace(address, states, tally))
        while not is_over():
            samples.append(((time.monotonic() - begun) / 60, served.memory(server)))
            await asyncio.sleep(1)
        replacing.cancel()
    return samples


async def replace(address: str, states: States, tally: Tally) -> None:
    """Replace the file every minute; it is an error if the server does not report it before the next."""
    for is_good in cycle((True, False, True)):
        if is_good:
            states.put_good()
        else:
            states.put_broken()
        told = False
        for _ in range(60):
            told = told or await _is_told(address, states, is_good)
            await asyncio.sleep(1)
        if not told:
            tally.errors.append(f"state {states.newest}: the server does not say what is served")


async def _is_told(address: str, states: States, is_good: bool) -> bool:
    """Whether the health endpoint names the newest good state, and a problem if a file is broken."""
    health = json.loads((await get(address, HEALTH)).body)
    return states.confirm(health["fingerprint"]) and ("problem" in health) is not is_good


def told(states: States, tally: Tally, samples: Samples, log: str) -> int:
    """Print the results; return 1 if anything is not as it should be."""
    tally.errors += [f"in the server's log: {one}" for one in TRACEBACK.findall(log)]
    for fault in tally.faults:
        say(fault)
    asked = ", ".join(f"{count:,} {kind}" for kind, count in sorted(tally.answered.items()))
    say(f"{states.newest} good files, {states.broken} broken ones: {asked}")
    say(f"{tally.refused} times the server was busy and said so")
    is_flat = _is_flat(samples)
    say(f"errors: {len(tally.errors)}, wrong answers: {len(tally.wrong)}")
    is_well = is_flat and not tally.errors and not tally.wrong
    say("passed" if is_well else "FAILED")
    return 0 if is_well else 1


def _is_flat(samples: Samples) -> bool:
    """Print how memory at the end compares with minute 5 of 20; return whether it is as it should be."""
    minutes = samples[-1][0]
    early, late = _at(samples, max(1.0, minutes / 4)), _at(samples, minutes)
    say("memory minute by minute: " + " ".join(f"{_at(samples, one):.0f}" for one in _minutes(samples)))
    judged = "" if minutes >= LEAST_TO_JUDGE else "; too short to judge"
    figures = f"{early:.0f} MB after a quarter of the {minutes:.0f} minutes, {late:.0f} MB at the end"
    say(f"memory: {figures}: {late / early:.2f}x, at most {MOST}x{judged}")
    return bool(judged) or late <= MOST * early


def _minutes(samples: Samples) -> range:
    """Return the numbers of the minutes that have passed, at least one."""
    return range(1, max(2, int(samples[-1][0]) + 1))


def _at(samples: Samples, minute: float) -> float:
    """Return the median memory during the minute before."""
    return median(memory for at, memory in samples if minute - 1 <= at <= minute)


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    reader.add_argument("--minutes", type=float, default=MINUTES)
    minutes = reader.parse_args().minutes
    with TemporaryDirectory() as folder:
        states, log = States(Path(folder)), Path(folder, "log.txt")
        tally = Tally(states)
        with served.ours(states.incidents, log=log) as server:
            served.until_answering(server, HEALTH)
            samples = asyncio.run(soaked(server, states, tally, minutes))
        return told(states, tally, samples, log.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())

"""Measure speed and memory, as ratios on one machine: `python -m tests.bench --help`."""

import argparse
import os
from functools import partial
from pathlib import Path

from tests.bench import served
from tests.bench.cases import AGAINST, CASES
from tests.bench.results import Figure, Result, keep, kept


def main() -> None:
    reader = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure speed and memory as ratios."
    )
    reader.add_argument("cases", nargs="*", choices=[[], *CASES], default=[], metavar="case", help=_named())
    reader.add_argument("--rows", type=int, default=1_000_000, help="the size of the large data set")
    named = ", ".join(AGAINST)
    reader.add_argument("--against", type=Path, help=f"a second checkout, ready by make .venv/ready: {named}")
    given = reader.parse_args()
    cases = CASES | {name: partial(CASES[name], against=given.against) for name in AGAINST}
    for name in given.cases or CASES:
        if name in AGAINST and not given.against:
            _say(f"{name}: left out, for it needs --against")
            continue
        load, about, figures = os.getloadavg()[0], CASES[name].__doc__ or "", list[Figure]()
        _say(f"{name}: {about} Load {load:.1f} at the start; above 0.5, other work disturbs the figures.")
        for figure in cases[name](served.SCRATCH, given.rows):
            _say(f"  {figure}")
            figures.append(figure)
        results = kept() | {name: Result.of(about, load, figures)}
        keep({name: results[name] for name in CASES if name in results})


def _named() -> str:
    return "; ".join(f"{name}: {case.__doc__}" for name, case in CASES.items())


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

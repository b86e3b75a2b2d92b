"""Results: kept for each case until it is measured again, and written as a page in docs/."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("results.json")
PAGE = ROOT / "docs/benchmarks.md"

HEAD = """# Benchmarks

    make bench AGAINST=../before    (all of it: more than an hour)
    python -m tests.bench click peers --rows 100000

Each case is measured in one run on one machine, ours in turn with what it is compared with, and reported
as a ratio, because a time alone says little about another machine. Other work on the machine, indicated by
the load at the start, disturbs processor time least. The command writes this page: a case that is measured
again replaces its former figures. [Performance](performance.md) explains what they mean, why some targets
are missed, and what comes next.
"""


class Target(NamedTuple):
    """A value and its bound: at most, or at least, this many of a unit."""

    value: float
    bound: float
    unit: str = "x"
    is_least: bool = False

    def __str__(self) -> str:
        return f"at {'least' if self.is_least else 'most'} {self.bound:,g}{self.unit}"

    @property
    def state(self) -> str:
        """By how much the target is met or missed."""
        room = (self.value - self.bound) if self.is_least else (self.bound - self.value)
        return f"met by {room:,.2f}{self.unit}" if room >= 0 else f"**missed by {-room:,.2f}{self.unit}**"


class Figure(NamedTuple):
    """What was measured, the finding, the target, and whether it is met."""

    what: str
    found: str
    target: str = ""
    state: str = ""

    @classmethod
    def of(cls, what: str, found: str, target: Target) -> Self:
        """Make a figure from a finding and its target."""
        return cls(what, found, str(target), target.state)

    @classmethod
    def ratio(cls, what: str, value: float, most: float) -> Self:
        """Make a figure from a ratio that should be at most `most`."""
        return cls.of(what, f"{value:.2f}x", Target(value, most))

    def __str__(self) -> str:
        return "; ".join(filter(None, (f"{self.what}: {self.found}", self.target, self.state)))


class Result(NamedTuple):
    """The figures of a case, what it is about, and when and on which machine they were measured."""

    about: str
    measured: str
    figures: Sequence[Figure]

    @classmethod
    def of(cls, about: str, load: float, figures: Sequence[Figure]) -> Self:
        """Make a result dated today, measured on this machine."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        day = f"{datetime.now(UTC):%-d %B %Y}"
        return cls(about, f"{day}, {os.cpu_count()} cores, {memory:.0f} GB, load {load:.1f}", figures)


def kept() -> dict[str, Result]:
    """Return the last result of each case."""
    stored = json.loads(KEPT.read_text(encoding="utf-8"))
    return {
        case: Result(about, measured, [Figure(*figure) for figure in figures])
        for case, (about, measured, figures) in stored.items()
    }


def keep(results: Mapping[str, Result]) -> None:
    """Store the results and write the page."""
    KEPT.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(results), encoding="utf-8")


def page(results: Mapping[str, Result]) -> str:
    """Return the page of all results."""
    return "\n".join([HEAD, *(line for case, result in results.items() for line in _section(case, result))])


def _section(case: str, result: Result) -> Iterator[str]:
    yield f"## {result.about.rstrip('.')}\n\n`{case}`, {result.measured}\n"
    if picture := PICTURES.get(case):
        yield f"![{picture[1]}]({picture[0]})\n"
    yield "| | measured | target | |\n|---|---|---|---|"
    for figure in result.figures:
        yield f"| {' | '.join(figure)} |"
    yield ""


PICTURES = {
    "peers": ("images/peers.svg", "Seconds from a click to the repainted map, by number of incidents"),
}
"""The picture of a case's figures, and its description."""

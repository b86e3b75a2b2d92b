"""Read altered files and count crashes, hangs and silently lost rows: `python -m tests.fuzz --help`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.fuzz.mutants import mutant
from tests.fuzz.originals import originals
from tests.fuzz.trial import FAULTS, Outcome
from tests.fuzz.workers import Worker

WHOLE = 25
"""Every 25th mutant of a kind is also loaded, queried and exported, which takes longest."""
KEPT = Path("build/fuzz")


def files(seed: int, number: int) -> tuple[str, dict[str, bytes]]:
    """Make a mutant, always the same: the kind of file that is altered, and the data set's files."""
    kinds = originals()
    kind = list(kinds)[number % len(kinds)]
    original = kinds[kind]
    altered = mutant(Random(f"{seed}:{number}"), original.altered, original.files[original.altered])
    return kind, {**original.files, original.altered: altered}


def write(folder: Path, made: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)


def try_some(seed: int, numbers: range) -> Iterator[tuple[int, str, Outcome]]:
    """Try mutants one after another in a separate process."""
    worker, kinds = Worker(), len(originals())
    try:
        for number in numbers:
            kind, made = files(seed, number)
            with TemporaryDirectory() as folder:
                write(Path(folder), made)
                outcome = worker.try_out(Path(folder), whole=number // kinds % WHOLE == 0)
            if outcome.ending in FAULTS:
                write(KEPT / f"{seed}-{number}", made)
                say(f"{number} ({kind}): {outcome.ending}, kept in {KEPT}/{seed}-{number}\n{outcome.said}")
            if number % 500 == 0:
                say(f"{number} ...")
            yield number, kind, outcome
    finally:
        worker.stop()


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    reader.add_argument("--mutants", type=int, default=10_000)
    reader.add_argument("--first", type=int, default=0, help="the number of the first one")
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--workers", type=int, default=2)
    given = reader.parse_args()
    numbers = range(given.first, given.first + given.mutants)
    with ThreadPoolExecutor(given.workers) as pool:
        parts = [numbers[start :: given.workers] for start in range(given.workers)]
        found = [
            one for part in pool.map(lambda part: list(try_some(given.seed, part)), parts) for one in part
        ]
    return told(Counter((kind, outcome.ending) for _, kind, outcome in found))


def told(counts: Counter[tuple[str, str]]) -> int:
    """Print how the mutants of each kind ended; return 1 if any revealed a fault in the program."""
    for kind in dict.fromkeys(kind for kind, _ in counts):
        endings = {ending: count for (one, ending), count in counts.items() if one == kind}
        say(f"{kind}: " + ", ".join(f"{count} {ending}" for ending, count in sorted(endings.items())))
    faults = {str(fault): sum(counts[kind, fault] for kind in {k for k, _ in counts}) for fault in FAULTS}
    say(f"{counts.total()} mutants: " + ", ".join(f"{count} x {fault}" for fault, count in faults.items()))
    return 1 if any(faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())

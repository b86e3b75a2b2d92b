"""Run all tests in random order on a busy machine: `python -m tests.under_load [pytest options]`.

Property tests search for new examples here; `make test` repeats the same ones.
"""

import subprocess
import sys

BUSY_LOOPS = 4
PYTEST = (
    *(sys.executable, "-m", "pytest", "--numprocesses=2", "--dist=worksteal"),
    *("--random-order", "--hypothesis-profile=searching"),
)


def main() -> int:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY_LOOPS)]
    try:
        return subprocess.run([*PYTEST, *sys.argv[1:]], check=False).returncode
    finally:
        for loop in loops:
            loop.kill()


if __name__ == "__main__":
    sys.exit(main())

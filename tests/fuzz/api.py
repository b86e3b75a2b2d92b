"""Send the API requests that its description allows, and others: `python -m tests.fuzz.api --help`."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from itertools import product

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from tests.bench import served

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
QUESTIONS = 50
SHOWN = 20
"""At most this many answers that break the description are printed in full."""


def operations(address: str) -> list[APIOperation]:
    """Read the operations in a server's OpenAPI description."""
    schema = schemathesis.openapi.from_url(f"{address}api/openapi")
    return [found.ok() for found in schema.get_all_operations()]


def ask(
    operation: APIOperation,
    questions: int,
    answer: Callable[[Case], None],
    mode: GenerationMode = GenerationMode.POSITIVE,
) -> None:
    """Generate requests of a kind, always the same ones, and send each."""

    @seed(0)
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=questions,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Case) -> None:
        answer(case)

    asked()


class Answers:
    """Counts of the server's answers by status, and each answer that breaks its description."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.undescribed: list[str] = []

    def take(self, case: Case) -> None:
        """Send one request."""
        response = case.call()
        self.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            self.undescribed.append(str(failures))

    @property
    def faults(self) -> int:
        """The number of answers with a server error."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def asked_all(address: str, questions: int) -> Answers:
    """Send `questions` requests of each kind to each operation: valid by the description, and invalid."""
    answers = Answers()
    for operation, mode in product(operations(address), GenerationMode):
        try:
            ask(operation, questions, answers.take, mode)
        except Unsatisfiable:  # no request to it can break the description
            continue
    return answers


def told(answers: Answers) -> int:
    """Print how the server answered; return 1 if not as it should."""
    for one in answers.undescribed[:SHOWN]:
        say(one)
    statuses = ", ".join(f"{count:,} x {status}" for status, count in sorted(answers.statuses.items()))
    say(f"{answers.statuses.total():,} questions to the API: {statuses}")
    say(f"{answers.faults} server errors, {len(answers.undescribed)} answers that are not described")
    return 1 if answers.faults or answers.undescribed else 0


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.fuzz.api", description=__doc__)
    reader.add_argument("--questions", type=int, default=QUESTIONS, help="of each operation and kind")
    chosen = reader.parse_args()
    with served.ours() as server:
        served.until_answering(server, "api/health")
        return told(asked_all(server.address, chosen.questions))


if __name__ == "__main__":
    sys.exit(main())

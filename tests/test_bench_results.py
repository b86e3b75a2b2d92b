"""The benchmarks page says what was measured, and by how much targets are met or missed."""

import pytest

from tests.bench.cases import CASES
from tests.bench.results import PAGE, Figure, Result, Target, kept, page


def test_the_page_is_that_of_the_results_that_are_kept():
    assert PAGE.read_text(encoding="utf-8") == page(kept())


def test_only_cases_that_can_be_measured_again_are_kept_in_their_order():
    assert [*kept()] == [case for case in CASES if case in kept()]


@pytest.mark.parametrize(
    ("target", "said", "state"),
    [
        (Target(1.2, 1.5), "at most 1.5x", "met by 0.30x"),
        (Target(1.5, 1.5), "at most 1.5x", "met by 0.00x"),
        (Target(1712, 1500, " MB"), "at most 1,500 MB", "**missed by 212.00 MB**"),
        (Target(4.5, 4, is_least=True), "at least 4x", "met by 0.50x"),
        (Target(1.65, 4, is_least=True), "at least 4x", "**missed by 2.35x**"),
    ],
)
def test_a_target_says_how_far_it_is(target, said, state):
    assert str(target) == said
    assert target.state == state


def test_a_case_is_a_table_under_what_it_is_about():
    figures = [Figure("10 rows", "3 s"), Figure.ratio("10 to 1", 2.5, 2)]
    written = page({"sizes": Result("Rows against rows.", "1 May 2026, 2 cores", figures)})
    assert written.endswith("""## Rows against rows

`sizes`, 1 May 2026, 2 cores

| | measured | target | |
|---|---|---|---|
| 10 rows | 3 s |  |  |
| 10 to 1 | 2.50x | at most 2x | **missed by 0.50x** |
""")

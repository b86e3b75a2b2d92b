"""A change to the queries' statements for engines that `make test` does not run is noticed."""

from functools import cache

import pytest

from tests.engines.statements_elsewhere import ENGINES, FOLDER, MADE_BY, statements

written = cache(statements)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_statements_are_those_that_were_looked_at(engine):
    kept = (FOLDER / f"{engine}.sql").read_text(encoding="utf-8")
    if not kept.startswith(MADE_BY):
        pytest.skip(f"They were made by other versions: {kept.splitlines()[0]}")
    assert written(engine) == kept, "Renew them: python -m tests.engines.statements_elsewhere"


@pytest.mark.parametrize("engine", ENGINES)
def test_no_value_is_part_of_a_statement(engine):
    assert "'x'" not in written(engine)

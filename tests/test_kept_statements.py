"""Statements kept between starts: they answer as newly compiled ones do, and are never mixed up."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.engine import kept_statements, statements
from mapapp.engine.engines.duckdb.engine import DuckDB
from mapapp.engine.kept_statements import Folder
from mapapp.engine.questions import Question, as_question, counting, sums
from mapapp.engine.store import Store
from mapapp.model.query import Query
from tests.factories import bundled_store, incident, store_of
from tests.test_statements import QUESTIONS, arguments, laid_out, matching_queries


def statements_forgotten() -> None:
    """Start like a new process, with no statements in memory."""
    statements._statement.cache.clear()


def keeping(folder: Path) -> Store:
    return replace(bundled_store(), kept_statements=Folder.of(folder, "state"))


@pytest.fixture
def compiles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The types of the expressions that are compiled from here on."""
    found: list[str] = []
    compiled = DuckDB.compiled

    def noted(expression):  # type: ignore[no-untyped-def]
        found.append(str(type(expression)))
        return compiled(expression)

    noted.__module__, noted.__qualname__ = compiled.__module__, compiled.__qualname__
    monkeypatch.setattr(DuckDB, "compiled", staticmethod(noted))
    return found


@settings(max_examples=15)
@given(question=st.sampled_from(sorted(QUESTIONS)), query=matching_queries())
def test_a_later_start_answers_as_the_first_did(tmp_path_factory, question, query):  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("kept")
    function, values, fixed = arguments(question, query)
    answers, kept = [], []
    for _ in range(2):
        statements_forgotten()
        answers.append(laid_out(question, keeping(folder).run(function, *values, **fixed).to_pylist()))
        kept.append({file.name for file in (folder / "statements" / "state").glob("*.json")})
    assert kept[0]
    assert kept[1] == kept[0]
    assert answers[0] == answers[1]


def test_a_later_start_compiles_nothing_for_other_values(tmp_path: Path, compiles: list[str]) -> None:
    for actor in ("one", "other"):
        statements_forgotten()
        keeping(tmp_path).totals(Query(actor=(actor,)))
    assert len(compiles) == 1
    statements_forgotten()
    keeping(tmp_path).totals(Query(weapon=("artillery",)))
    assert len(compiles) == 2


def test_another_state_of_the_program_compiles_anew(tmp_path: Path, compiles: list[str]) -> None:
    for state in ("state", "other"):
        statements_forgotten()
        replace(bundled_store(), kept_statements=Folder.of(tmp_path, state)).totals(Query())
    assert len(compiles) == 2


@pytest.mark.parametrize(
    "columns", [(["n" * 150 + "1"], ["n" * 150 + "2"]), (["one", "other"], ["one: string\nother"])]
)
def test_a_statement_of_other_columns_is_another(tmp_path: Path, columns: tuple[list[str], ...]) -> None:
    for own in columns:
        statements_forgotten()
        store = store_of([incident() | dict.fromkeys(own, "told")])
        (row,) = replace(store, kept_statements=Folder.of(tmp_path, "state")).listed(Query(), 1)
        assert [name for name, value in row.items() if value == "told"] == own


def test_statements_are_kept_apart_by_all_that_is_asked(tmp_path: Path) -> None:
    store = keeping(tmp_path)
    blurred = replace(store.incidents, is_blurred=True)
    asks = [
        lambda: store.rows(sums.totals, store.incidents, Query()),
        lambda: store.rows(sums.by_actor, store.incidents, Query()),
        lambda: store.rows(sums.by_actor, blurred, Query()),
        lambda: store.rows(counting.facets, store.incidents, Query(), names=("actor",)),
        lambda: store.rows(counting.facets, store.incidents, Query(), names=("weapon",)),
    ]
    statements_forgotten()
    answers = [ask() for ask in asks]
    files = list((tmp_path / "statements" / "state").iterdir())
    assert len(files) == len(asks)
    for file in files:
        file.write_text(files[0].read_text(encoding="utf-8"), encoding="utf-8")
    statements_forgotten()
    assert [ask() for ask in asks] == answers


def test_no_text_of_a_reader_is_kept(tmp_path: Path) -> None:
    statements_forgotten()
    keeping(tmp_path).totals(Query(q="zqword", actor=("zq actor",), incident_id=("zq-id",)))
    (file,) = (tmp_path / "statements" / "state").iterdir()
    assert "zq" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:0],
        lambda text: text[: len(text) // 2],
        lambda text: f"[{text}]",
        lambda _: "0",
        lambda text: text.replace("SUM(", "MAX(", 1),
        lambda text: json.dumps(json.loads(text) | {"asked": "another"}),
    ],
)
def test_a_damaged_statement_is_compiled_anew(tmp_path: Path, compiles: list[str], damage) -> None:  # type: ignore[no-untyped-def]
    statements_forgotten()
    whole = keeping(tmp_path).totals(Query(min_harmed=1))
    (file,) = (tmp_path / "statements" / "state").iterdir()
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    for _ in range(2):
        statements_forgotten()
        assert keeping(tmp_path).totals(Query(min_harmed=1)) == whole
    assert len(compiles) == 2


def test_not_more_are_kept_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_statements, "MAX_STATEMENTS", 2)
    statements_forgotten()
    store = keeping(tmp_path)
    for query in (Query(), Query(q="a"), Query(q="a b"), Query(q="a b c")):
        assert store.totals(query)
    assert len(list((tmp_path / "statements" / "state").iterdir())) == 2
    for state in "abcde":
        Folder.of(tmp_path, state)
    assert {one.name for one in (tmp_path / "statements").iterdir()} == {"c", "d", "e"}


def test_a_folder_that_cannot_be_used_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    statements_forgotten()
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        assert keeping(tmp_path / "file").totals(Query())["matched"]
    assert "can't be kept" in caplog.text


def test_a_question_has_one_name_before_and_after_its_module_is_imported() -> None:
    from mapapp.engine.questions.sums import totals  # noqa: PLC0415 - to be imported only now

    assert as_question(totals) == as_question(sums.totals) == Question("sums", "totals")
    assert as_question(counting.facets) == Question("counting", "facets")
    assert Question("sums", "totals").function is totals

"""Queries are compiled once for each shape, without values; the results equal those of compiling afresh."""

import re
import threading
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapapp.engine.assumptions import ASSUMPTIONS
from mapapp.engine.compiling import table
from mapapp.engine.engines.duckdb.engine import DuckDB
from mapapp.engine.engines.duckdb.statements import Compiler
from mapapp.engine.engines.engine import HeldTable
from mapapp.engine.questions import counting, coverage, filtering, map_grid, overview, pages, records, sums
from mapapp.engine.sorting import Sort
from mapapp.engine.statements import Statements
from mapapp.model.polygon import Polygon
from mapapp.model.query import FILTERS, NUMBERS, Query
from mapapp.model.schema import FACETS, INVOLVING
from mapapp.model.within import Circle
from tests.factories import bundled_store
from tests.test_query import queries

DUCKDB = Statements(DuckDB.compiled, DuckDB.parse)
BBOX = (44.4, 38.6, 48.9, 41.4)
AROUND_180 = (170.0, -50.0, -170.0, 50.0)
DAYS = (date(2020, 9, 27), date(2020, 11, 10))
SIDES = ("one", "other")

QUESTIONS = {
    "totals": (sums.totals, "incidents", (), {}),
    "facets": (counting.facets, "incidents", (), {"names": (*FACETS, INVOLVING)}),
    "timeline": (counting.timeline, "incidents", (), {"first_day": DAYS[0], "size": 3}),
    "coverage": (coverage.by_day, "incidents claims", (), {"days": DAYS, "size": 2, "sides": SIDES}),
    "districts": (coverage.by_district, "incidents claims", (), {"sides": SIDES}),
    "cells": (map_grid.cells, "incidents", (BBOX, 1024), {}),
    "cells around 180": (map_grid.cells, "incidents", (AROUND_180, 64), {}),
    "beyond": (map_grid.beyond, "incidents", (BBOX,), {}),
    "beyond, around 180": (map_grid.beyond, "incidents", (AROUND_180,), {}),
    "spread": (map_grid.spread, "incidents", (), {}),
    "counts": (overview.counts, "incidents", (BBOX,), {}),
    "counts of the world": (overview.counts, "incidents", (None,), {}),
    "days": (overview.by_day, "incidents", (BBOX, 10), {}),
    "listing": (pages.listing, "incidents", (BBOX, 30), {}),
    "positions": (filtering.positions, "incidents", (None, 3), {}),
    "table": (pages.sorted_rows, "incidents", (10, 20), {"sort": Sort("killed", descending=True)}),
    "claims": (pages.claims_behind, "claims incidents", (20, 10), {"sort": Sort("claimant")}),
    "incidents": (records.incidents_of, "incidents", (50,), {}),
    "incidents at": (records.incidents_at, "incidents", ([3, 1, 2],), {}),
    "sources": (records.sources_of_stretch, "sources claims incidents", ((10, 60),), {}),
    "actors": (sums.by_actor, "incidents", (), {}),
    "manner": (sums.by_manner, "incidents", (2,), {}),
    "moving": (sums.moving, "incidents", (6,), {}),
    "differing": (sums.differing, "incidents", (Query(according_to="armenian", min_harmed=1), 9), {}),
    "robust": (
        sums.robust_totals,
        "incidents",
        tuple(Query(**one.fields) for one in ASSUMPTIONS.values()),
        {"summaries": tuple(one.summaries for one in ASSUMPTIONS.values())},
    ),
}


def filed(name):
    """Draw values of a facet that occur in the data, so that something is found."""
    known = sorted({row[name] for row in bundled_store().listed(Query(), 1000)} - {None})
    return st.lists(st.sampled_from(known), max_size=3).map(tuple) if known else st.just(())


@st.composite
def matching_queries(draw):
    """Draw Queries that set some of the filters to values that occur in the data."""
    others = ["start", "bbox", "within", "polygon", "q", "disputed"]
    chosen = draw(st.sets(st.sampled_from([*others, *NUMBERS, *FACETS, INVOLVING]), max_size=3))
    values = {
        "start": st.dates(date(2020, 9, 20), date(2020, 11, 15)),
        "bbox": st.sampled_from([BBOX, AROUND_180, (46.0, 39.0, 47.0, 40.5), (47.0, 39.0, 46.0, 40.5)]),
        "within": st.sampled_from([Circle(40, "there", (46.75, 39.82)), Circle(9_000, "", (-170, 50))]),
        "polygon": st.sampled_from(
            [Polygon(((46, 39), (48, 39), (46, 41))), Polygon(((170, 0), (190, 0), (180, 9)))]
        ),
        "q": st.sampled_from(
            ["shell", "hospital 2020", '"public hospital"', "'; DROP TABLE incidents; --", "%"]
        ),
        "disputed": st.sampled_from(["yes", "no"]),
        **dict.fromkeys(NUMBERS, st.integers(0, 9)),
        INVOLVING: filed("actor"),
        "within_km": st.integers(0, 9) | st.floats(0, 9).map(lambda km: round(km, 3)),
    }
    given = {name: draw(values[name] if name in values else filed(name)) for name in sorted(chosen)}
    whose = draw(st.sampled_from(["", "armenian", "azerbaijani", "independent", "conceded", "undisputed"]))
    return Query(according_to=whose, **given)


def arguments(question, query):
    function, tables, more, fixed = QUESTIONS[question]
    return function, (*(bundled_store().table(name) for name in tables.split()), query, *more), fixed


def afresh(question, query):
    """Compile a question with its values as literals, and run it."""
    function, given, fixed = arguments(question, query)
    given = (table(one) if isinstance(one, HeldTable) else one for one in given)
    sql = Compiler().to_sqlglot(function(*given, **fixed)).sql("duckdb")
    with bundled_store().engine.connection() as engine:
        found = engine.execute(sql)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


UNORDERED = {"cells", "cells around 180", "incidents at", "facets", "manner"}


@settings(max_examples=30)
@given(question=st.sampled_from(sorted(QUESTIONS)), query=matching_queries() | queries())
def test_the_answer_is_that_of_compiling_afresh(question, query):
    function, values, fixed = arguments(question, query)
    store, expected = bundled_store(), laid_out(question, afresh(question, query))
    for _ in range(2):  # compiled, then reused
        assert laid_out(question, store.rows(function, *values, **fixed)) == expected
    assert laid_out(question, store.run(function, *values, **fixed).to_pylist()) == expected


def laid_out(question, rows):
    """Round sums added up in no fixed order, and sort rows that have no order."""
    rounded = [
        {name: round(one, 9) if isinstance(one, float) else one for name, one in row.items()} for row in rows
    ]
    return sorted(rounded, key=repr) if question in UNORDERED else rounded


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_value_of_a_query_becomes_part_of_a_statement(question):
    query = Query(
        start=date(1977, 7, 7),
        end=date(1987, 8, 8),
        ended_by=date(1997, 9, 9),
        min_harmed=777_123,
        min_sources=777_234,
        within_km=77_345.5,
        within_days=777_456,
        bbox=(17.7761, 17.7762, 17.7763, 17.7764),
        within=Circle(777.5, "zqplace", (17.7765, 17.7766)),
        polygon=Polygon(((17.7767, 17.7768), (17.8767, 17.7769), (17.9767, 17.8768))),
        q='zqword \'zqother" phrase"',
        incident_id=("zqincident",),
        **{name: (f"zq'{name}", 'zq";--') for name in (*FACETS, INVOLVING)},
    )
    function, given_values, fixed = arguments(question, query)
    statement, values = DUCKDB.find(function, *given_values, **fixed)
    assert values
    sql = statement.parsed.query.lower()
    assert not [text for text in ("zq", "777", "77345", "1977", "1987", "1997") if text in sql]


ANSWERED_OTHERWISE = r"I?LIKE|LOWER|UPPER|STRIP_ACCENTS|UNACCENT|MOD|%|ROUND|DATE_TRUNC|INTERVAL"
"""Where engines differ: lower case, remainders of negative numbers, rounding of halves, months."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_asks_for_what_engines_answer_differently(question):
    query = Query(
        according_to="armenian",
        q="a 100%",
        bbox=BBOX,
        actor=("x",),
        min_sources=1,
        within_km=1,
        within_days=9,
    )
    function, given_values, fixed = arguments(question, query)
    sql = DUCKDB.find(function, *given_values, **fixed)[0].parsed.query.upper()
    assert not re.findall(rf"(?<![\w.])(?:{ANSWERED_OTHERWISE})(?![\w.])", sql)
    assert set(re.findall(r"(?<=DATE_DIFF\(')\w+", sql)) <= {"DAY"}


@settings(max_examples=20)
@given(queries(), queries())
def test_statements_differ_by_which_fields_are_set_and_how_many_words_there_are(one, other):
    store = bundled_store()
    first, second = (DUCKDB.find(filtering.positions, store.incidents, q, None, 0)[0] for q in (one, other))
    assert (first is second) == (form(one) == form(other))


def form(query):
    words = len(query.operands()["q"])
    return query.according_to, query.disputed, words, [name for name in FILTERS if name in query.to_params()]


def test_threads_that_ask_the_same_at_once_compile_it_once():
    asked, both = [], threading.Barrier(4)

    def question(incidents, query):
        asked.append(query)
        return filtering.matching(incidents, query).select("incident_id")

    def ask(actor):
        both.wait()
        bundled_store().rows(question, bundled_store().incidents, Query(actor=(actor,)))

    threads = [threading.Thread(target=ask, args=(actor,)) for actor in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1


def test_a_set_filter_is_told_from_one_that_is_not_by_more_than_its_truth():
    store = bundled_store()
    some, none = (store.totals(Query(min_harmed=least))["matched"] for least in (0, None))
    assert some < none

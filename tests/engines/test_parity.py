"""The same queries of hostile data on DuckDB and on PostgreSQL or Spark: same answers, same order."""

from datetime import date
from itertools import product

import ibis
import pytest

from mapapp.engine.questions import (
    coverage,
    evidence,
    features,
    filtering,
    map_grid,
    official,
    pages,
    records,
)
from mapapp.engine.selection import Selection
from mapapp.engine.sorting import CLAIM_SORTS, INCIDENT_SORTS, Sort
from mapapp.exports.formats import FORMATS
from mapapp.model.collections import COLLECTIONS
from mapapp.model.decided import DECIDED
from mapapp.model.query import Query
from mapapp.model.schema import FACETS, INCIDENTS
from mapapp.model.within import Circle
from tests.engines.conftest import THOROUGH
from tests.engines.hostile import FORCES, TEXTS
from tests.test_statements import AROUND_180, BBOX, QUESTIONS, laid_out

POINTS_OF_VIEW = ("", "armenian", "azerbaijani", "independent", "conceded", "undisputed")
WORLD = (-180.0, -90.0, 180.0, 90.0)

QUERIES = {
    "everything": Query(),
    **{whose: Query(according_to=whose) for whose in POINTS_OF_VIEW[1:]},
    "days": Query(start=date(2020, 2, 29), end=date(2020, 10, 4)),
    "first day": Query(end=date(1899, 12, 31)),
    "ended": Query(ended_by=date(1970, 1, 1), min_harmed=1),
    "numbers": Query(min_harmed=2, min_sources=1, according_to="azerbaijani"),
    "vague": Query(within_km=0.8, within_days=31),
    "disputed": Query(disputed="yes"),
    "not disputed": Query(disputed="no", actor=("Armenian forces", "Not established")),
    "denied": Query(denied_by="armenian"),
    "south-west": Query(bbox=(-180.0, -90.0, 0.0, 0.0)),
    "date line": Query(bbox=AROUND_180),
    "circle": Query(within=Circle(9_000, "", (-179.95, 64.0))),
    "nowhere": Query(incident_id=("none",)),
    "called": Query(incident_id=("i003", "i001", "i149", "none")),
    "against": Query(other_actor=("Zebra", "O'Brien", "%(p0)s $1 :name {brace} ?")),
    "involving": Query(involving=("Armenian forces", " DROP TABLE incidents", "apple")),
    "blank lists": Query(other_actor=("", "Zebra"), involving=("",)),
    "blank values": Query(actor=("",), weapon=("", "drone")),
    **{f"facet {name}": Query(**{name: ("x", *TEXTS[5:9])}) for name in FACETS[:3]},
}


OFTEN = ("everything", "azerbaijani", "date line", "vague", "involving")
"""Run in every test run; `make test-engines` runs all of them on PostgreSQL."""
QUICK = {"positions", "totals"}
"""Questions that are tried with every Query in every run."""


def both_of(both, function, tables, *given, **fixed):
    """Ask both engines; return the two lists of rows."""
    return [
        store.rows(function, *(store.table(name) for name in tables.split()), *given, **fixed)
        for store in both
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_alike(both, question):
    function, tables, more, fixed = QUESTIONS[question]
    for name in QUERIES if THOROUGH or question in QUICK else OFTEN:
        query = QUERIES[name]
        ours, theirs = both_of(both, function, tables, query, *more, **fixed)
        assert laid_out(question, theirs) == laid_out(question, ours), name


@pytest.mark.parametrize(
    "text", [*TEXTS, "ismayilli", "ISMAYILLI", "AĞDAM", "(Ağdam,", '"sure_thing"', "100%", "_", "\\d"]
)
def test_a_search_folds_and_finds_alike(both, text):
    ours, theirs = both_of(both, filtering.positions, "incidents", Query(q=text), None, 0)
    assert theirs == ours


@pytest.mark.parametrize("by", ["", *INCIDENT_SORTS])
@pytest.mark.parametrize("descending", [False, True])
def test_tables_are_sorted_alike(both, by, descending):
    sort = Sort(by, descending)
    ours, theirs = both_of(both, pages.sorted_rows, "incidents", Query(), 1000, 0, sort=sort)
    assert theirs == ours
    if by in {"", *CLAIM_SORTS}:
        given = (Query(according_to="armenian"), 1000, 7)
        ours, theirs = both_of(both, pages.claims_behind, "claims incidents", *given, sort=sort)
        assert theirs == ours


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_table_is_the_same_cell_by_cell_and_sorts_by_every_column(both, collection):
    ours, theirs = (store.run(records.everything, store.table(collection)) for store in both)
    assert theirs.schema == ours.schema
    key = COLLECTIONS[collection].table.key
    assert theirs.sort_by(key) == ours.sort_by(key)
    for column in both[0].table(collection).columns.names[: None if THOROUGH else 4]:
        sorts = ((column, True),)
        if collection == INCIDENTS.name:
            ours, theirs = both_of(both, filtering.positions, collection, Query(), 300, 0, sorts=sorts)
        else:
            fixed = {"collection": collection, "fields": (), "sorts": sorts}
            ours, theirs = both_of(both, features.page, collection, (), 300, 0, **fixed)
        assert theirs == ours, column


@pytest.mark.parametrize("grid", [1, 64, 2**20])
@pytest.mark.parametrize("bbox", [WORLD, BBOX, AROUND_180, (-75.0, -40.0, 5.0, 1.0)])
def test_cells_are_the_same_on_both_sides_of_every_line(both, grid, bbox):
    ours, theirs = both_of(both, map_grid.cells, "incidents", Query(), bbox, grid)
    assert laid_out("cells", theirs) == laid_out("cells", ours)


def test_what_a_page_asks_of_a_store_is_the_same(both):
    ours, theirs = both
    for name in (
        "days",
        "extent",
        "countries",
        "occurring",
        "grades",
        "actors",
        "bin_size",
        "held",
        "context_fingerprint",
    ):
        assert getattr(theirs, name) == getattr(ours, name), name
    assert theirs.all_sources() == ours.all_sources()
    assert theirs.places.names == ours.places.names
    for incident_id in ("i000", "i007", "i100"):
        assert theirs.facts(incident_id) == ours.facts(incident_id)
        assert theirs.claims_about([incident_id]) == ours.claims_about([incident_id])
        assert theirs.incident(incident_id, "armenian") == ours.incident(incident_id, "armenian")


def test_days_before_the_first_cell_and_sizes_of_cells_count_alike(both):
    for size in (1, 7, 30):
        days = (date(2020, 10, 1), date(2024, 12, 31))
        fixed = {"days": days, "size": size, "sides": ("armenian", "independent")}
        ours, theirs = both_of(both, coverage.by_day, "incidents claims", Query(), **fixed)
        assert theirs == ours
    ours, theirs = both_of(
        both, official.by_last_day, "incidents", Query(), Query(actor=("Armenian forces",))
    )
    assert theirs == ours
    ours, theirs = both_of(both, records.named_points, "incidents")
    assert sorted(theirs, key=repr) == sorted(ours, key=repr)


CONDITIONS = (
    "title LIKE '%\\%%'",
    "title LIKE '100% sure_thing'",
    "CASEI(title) LIKE CASEI('äPFEL')",
    "CASEI(title) LIKE CASEI('ё%')",
    "place_name IN ('', 'Zebra', 'O''Brien; DROP TABLE incidents; --')",
    "killed_low IS NULL OR killed_low > 1",
    "NOT (actor = 'Armenian forces')",
    "date_start < DATE('1970-01-01')",
    "title > 'a' AND title < 'z'",
    "S_INTERSECTS(geometry, BBOX(-180,-90,0,0))",
    "geometry IS NULL OR FALSE",
    "geometry IS NOT NULL AND TRUE",
    "A_OVERLAPS(other_actor, ('Zebra', 'O''Brien', 'apple'))",
    "A_CONTAINS(tags, ('Zebra')) OR A_CONTAINS(involved, ('apple', 'Zebra'))",
    "NOT A_OVERLAPS(other_actor, ('Zebra'))",
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_in_cql2_mean_the_same(both, condition):
    query = Query.from_params({"filter": [condition]})
    ours, theirs = both_of(both, filtering.positions, "incidents", query, None, 0)
    assert theirs == ours
    assert len(ours) < len(both[0].rows(filtering.positions, both[0].incidents, Query(), None, 0))


@pytest.mark.parametrize("form", [one for one in FORMATS if one.name in {"csv", "geojson"}])
def test_exports_hold_the_same_rows(both, form):
    query = Query(according_to="azerbaijani", end=date(2020, 10, 5))
    ours, theirs = (b"".join(form.pieces(store, query)) for store in both)
    assert _undated(theirs) == _undated(ours)


def _undated(written):
    return b"\n".join(line for line in written.splitlines() if b"retrieved" not in line.lower())


def test_a_selection_reads_claims_and_sources_alike(both):
    for query in (Query(), Query(according_to="independent"), Query(actor=FORCES[:2])):
        ours, theirs = (Selection.of(store, query) for store in both)
        assert theirs.positions.to_pylist() == ours.positions.to_pylist()
        rows = [one.incidents() for one in (ours, theirs)]
        assert rows[0] == rows[1]
        assert theirs.claims()[0] == ours.claims()[0]
        assert theirs.bbox() == ours.bbox()
        assert [piece.to_pylist() for piece in theirs.sources()] == [
            piece.to_pylist() for piece in ours.sources()
        ]


def test_the_rules_of_evidence_decide_alike_where_they_run(both):
    """They run when a data set is loaded; on another engine they would decide the same, force by force."""
    conflict, filed = both[0].conflict, DECIDED

    def decided(incidents, claims):
        return evidence.decided(incidents, claims, conflict).order_by("incident_id")

    def disagreeing(incidents, claims):
        found = evidence.decided(incidents, claims, conflict)
        return evidence.disagreements(incidents, found, filed).order_by(["incident_id", "field"])

    for question in (decided, disagreeing):
        mine, their = both_of(both, question, "incidents claims")
        assert their == mine
    assert {row["__all_actor"] for row in both_of(both, decided, "incidents claims")[0]} > {"Not established"}


def test_leaving_open_which_force_is_told_alike(both):
    def told(incidents, names):
        return incidents.filter(incidents[INCIDENTS.key] == "i000").select(
            **{
                str(number): evidence.leaves_open(ibis.literal(name), ibis.literal(force))
                for number, (name, force) in enumerate(product(FORCES[2:6], FORCES[:4]))
            }
        )

    ours, theirs = both_of(both, told, "incidents", 1)
    assert theirs == ours
    assert {True, False} == set(ours[0].values())

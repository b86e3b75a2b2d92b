"""Points of view side by side, totals under other assumptions, and what changes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from mapapp import words
from mapapp.engine.assumptions import ASSUMPTIONS, Assumption
from mapapp.engine.questions import pages, sums
from mapapp.engine.questions.sums import MAX_INCIDENTS_NAMED
from mapapp.exports.geojson import geojson
from mapapp.model.decided import DECIDED
from mapapp.model.query import Query, denied
from mapapp.model.schema import HARM_STATUS
from mapapp.views.manner import manner_html
from mapapp.views.tables import Account, absence, differences_answer
from mapapp.views.totals import OWN, totals_html
from tests.factories import HOSTILE, bundled_conflict, incident, store_of

SOURCES = [{"source_id": "s", "publisher": "P"}]


def said(number, incident_id, side, **more):
    return {
        "claim_id": f"c{number}",
        "incident_id": incident_id,
        "source_id": "s",
        "claimant": f"{side} {number}",
        "claimant_side": side,
        "stance": "alleges",
    } | more


@pytest.fixture(scope="module")
def store():
    incidents = [
        incident("both", date(2020, 10, 1), killed_low=2, killed_high=5, harm_status="fair", actor="A"),
        incident("one", date(2020, 10, 2), killed_low=4, killed_best=4, killed_high=4, harm_status="weak"),
        incident("sum", date(2020, 10, 3), killed_low=9, killed_high=9, aggregate="yes"),
        incident("open", date(2020, 10, 4), killed_low=1, harm_status="contested"),
        incident("blank", date(2020, 10, 5), uncertainty_m=3000.0, date_end=date(2020, 10, 7)),
    ]
    claims = [
        said(1, "both", "armenian", killed_low=2, killed_high=2, actor="B"),
        said(2, "both", "azerbaijani", killed_low=5, killed_high=5, actor="A"),
        said(3, "one", "armenian", killed_low=4, killed_high=4, actor="B"),
        said(4, "open", "azerbaijani", killed_low=1),
    ]
    return store_of(incidents, claims, SOURCES)


def totals(store, **fields):
    return store.totals(Query(**fields))


def test_a_point_of_view_decides_which_incidents_there_are_and_what_they_add_up_to(store):
    armenian, azerbaijani = (totals(store, according_to=whose) for whose in ("armenian", "azerbaijani"))
    assert (armenian["incidents"], armenian["killed_low"], armenian["killed_high"]) == (2, 6, 6)
    assert (azerbaijani["incidents"], azerbaijani["killed_low"]) == (2, 6)
    assert totals(store, according_to="independent")["matched"] == 0
    assert totals(store, according_to="conceded")["killed_low"] == 2


def test_every_answer_follows_the_point_of_view(store):
    query = Query(according_to="azerbaijani")
    assert store.facets(query)["actor"] == {"A": (1, 0), "Not established": (1, 0)}
    assert {row["actor"] for row in store.timeline(query)} == {"A", "Not established"}
    assert b'"killed_low":5' in b"".join(geojson(store, query))
    assert store.incident("both", "azerbaijani")["killed_low"] == 5
    assert store.incident("one", "azerbaijani") is None
    assert [row["killed_low"] for row in store.incidents_at(pages.listing, query, None, 9)] == [5, 1]


def test_the_headline_says_according_to_whom(store):
    query = Query(according_to="armenian")
    assert words.headline(store.totals(query), query, store.conflict) == (
        "According to Armenian and Nagorno-Karabakh sources: 2 incidents, 1 to 2 October 2020; "
        "6 people reported killed."
    )


def test_two_points_of_view_differ_where_an_incident_or_a_decided_column_does(store):
    rows = store.rows(
        sums.differing, store.incidents, Query(according_to="armenian"), Query(according_to="azerbaijani")
    )
    assert [(row["incident_id"], row["here"], row["there"]) for row in rows] == [
        ("both", True, True),
        ("one", True, False),
        ("open", False, True),
    ]
    assert (rows[0]["killed_low_here"], rows[0]["killed_low_there"]) == (2, 5)
    assert store.rows(sums.differing, store.incidents, Query(), Query()) == []


def test_differences_are_laid_out_in_words(store):
    query, other = Query(according_to="armenian"), Query(according_to="azerbaijani")
    rows = store.rows(sums.differing, store.incidents, query, other)
    found = {row["incident_id"]: row for row in store.listed(Query(), 9)}
    silent = {name: absence("", bundled_conflict(), [], "?", reported=False) for name in found}
    said = {
        row["incident_id"]: {name: row[f"{name}_here"] for name in DECIDED} for row in rows if row["here"]
    }
    accounts = [Account("These", said, silent), Account("Those", {}, silent)]
    answer = differences_answer(list(found.values()), accounts)
    assert [column["label"] for column in answer["columns"]][2:] == ["These", "Those"]
    cells = {row["id"]: row["cells"] for row in answer["rows"]}
    assert cells["one"][1:] == [
        "one",
        ["4 killed", "Attributed to: B", "Evidence: weak"],
        {"text": "not reported", "absent": True},
    ]


def test_a_side_that_denies_is_told_from_one_that_is_silent():
    claims = [
        said(1, "denied", "azerbaijani"),
        said(2, "denied", "armenian", stance="denies"),
        said(3, "denied-by-nobody-that-counts", "azerbaijani"),
        said(4, "denied-by-nobody-that-counts", "armenian", stance="denies", checked="no"),
        said(5, "both", "armenian"),
        said(6, "both", "armenian", stance="denies", claimant="another"),
    ]
    store = store_of([incident(claim["incident_id"]) for claim in claims[::2]], claims, SOURCES)
    ids = [claim["incident_id"] for claim in claims[::2]]
    assert found(store, according_to="armenian") == ["both"]
    assert found(store, denied_by="armenian") == ["both", "denied"]
    assert found(store, denied_by="azerbaijani") == []
    assert denied(Query(according_to="armenian", q="x")) == Query(denied_by="armenian", q="x")
    assert denied(Query(according_to="undisputed")) is None
    told = {
        name: [one["claim_id"] for one in those] for name, those in store.denials(ids, "armenian").items()
    }
    assert told == {"denied": ["c2"], "denied-by-nobody-that-counts": [], "both": ["c6"]}
    assert store.denials(ids, "azerbaijani")["denied"] == []
    assert store.denials(ids, "undisputed")["denied"] != []


def found(store, **fields):
    return [row["incident_id"] for row in store.listed(Query(**fields), 9)]


@pytest.mark.parametrize(
    ("denials", "reported", "said"),
    [
        ([], False, {"text": "not reported", "absent": True}),
        ([{"claim_id": "a/1"}], False, {"text": "denied", "absent": True, "url": "?x#claim-a%2F1"}),
        ([{"claim_id": "1"}], True, {"text": "reported, but left out by the filters", "absent": True}),
    ],
)
def test_what_a_side_does_not_have_is_said_to_be_denied_silent_or_filtered(denials, reported, said):
    assert absence("armenian", bundled_conflict(), denials, "?x", reported=reported) == said


def test_a_total_is_added_up_under_each_assumption(store):
    rows = {row["assumption"]: row for row in store.robust_totals(Query())}
    assert set(rows) == set(ASSUMPTIONS)
    everything = rows["all"]
    assert (everything["incidents"], everything["stated"]) == (4, 3)
    assert (everything["killed_low"], everything["killed_high"]) == (7, 10)
    assert (everything["best"], everything["best_rows"], everything["open_rows"]) == (4, 1, 1)
    assert (rows["fair"]["killed_low"], rows["fair"]["killed_high"]) == (2, 5)
    assert rows["confirmed"]["killed_low"] is None
    assert rows["with summaries"]["killed_high"] == 19


MANNERS = (
    ("a", {"control": "A", "harm_manner": "fire", "killed_low": 3, "killed_high": 4}),
    ("b", {"control": "A", "harm_manner": "close range", "killed_low": 2}),
    ("c", {"control": "B", "harm_manner": "fire", "killed_low": 1, "killed_high": 1}),
    ("d", {"control": "B", "harm_manner": "own word", "killed_low": 5, "killed_high": 5}),
    ("e", {"harm_manner": "unknown", "killed_low": 1, "killed_high": 1}),
    ("f", {"control": "C", "killed_low": 0, "killed_high": 0}),
    ("g", {"control": "A", "harm_manner": "fire", "killed_low": 9, "killed_high": 9, "aggregate": "yes"}),
)


def by_manner(rows, parties=9):
    store = store_of([incident(name, **more) for name, more in rows])
    return store.rows(sums.by_manner, store.incidents, Query(), parties)


def test_the_people_killed_are_split_by_how_they_were_harmed_of_every_party_alike():
    found = {
        (row["control"], row["manner"]): (row["killed_low"], row["killed_high"], row["open_rows"])
        for row in by_manner(MANNERS)
    }
    assert found == {
        ("A", "fire"): (3, 4, 0),
        ("A", "close range"): (2, 2, 1),
        ("B", "fire"): (1, 1, 0),
        ("B", None): (5, 5, 0),
        ("", "unknown"): (1, 1, 0),
        (None, "fire"): (4, 5, 0),
        (None, "close range"): (2, 2, 1),
        (None, "unknown"): (1, 1, 0),
        (None, None): (5, 5, 0),
    }


def test_of_many_parties_those_with_the_most_people_killed_are_apart_and_all_are_added_up():
    rows = by_manner(MANNERS, parties=1)
    assert {row["control"] for row in rows} == {"B", None}
    assert sum(row["killed_low"] for row in rows if row["control"] is None) == 12


def test_each_split_figure_leads_to_its_incidents():
    html = manner_html(
        by_manner(MANNERS), Query(harm_status=("fair",)), lambda query: repr(query.to_params())
    )
    assert "By fire or explosion" in html
    assert ">3 to 4</a>" in html
    assert ">2, no upper limit</a>" in html
    wanted = {"control": ["A"], "harm_manner": ["fire"], "harm_status": ["fair"]}
    assert escape(repr(wanted)) in html
    of_no_manner = {"incident_id": ["d"], "harm_status": ["fair"]}
    assert html.count(escape(repr(of_no_manner))) == 2  # for B and all places: no filter selects the blank


def test_a_figure_of_more_incidents_than_can_be_named_has_no_link():
    many = [
        (f"i{number}", {"killed_low": 1, "killed_high": 1, "harm_manner": "fire"})
        for number in range(MAX_INCIDENTS_NAMED + 1)
    ]
    rows = by_manner(many)
    assert {row["incident_ids"] for row in rows if row["control"] == ""} == {None}
    assert manner_html(rows, Query(), lambda query: repr(query.to_params())).count("<a ") == 1


def test_without_the_column_nothing_is_split_and_a_name_in_it_is_text():
    filed = {"control": HOSTILE[0], "killed_low": 1, "killed_high": 1}
    assert not manner_html(by_manner([("a", filed)]), Query(), repr)
    assert HOSTILE[0] not in manner_html(by_manner([("a", filed | {"harm_manner": "fire"})]), Query(), repr)


def test_contested_occurrence_and_any_dispute_are_different_assumptions():
    claims = [said(1, "denied", "armenian"), said(2, "denied", "azerbaijani", stance="denies")]
    filed = {"killed_low": 1, "killed_high": 1, "harm_status": "confirmed", "attribution_status": "likely"}
    store = store_of(
        [
            incident("denied", **filed),
            incident("blame", **filed | {"attribution_status": "contested"}),
            incident("occurrence", **filed | {"harm_status": "contested"}),
            incident("neither", **filed | {"attribution_status": None}),
        ],
        claims,
        SOURCES,
    )
    rows = {row["assumption"]: row for row in store.robust_totals(Query())}
    assert [rows[name]["killed_low"] for name in ("all", "not contested", "not disputed")] == [4, 3, 1]
    (left,) = store.listed(Query(disputed="no"), 9)
    assert left["incident_id"] == "neither"
    assert totals(store, disputed="yes")["matched"] == 3
    assert totals(store, disputed="no", according_to="armenian")["matched"] == 0


def test_the_best_figures_say_how_many_incidents_have_one(store):
    rows = store.robust_totals(Query(), {OWN: Assumption({})})
    html = totals_html(rows, {OWN: "?"})
    assert "4<small>, from 1 incident with a single figure; 2 ranges add " in html


def test_one_side_alone_has_no_independent_sources():
    claims = [said(1, "a", "armenian"), said(2, "a", "azerbaijani"), said(3, "a", "independent")]
    store = store_of([incident("a")], claims, SOURCES)
    heard = {
        whose: totals(store, according_to=whose, min_sources=1)["matched"]
        for whose in ("", *bundled_conflict().points_of_view)
    }
    assert {whose for whose, found in heard.items() if found} == {"", "independent", "undisputed"}


def test_a_total_can_be_counted_as_a_reader_sets_it(store):
    own = Assumption({"harm_status": ("fair",), "min_sources": 1}, summaries=True)
    (row,) = store.robust_totals(Query(), {"own": own})
    assert row["incidents"] == store.totals(Query(**own.fields))["matched"]


def test_what_moves_a_total_most_comes_first(store):
    rows = store.incidents_at(sums.moving, Query(), 9)
    assert [row["incident_id"] for row in rows] == ["both", "one", "open"]


def test_the_picture_of_totals_holds_where_there_is_nothing(store):
    rows = store.robust_totals(Query(q="nothing like it"))
    assert totals_html(rows, dict.fromkeys(ASSUMPTIONS, "?")).count("no figure") == len(rows)


def test_how_exactly_something_is_known_can_be_asked_for(store):
    assert totals(store, within_km=3)["matched"] == 1
    assert totals(store, within_km=2.9)["matched"] == 0
    assert totals(store, within_days=1)["matched"] == 4
    assert totals(store, within_days=2)["matched"] == 4
    assert totals(store, within_days=3)["matched"] == 5


@pytest.mark.parametrize(
    ("precision", "days", "least"),
    [("1", 1, 1), ("1", 6, 1), (None, 1, 1), (None, 6, 6), ("2", 2, 2), ("4", 1, 31)],
)
def test_a_date_is_known_as_well_as_its_range_and_its_grade_say(precision, days, least):
    row = incident("a", date(2020, 10, 4), date_end=date(2020, 10, 3 + days), date_precision=precision)
    store = store_of([row])
    assert totals(store, within_days=least)["matched"] == 1
    assert totals(store, within_days=least - 1)["matched"] == 0


@given(st.sets(st.sampled_from(list(HARM_STATUS))), st.sampled_from(list(ASSUMPTIONS)))
def test_narrowing_never_widens_what_was_chosen(chosen, assumption):
    fields = ASSUMPTIONS[assumption].fields
    narrowed = Query(harm_status=tuple(chosen), q="x").narrowed(**fields)
    wanted = set(fields.get("harm_status", chosen)) if fields else chosen
    both = wanted & chosen if chosen else wanted
    assert set(narrowed.harm_status) == (both or wanted)
    assert narrowed.q == "x"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_actor_of_one_side_is_only_text(text):
    store = store_of([incident("a")], [said(1, "a", "armenian", actor=text)], SOURCES)
    assert store.incident("a", "armenian")["actor"] == text
    assert all(
        store.totals(Query(according_to=whose))["matched"] <= 1 for whose in bundled_conflict().points_of_view
    )
